// Two languages on one page: Apollo Client, urql and Relay, each with a client for each language, use the running service.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { ApolloClient, HttpLink, InMemoryCache } from '@apollo/client';
import { Client, fetchExchange } from '@urql/core';
import { cacheExchange } from '@urql/exchange-graphcache';
import { fetchQuery } from 'relay-runtime';
import * as mobile from '../mobile/generated/operations.js';
import * as website from '../website/generated/operations.js';
import { apolloClient } from './apollo.js';
import relayPage, { type relayPageConferenceQuery } from './generated/relayPageConferenceQuery.graphql.js';
import { perLanguage } from './language.js';
import { relayEnvironment } from './relay.js';
import { Service, watchRequests } from './service.js';
import { urqlClient } from './urql.js';

const slug = 'fagkonference-om-stalking-2021';
const titles: Record<string, string> = { da: 'Fagkonference om stalking', en: 'Professional conference on stalking' };

let service: Service;
let requests: ReturnType<typeof watchRequests>;

before(async () => {
  service = await Service.start();
  service.register('website', 'website', '1.4.0');
  service.register('mobile', 'app', '2.0.0');
  requests = watchRequests();
});

after(async () => {
  requests.stop();
  assert.equal(await service.stop(), 0);
  service.remove();
});

/** The number of requests during some work. */
async function count(work: () => Promise<unknown>): Promise<number> {
  const begun = requests.sent.length;
  await work();
  return requests.sent.length - begun;
}

/** Queries of a client: the title of the conference, which may be cached, in its own language or another. */
type Asked = (language: string, other?: string) => Promise<string | undefined>;

const apollo = perLanguage((language) => apolloClient(service.address, language));
const urql = perLanguage((language) => urqlClient(service.address, language));
const relay = perLanguage((language) => relayEnvironment(service.address, language));

const clients: Record<string, Asked> = {
  'Apollo Client': async (language, other) => {
    const variables = { slug, ...(other && { language: other }) };
    return (await apollo(language).query({ query: website.ConferencePageDocument, variables })).data?.conference?.title;
  },
  urql: async (language, other) => {
    const variables = { slug, ...(other && { language: other }) };
    const { data, error } = await urql(language).query(website.ConferencePageDocument, variables);
    if (error) throw error;
    return data?.conference?.title;
  },
  Relay: async (language, other) => {
    const variables = { slug, ...(other && { language: other }) };
    const data = await fetchQuery<relayPageConferenceQuery>(relay(language), relayPage, variables, { fetchPolicy: 'store-or-network' }).toPromise();
    return data?.conference?.title;
  },
};

for (const [name, title] of Object.entries(clients)) {
  test(`${name}: two languages on one page stay apart, in the cache too`, async () => {
    assert.equal(await count(async () => {
      assert.deepEqual(await Promise.all(['da', 'en'].map((language) => title(language))), [titles['da'], titles['en']]);
    }), 2);
    assert.equal(await count(async () => {
      for (const language of ['en', 'da', 'en']) assert.equal(await title(language), titles[language]);
      assert.equal(await title('en', 'en'), titles['en']); // it may name its own language
    }), 0);
  });

  test(`${name}: a client refuses another language, also where its cache has a result`, async () => {
    assert.equal(await count(() => assert.rejects(title('da', 'en'), /This client is for da; the operation requests en/)), 0);
    assert.equal(await title('da'), titles['da']);
  });
}

test('an operation without a language is answered in that of its client', async () => {
  const ofApollo = await apollo('en').query({ query: mobile.MobileConferencesDocument });
  const ofUrql = await urql('en').query(mobile.MobileConferencesDocument, {});
  for (const { data } of [ofApollo, ofUrql]) assert.ok(data?.conferences.nodes.some((conference) => conference.title === titles['en']));
});

test('why: one cache for both gives Danish for English, and asks nobody', async () => {
  const both = (language: string) => ({ slug, language });
  const uri = `${service.address}/graphql`;
  const ofApollo = new ApolloClient({ link: new HttpLink({ uri, fetch: (...request) => fetch(...request) }), cache: new InMemoryCache() });
  const ofUrql = new Client({ url: uri, preferGetMethod: false, fetch: (...request) => fetch(...request), exchanges: [cacheExchange({ keys: silent }), fetchExchange] });
  for (const title of [
    async (language: string) => (await ofApollo.query({ query: website.ConferencePageDocument, variables: both(language) })).data?.conference?.title,
    async (language: string) => (await ofUrql.query(website.ConferencePageDocument, both(language))).data?.conference?.title,
  ]) {
    assert.equal(await title('da'), titles['da']);
    assert.equal(await count(async () => assert.equal(await title('en'), titles['da'])), 0);
  }
});

/** Silences graphcache's warnings of types without an id, which the test is not about. */
const silent = new Proxy({}, { get: () => () => null, has: () => true });
