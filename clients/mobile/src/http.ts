// The service over HTTP.
import { type Fetch, type Page, ResetError } from './sync.js';

interface Answer {
  readonly data?: { readonly sync?: Page } | null;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

export interface Service {
  /** The URL of GraphQL: https://api.example.org/graphql. */
  readonly address: string;
  /** The text of the operation MobileSync. */
  readonly operation: string;
  /** The number of documents per page. */
  readonly first: number;
  /** The language of the device. */
  readonly language: string;
  /** The timeout of a page, in milliseconds. */
  readonly timeout?: number;
  /** Receives the number of bytes of each response. */
  readonly received?: (bytes: number) => void;
}

/** Fetches pages by POST. An interrupted response throws, like a missing network. */
export function overHTTP(service: Service): Fetch {
  return async (after) => {
    const response = await fetch(service.address, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/graphql-response+json',
        'Accept-Language': service.language,
      },
      body: JSON.stringify({ query: service.operation, variables: { after, first: service.first } }),
      signal: AbortSignal.timeout(service.timeout ?? 10_000),
    });
    const text = await response.text();
    service.received?.(Buffer.byteLength(text));
    const answer = JSON.parse(text) as Answer;
    const error = answer.errors?.[0];
    if (error?.extensions?.code === 'SYNC_RESET') throw new ResetError(error.message);
    if (error || !answer.data?.sync) throw new Error(error?.message ?? `The service answered with status ${response.status}.`);
    return answer.data.sync;
  };
}
