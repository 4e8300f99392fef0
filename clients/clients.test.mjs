// The reference implementation of GraphQL reads the schema and the clients'
// operations, and compares the schema with the last released one.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { basename } from 'node:path';
import { buildSchema, findBreakingChanges, parse, validate, validateSchema } from 'graphql';
import { operations, releasedPath, schemaText } from './schema.mjs';

const schema = buildSchema(schemaText());

const pascal = (file) => basename(file, '.graphql').split('-').map((word) => word[0].toUpperCase() + word.slice(1)).join('');

test('the schema is valid', () => {
  assert.deepEqual(validateSchema(schema), []);
});

test('there are operations of each consumer', () => {
  const consumers = new Set(operations().map((operation) => operation.consumer));
  for (const consumer of ['website', 'mobile', 'editor']) assert.ok(consumers.has(consumer), consumer);
});

const names = new Map();
for (const { consumer, path, text } of operations()) {
  test(`${consumer}/${basename(path)} is valid and named after its file`, () => {
    const document = parse(text);
    assert.deepEqual(validate(schema, document), []);
    const named = document.definitions.filter((definition) => definition.kind === 'OperationDefinition').map((definition) => definition.name?.value);
    const prefix = consumer !== 'mobile' ? '' : consumer[0].toUpperCase() + consumer.slice(1);
    assert.deepEqual(named, [prefix + pascal(path)]);
    assert.ok(!names.has(named[0]), `${named[0]} is also in ${names.get(named[0])}`);
    names.set(named[0], path);
    assert.match(text, /^# /, 'says first what it is for');
  });
}

test('an operation of an editor says what it is for, in both languages, and for which task', () => {
  const examples = JSON.parse(readFileSync(new URL('editor/variables.json', import.meta.url), 'utf8'));
  for (const { consumer, path, text } of operations()) {
    if (consumer !== 'editor') continue;
    assert.match(text, /^# [A-Z].*[.?]\n# [A-ZÆØÅ].*[.?]\n# task: [a-z]+\n/, path);
    assert.ok(examples[basename(path, '.graphql')], `${path} has no example`);
  }
});

test('nothing that was released is broken', () => {
  const released = buildSchema(readFileSync(releasedPath, 'utf8'));
  assert.deepEqual(findBreakingChanges(released, schema), []);
});

test('a field that is taken away would be found', () => {
  const without = schemaText().replace(/^ {2}"[^"]*"\n {2}participantCount: Int$/m, '');
  assert.notEqual(without, schemaText());
  const changes = findBreakingChanges(schema, buildSchema(without));
  assert.deepEqual(changes.map((change) => change.type), ['FIELD_REMOVED']);
});
