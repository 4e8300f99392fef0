import { ask, type AnswerError } from './service';

/** The user, as the service identifies them. */
export interface Viewer {
  name: string | null;
  role: string;
  permissions: string[];
}

/** Requests the user of a token; by default that of the session. */
export async function askWho(token?: string): Promise<{ viewer?: Viewer; error?: AnswerError }> {
  const answer = await ask({ query: 'query WhoAmI { viewer { name role permissions } }' }, token);
  return { viewer: answer.data?.viewer as Viewer | undefined, error: answer.errors?.[0] };
}
