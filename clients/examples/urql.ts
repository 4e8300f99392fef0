// An app with urql and its normalised cache: hashes by GET, pages joined, documents kept once by their id. It never
// sends the text of an operation.
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { persistedExchange } from '@urql/exchange-persisted';
import { schema } from '../mobile/generated/schema.js';
import { typeOf } from './identity.js';

const embedded = () => null; // a part of the document or the answer that it is in
const parts = [
  'Appearance', 'Audio', 'Captions', 'Helpline', 'Image', 'PhotoPerson', 'Problem', 'ProgrammeChange', 'ProgrammePlace', 'RichText',
  'SearchHighlight', 'SearchMatch', 'Source', 'SyncEntry', 'SyncPage', 'Tombstone', 'Transcript', 'Venue',
];

export const urqlClient = (service: string, token?: string) =>
  new Client({
    url: `${service}/graphql`,
    preferGetMethod: 'force',
    fetch: (...request) => fetch(...request),
    fetchOptions: () => ({
      headers: {
        'GraphQL-Client-Name': 'app',
        'GraphQL-Client-Version': '2.0.0',
        ...(token ? { Authorization: `Bearer ${token}` } : {}),
      },
    }),
    exchanges: [
      cacheExchange({
        schema,
        keys: Object.fromEntries(parts.map((name) => [name, embedded])),
        resolvers: {
          Query: { node: (_, { id }) => ({ __typename: typeOf(id), id: String(id) }) },
          Conference: { sessions: relayPagination() },
        },
      }),
      persistedExchange({ enforcePersistedQueries: true, enableForMutation: true, preferGetForPersistedQueries: 'force' }),
      fetchExchange,
    ],
  });
