import { ask, type AnswerError } from './service';

/** Who asks, as the service knows them. */
export interface Viewer {
  name: string | null;
  role: string;
  permissions: string[];
}

/** Asks who somebody with a token is: whoever is signed in where none is given. */
export async function askWho(token?: string): Promise<{ viewer?: Viewer; error?: AnswerError }> {
  const answer = await ask({ query: 'query WhoAmI { viewer { name role permissions } }' }, token);
  return { viewer: answer.data?.viewer as Viewer | undefined, error: answer.errors?.[0] };
}
