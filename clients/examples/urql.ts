// An app with urql and its normalised cache: a client for each language, hashes by GET, pages joined, each document
// cached once by its id. It never sends the text of an operation.
import { Client, fetchExchange, makeOperation, type Exchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { persistedExchange } from '@urql/exchange-persisted';
import { map, pipe } from 'wonka';
import { embedded, lists } from '../mobile/generated/cache.js';
import { schema } from '../mobile/generated/schema.js';
import { typeOf } from './identity.js';
import { inLanguage } from './language.js';

export const urqlClient = (service: string, language: string, token?: string) =>
  new Client({
    url: `${service}/graphql`,
    preferGetMethod: 'force',
    fetch: (...request) => fetch(...request),
    fetchOptions: () => ({
      headers: {
        'Accept-Language': language,
        'GraphQL-Client-Name': 'app',
        'GraphQL-Client-Version': '2.0.0',
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
    }),
    exchanges: [
      languageExchange(language),
      cacheExchange({
        schema,
        keys: Object.fromEntries(embedded.map((type) => [type, () => null])),
        resolvers: {
          ...pagination,
          Query: { ...pagination['Query'], node: (_, { id }) => ({ __typename: typeOf(id), id: String(id) }) },
        },
      }),
      persistedExchange({ enforcePersistedQueries: true, enableForMutation: true, preferGetForPersistedQueries: 'force' }),
      fetchExchange,
    ],
  });

/** Precedes the cache, which has one language, and refuses operations in another language. */
const languageExchange = (language: string): Exchange => ({ forward }) => (operations) =>
  forward(
    pipe(
      operations,
      map((operation) => {
        if (operation.kind === 'teardown') return operation;
        const { query, variables } = operation;
        return makeOperation(operation.kind, { ...operation, query, variables: inLanguage(language, query, variables ?? {}) });
      }),
    ),
  );

const pagination = Object.fromEntries(
  Object.entries(lists).map(([type, fields]) => [type, Object.fromEntries(Object.keys(fields).map((name) => [name, relayPagination()]))]),
);
