import { connection } from './connection';
import { session } from './session';

export interface AnswerError {
  message: string;
  path?: (string | number)[];
  extensions?: Record<string, unknown>;
}

/** A response of /graphql. */
export interface Answer {
  data?: Record<string, unknown> | null;
  errors?: AnswerError[];
  extensions?: { incompleteDrafts?: IncompleteDraft[] };
}

/** A draft that a preview omitted or refused, and what it lacks. */
export interface IncompleteDraft {
  id: string;
  type: string;
  title: string | null;
  problems: { path: string[]; code: string; message: string }[];
}

export interface Operation {
  query: string;
  variables?: Record<string, unknown>;
  operationName?: string | null;
}

/** The codes of the page's own errors, for responses that are not GraphQL. */
export const unreachable = 'UNREACHABLE';

/**
 * Sends a request. A failed connection is returned as a response, so that it is shown like one.
 * With application/json, an operation that can't run is not a failed request for the browser.
 */
export async function ask(operation: Operation, token = session.token()): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch('/graphql', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/json',
        'Accept-Language': document.documentElement.lang, // of messages, and of what readers see
        ...(token && { Authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify(operation),
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
    });
  } catch {
    connection.saw(false);
    return { errors: [{ message: 'The service could not be reached.', extensions: { code: unreachable } }] };
  }
  connection.saw(true);
  if (response.status === 401 && token === session.token()) session.end(); // it was valid once
  return read(response);
}

async function read(response: Response): Promise<Answer> {
  let body: unknown;
  try {
    body = await response.json();
  } catch {
    body = undefined;
  }
  if (typeof body === 'object' && body !== null && ('data' in body || 'errors' in body)) return body as Answer;
  const problem = (body ?? {}) as { detail?: string; code?: string };
  const extensions = { code: problem.code ?? `HTTP ${response.status}` };
  return { errors: [{ message: problem.detail ?? response.statusText, extensions }] };
}
