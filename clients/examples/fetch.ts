// A website without a GraphQL library: one function. Equal queries have the same URL, so that every cache in between
// can respond.
import type { Persisted } from '../website/generated/persisted.js';

export async function ask<Result, Variables>(service: string, operation: Persisted<Result, Variables>, variables: Variables): Promise<Result> {
  const parameters = new URLSearchParams({ documentId: operation.documentId, variables: JSON.stringify(variables) });
  const response = await fetch(`${service}/graphql?${parameters}`, {
    headers: { Accept: 'application/graphql-response+json', 'GraphQL-Client-Name': 'website', 'GraphQL-Client-Version': '1.4.0' },
  });
  const { data, errors } = (await response.json()) as { data?: Result; errors?: { message: string; extensions: { code: string } }[] };
  if (errors?.[0] || !data) throw new Error(errors?.[0]?.extensions.code ?? response.statusText);
  return data;
}
