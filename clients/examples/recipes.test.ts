// The code and the operations of docs/recipes, on the running service.
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, test } from 'node:test';
import { ConferenceDocument, ConferencesDocument } from '../recipes/generated/operations.js';
import { Service } from './service.js';

let service: Service;
let lectern: typeof import('./lectern.js');

before(async () => {
  service = await Service.start();
  process.env['LECTERN_URL'] = service.address;
  lectern = await import('./lectern.js');
});

after(async () => {
  assert.equal(await service.stop(), 0);
  service.remove();
});

test('the list and the details come in two languages', async () => {
  for (const [language, title] of [['da', 'Fagkonference om stalking'], ['en', 'Professional conference on stalking']] as const) {
    const { conferences } = await lectern.ask(ConferencesDocument, { language, after: null });
    const slug = conferences.nodes.find((c) => c.title === title)?.slug ?? '';
    const { conference } = await lectern.ask(ConferenceDocument, { slug, language });
    assert.equal(conference?.title, title);
    assert.equal(conference.language, language);
    assert.deepEqual(conference.languages, ['da', 'en']);
    assert.ok(conference.sessions.nodes.length > 0);
  }
});

test('a picture has sizes that are true', async () => {
  const { conference } = await lectern.ask(ConferenceDocument, { slug: 'fagkonference-om-stalking-2021', language: 'da' });
  const asset = conference?.photos.nodes[0]?.asset;
  assert.ok(asset?.width && asset.width < 1600);
  const { src, srcset, width } = lectern.picture(asset);
  const [small, large] = asset.variants;
  assert.ok(small && large);
  assert.deepEqual([small.width, large.width], [640, asset.width]);
  assert.equal(srcset, `${small.url} 640w, ${large.url} ${asset.width}w`);
  assert.equal(width, asset.width);
  const response = await fetch(src.replace(/^http:\/\/localhost:\d+/, service.address));
  assert.equal(response.headers.get('Content-Type'), 'image/webp');
});

test('what is not there is null, and an error has its code', async () => {
  const { conference } = await lectern.ask(ConferenceDocument, { slug: 'there-is-none', language: 'da' });
  assert.equal(conference, null);
  await assert.rejects(lectern.ask(ConferencesDocument, { language: 'da', after: 'nonsense' }), { code: 'BAD_CURSOR' });
  assert.equal(lectern.isLanguage('sv'), false);
});

test('a service that is busy is asked once more, and one that is not there is an error', async () => {
  let asked = 0;
  const busy = createServer((_, response) => {
    const again = asked++ > 0;
    response.writeHead(again ? 200 : 503, { 'Content-Type': 'application/graphql-response+json', 'Retry-After': '0' });
    response.end(again ? '{"data":{"conference":null}}' : '{"errors":[{"message":"Too much is asked.","extensions":{"code":"TIMEOUT"}}]}');
  });
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  const { port } = busy.address() as AddressInfo;
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) => original(String(input).replace(service.address, `http://127.0.0.1:${port}`), init);
  try {
    assert.deepEqual(await lectern.ask(ConferenceDocument, { slug: 'x', language: 'da' }), { conference: null });
    assert.equal(asked, 2);
    await new Promise((resolve) => { busy.close(resolve); busy.closeAllConnections(); });
    await assert.rejects(lectern.ask(ConferenceDocument, { slug: 'x', language: 'da' }), { code: 'UNREACHABLE' });
  } finally {
    globalThis.fetch = original;
  }
});
