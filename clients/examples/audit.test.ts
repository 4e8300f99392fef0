// The audits of the GraphQL-over-HTTP specification, by its authors, on the running service.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { auditServer } from 'graphql-http';
import { Service } from './service.js';

let service: Service;

before(async () => {
  service = await Service.start();
});

after(async () => {
  await service.stop();
  service.remove();
});

test('all audits pass: what the specification asks for and what it advises', async () => {
  const results = await auditServer({ url: `${service.address}/graphql`, fetchFn: fetch });
  assert.equal(results.length, 61, 'another version has other audits');
  assert.deepEqual(results.filter(({ status }) => status !== 'ok').map(({ id, name, status }) => `${id} ${status}: ${name}`), []);
});
