// A mutation whose response is lost is repeated, and saved once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as editor from '../editor/generated/operations.js';
import { edit } from './edit.js';
import { Service } from './service.js';

let service: Service;
let token: string;

before(async () => {
  service = await Service.start();
  token = service.command('token', 'create', '--role=editor', '--name=Ida').trim();
});

after(async () => {
  assert.equal(await service.stop(), 0);
  service.remove();
});

const conference = 'conference_01M814A0TR66AQPTEB1WT2FV57';

test('an edit whose responses are lost is saved once', async () => {
  const original = globalThis.fetch;
  const replayed: (string | null)[] = [];
  globalThis.fetch = async (...request) => {
    const response = await original(...request);
    replayed.push(response.headers.get('Idempotent-Replayed'));
    if (replayed.length < 3) throw new TypeError('the connection is lost');
    return response;
  };
  try {
    const { createSession } = await edit(service.address, token, editor.CreateSessionDocument, { conference, title: 'Sikkerhed', kind: 'WORKSHOP' });
    assert.deepEqual([createSession?.document?.slug, createSession?.userErrors], ['sikkerhed', []]);
  } finally {
    globalThis.fetch = original;
  }
  assert.deepEqual(replayed, [null, 'true', 'true']);
  const another = await edit(service.address, token, editor.CreateSessionDocument, { conference, title: 'Sikkerhed', kind: 'WORKSHOP' });
  assert.equal(another.createSession?.document?.slug, 'sikkerhed-2'); // another edit has another key
});

test('an edit that is refused is not repeated', async () => {
  await assert.rejects(edit(service.address, `${token}x`, editor.CreateSessionDocument, { conference, title: 'Sikkerhed', kind: 'WORKSHOP' }), /Unauthorized/);
});
