// Clients of a running service that runs any operation. Apollo Client sends what is not known by its hash yet with its
// text, once; a podcast app reads the feed.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import * as website from '../website/generated/operations.js';
import { apolloClient } from './apollo.js';
import { subscribe } from './podcast.js';
import { hashOf, Service, watchRequests } from './service.js';

let service: Service;
let requests: ReturnType<typeof watchRequests>;

before(async () => {
  service = await Service.start();
  requests = watchRequests();
});

after(async () => {
  requests.stop();
  assert.equal(await service.stop(), 0);
  service.remove();
});

test('an automatic persisted query is sent whole once, and by its hash from then on', async () => {
  const ask = async (slug: string) => {
    const { data } = await apolloClient(service.address, 'da').query({ query: website.TopicPageDocument, variables: { slug } });
    assert.equal(data?.topic?.slug, slug);
  };
  await ask('stalking');
  await ask('behandling');
  const sent = requests.sent.map(({ method, url, body }) => [method, url.searchParams.has('query') || Boolean(body?.['query'])]);
  assert.deepEqual(sent, [['GET', false], ['POST', true], ['GET', false]]);
  assert.equal(new Set(requests.sent.map(hashOf)).size, 1);
});

test('a podcast app reads of the seed what docs/feeds.md shows', async () => {
  const feeds = readFileSync(new URL('../../../docs/feeds.md', import.meta.url), 'utf8');
  const shown = /```text\n(\{\n {2}"title"[^]*?\n\})\n```/.exec(feeds)?.[1];
  assert.ok(shown, 'docs/feeds.md shows no podcast');
  assert.deepEqual(await subscribe(`${service.address}/feeds/podcast/podcast-fra-dansk-stalking-center.xml`), JSON.parse(shown));
});
