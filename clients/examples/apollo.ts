// A website with Apollo Client: a client for each language, hashes by GET, pages joined, each document cached once by its id.
import { ApolloClient, ApolloLink, type Cache, HttpLink, InMemoryCache, type TypePolicies } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { embedded, lists, possibleTypes } from '../website/generated/cache.js';
import { sha256, typeOf } from './identity.js';
import { inLanguage } from './language.js';
import { joinedPages } from './pages.js';

export const apolloClient = (service: string, language: string, token?: string) =>
  new ApolloClient({
    clientAwareness: { name: 'website', version: '1.4.0' },
    link: ApolloLink.from([
      new ApolloLink((operation, forward) => {
        operation.variables = inLanguage(language, operation.query, operation.variables);
        return forward(operation);
      }),
      new PersistedQueryLink({ sha256, useGETForHashedQueries: true }),
      new HttpLink({
        uri: `${service}/graphql`,
        fetch: (...request) => fetch(...request),
        headers: { 'Accept-Language': language, ...(token ? { Authorization: `Bearer ${token}` } : {}) },
      }),
    ]),
    cache: cacheOf(language),
  });

/** A cache of one language. Operations in another language are refused, even if their result is cached. */
function cacheOf(language: string): InMemoryCache {
  const cache = new InMemoryCache({ possibleTypes, typePolicies });
  const diff = cache.diff.bind(cache);
  cache.diff = ((options: Cache.DiffOptions) => {
    inLanguage(language, options.query, options.variables ?? {});
    return diff(options);
  }) as typeof diff;
  return cache;
}

const policiesOf = (fields: Record<string, string[]>) => Object.fromEntries(Object.entries(fields).map(([name, keyArgs]) => [name, joinedPages(keyArgs)]));

const typePolicies: TypePolicies = Object.fromEntries([
  ...embedded.map((type) => [type, { keyFields: false, merge: true }]),
  ...Object.entries(lists).map(([type, fields]) => [type, { fields: policiesOf(fields) }]),
]);

typePolicies['Query'] = {
  fields: {
    ...typePolicies['Query']?.fields,
    node: (_, { args, toReference }) => toReference({ __typename: typeOf(args?.['id']) ?? '', id: String(args?.['id']) }),
  },
};
