import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Document, FileStorage, MemoryStorage, type Saved, type Storage } from './storage.js';
import { type Fetch, type Page, Replica, ResetError } from './sync.js';

const topic = (id: string, name = id): Document => ({ __typename: 'Topic', id, name });
const page = (cursor: string, complete: boolean, ...entries: (Document | string)[]): Page => ({
  cursor,
  complete,
  entries: entries.map((e) => (typeof e === 'string' ? { document: null, tombstone: { documentId: e } } : { document: e, tombstone: null })),
});

/** A service with prepared responses, which checks the requested cursors. */
function script(...steps: [after: string | null, answer: Page | Error][]): Fetch {
  return async (after) => {
    const step = steps.shift();
    assert.ok(step, `asked after ${after}, and nothing was to be asked`);
    assert.equal(after, step[0]);
    if (step[1] instanceof Error) throw step[1];
    return step[1];
  };
}
const ids = (replica: Replica) => replica.documents().map((d) => d.id).sort();

test('the first sync is shown when it is complete', async () => {
  const storage = new MemoryStorage();
  const cut = await Replica.open(storage, script([null, page('1', false, topic('a'), topic('b'))], ['1', new Error('cut')]));
  await assert.rejects(cut.sync(), /cut/);
  assert.equal(cut.ready, false);
  assert.deepEqual(ids(cut), []);
  // Another process continues from there.
  const replica = await Replica.open(storage, script(['1', page('2', true, 'b', topic('c'), 'never had')]));
  await replica.sync();
  assert.deepEqual(ids(replica), ['a', 'c']);
});

test('what changed is shown together', async () => {
  const storage = new MemoryStorage();
  const replica = await Replica.open(
    storage,
    script([null, page('1', true, topic('a'), topic('b'))], ['1', page('2', false, topic('a', 'new'))], ['2', new Error('cut')], ['2', page('3', true, 'b')], ['3', page('3', true)]),
  );
  await replica.sync();
  await assert.rejects(replica.sync(), /cut/);
  assert.equal(replica.get('a')?.['name'], 'a');
  await replica.sync();
  assert.equal(replica.get('a')?.['name'], 'new');
  assert.deepEqual(ids(replica), ['a']);
  await replica.sync();
});

test('a reset begins anew and leaves the screen as it is until then', async () => {
  const storage = new MemoryStorage();
  const replica = await Replica.open(
    storage,
    script([null, page('1', true, topic('a'), topic('b'))], ['1', new ResetError('too old')], [null, page('8', false, topic('a', 'new'))], ['8', new Error('cut')], ['8', page('9', true, topic('c'))]),
  );
  await replica.sync();
  await assert.rejects(replica.sync(), /cut/);
  assert.deepEqual(ids(replica), ['a', 'b']);
  assert.equal(replica.get('a')?.['name'], 'a');
  await replica.sync();
  assert.deepEqual(ids(replica), ['a', 'c']);
  assert.equal(replica.get('a')?.['name'], 'new');
});

test('a service that resets the beginning too is an error, not a loop', async () => {
  const replica = await Replica.open(new MemoryStorage(), script([null, new ResetError('always')]));
  await assert.rejects(replica.sync(), ResetError);
});

test('what can not be saved is not shown', async () => {
  const full: Storage = {
    load: async () => null,
    save: async () => {
      throw new Error('disk full');
    },
  };
  const replica = await Replica.open(full, script([null, page('1', true, topic('a'))]));
  await assert.rejects(replica.sync(), /disk full/);
  assert.equal(replica.ready, false);
});

test('calls at the same time share a sync', async () => {
  const replica = await Replica.open(new MemoryStorage(), script([null, page('1', true, topic('a'))]));
  await Promise.all([replica.sync(), replica.sync()]);
  assert.deepEqual(ids(replica), ['a']);
});

test('a file holds the last save, whatever a save that was cut off left', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lectern-'));
  const path = join(folder, 'content.json');
  const storage = new FileStorage(path);
  assert.equal(await storage.load(), null);
  const saved: Saved = { shown: { cursor: '1', documents: { a: topic('a') } }, coming: null };
  await storage.save(saved);
  await writeFile(`${path}.next`, '{"shown":');
  assert.deepEqual(await storage.load(), saved);
  await storage.save({ shown: null, coming: null });
  assert.deepEqual(await readdir(folder), ['content.json']);
  assert.equal(await readFile(path, 'utf8'), '{"shown":null,"coming":null}');
});
