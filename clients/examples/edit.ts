// An editor's program saves an edit once, also when the connection is lost before the response comes: each attempt
// has the same Idempotency-Key, and the service runs the first one only.
import { print } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';

/** Runs a mutation, up to five times. An error means that it was refused, or that its outcome is not known. */
export async function edit<Result, Variables>(service: string, token: string, mutation: TypedDocumentNode<Result, Variables>, variables: Variables): Promise<Result> {
  const request = {
    method: 'POST',
    headers: {
      Accept: 'application/graphql-response+json',
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': `"${crypto.randomUUID()}"`,
    },
    body: JSON.stringify({ query: print(mutation), variables }),
  };
  for (let attempt = 1; ; attempt++) {
    const response = await fetch(`${service}/graphql`, request).catch(() => undefined);
    const body = (await response?.json().catch(() => undefined)) as { data?: Result; errors?: { extensions: { code: string } }[] } | undefined;
    const passing = !response || !body || response.status === 429 || response.status >= 500;
    if (!passing && body.data && !body.errors) return body.data;
    if (!passing || attempt === 5) throw new Error(body?.errors?.[0]?.extensions.code ?? response?.statusText ?? 'no response');
    await new Promise((resolve) => setTimeout(resolve, 1000 * Number(response?.headers.get('Retry-After') ?? 2 ** attempt / 10)));
  }
}
