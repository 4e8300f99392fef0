// A website with Apollo Client: hashes by GET, pages joined, documents kept once by their id.
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { relayStylePagination } from '@apollo/client/utilities';
import { sha256, typeOf } from './identity.js';

export const apolloClient = (service: string, token?: string) =>
  new ApolloClient({
    clientAwareness: { name: 'website', version: '1.4.0' },
    link: new PersistedQueryLink({ sha256, useGETForHashedQueries: true }).concat(
      new HttpLink({
        uri: `${service}/graphql`,
        fetch: (...request) => fetch(...request),
        headers: token ? { Authorization: `Bearer ${token}` } : {},
      }),
    ),
    cache: new InMemoryCache({
      typePolicies: {
        Query: {
          fields: {
            photos: relayStylePagination(),
            node: (_, { args, toReference }) => toReference({ __typename: typeOf(args?.['id']) ?? '', id: String(args?.['id']) }),
          },
        },
        Conference: { fields: { sessions: relayStylePagination(['filter', 'orderBy']) } },
      },
    }),
  });
