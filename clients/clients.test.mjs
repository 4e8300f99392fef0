// The reference implementation of GraphQL reads the schema and the clients'
// operations, and compares the schema with the last released one.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { basename, join } from 'node:path';
import { buildSchema, findBreakingChanges, getNamedType, parse, TypeInfo, validate, validateSchema, visit, visitWithTypeInfo } from 'graphql';
import { types } from './dist/examples/identity.js';
import { consumers, generatedFolder, operations, releasedPath, schemaText } from './schema.mjs';

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

/** The fields of an operation whose objects have an id that is not selected under its own name. */
function withoutID(document) {
  const fragments = new Map(document.definitions.filter(({ kind }) => kind === 'FragmentDefinition').map((fragment) => [fragment.name.value, fragment]));
  const selectsID = ({ selections }) =>
    selections.some((selection) => {
      if (selection.kind === 'Field') return selection.name.value === 'id' && !selection.alias;
      return selectsID((selection.kind === 'FragmentSpread' ? fragments.get(selection.name.value) : selection).selectionSet);
    });
  const found = [];
  const types = new TypeInfo(schema);
  visit(document, visitWithTypeInfo(types, {
    Field({ name, selectionSet }) {
      const type = getNamedType(types.getType());
      if (selectionSet && type.getFields?.().id && !selectsID(selectionSet)) found.push(`${types.getParentType().name}.${name.value}`);
    },
  }));
  return found;
}

test('operations select the id of whatever has one: caches keep it once by that', () => {
  for (const { path, text } of operations()) assert.deepEqual(withoutID(parse(text)), [], path);
  const bad = '{ conference(slug: "x") { id organiser { name } sessions(first: 1) { nodes { ...S } } topics { ...T } } } fragment S on Session { id: slug conference { id } } fragment T on Topic { id }';
  assert.deepEqual(withoutID(parse(bad)), ['Conference.organiser', 'SessionConnection.nodes']);
});

test('an operation of an editor says what it is for, in both languages, and for which task', () => {
  const examples = JSON.parse(readFileSync(new URL('editor/variables.json', import.meta.url), 'utf8'));
  for (const { consumer, path, text } of operations()) {
    if (consumer !== 'editor') continue;
    assert.match(text, /^# [A-Z].*[.?]\n# [A-ZÆØÅ].*[.?]\n# task: [a-z]+\n/, path);
    assert.ok(examples[basename(path, '.graphql')], `${path} has no example`);
  }
});

test('the examples know the type of every id', () => {
  const nodes = schema.getPossibleTypes(schema.getType('Node')).map((type) => type.name).filter((name) => !name.endsWith('Draft'));
  assert.deepEqual(Object.values(types).sort(), nodes.sort());
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

test('the code in the README and in the recipes is that of the examples', () => {
  const text = (path) => readFileSync(new URL(path, import.meta.url), 'utf8').replace(/^ +/gm, ''); // however it is indented
  const examples = readdirSync(new URL('examples/', import.meta.url)).filter((name) => name.endsWith('.ts')).map((name) => text(`examples/${name}`));
  for (const [path, least] of [['README.md', 3], ['../docs/recipes/README.md', 1]]) {
    const blocks = [...text(path).matchAll(/^```ts\n(.*?)^```$/gms)].map(([, code]) => code);
    assert.ok(blocks.length >= least, path);
    for (const block of blocks) assert.ok(examples.some((example) => example.includes(block)), block);
  }
});

test('the operations in the recipes are the files that apps take', () => {
  const blocks = [...readFileSync(new URL('../docs/recipes/README.md', import.meta.url), 'utf8').matchAll(/^```graphql[^\n]*\n(.*?)^```$/gms)].map(([, code]) => code);
  const files = operations().filter(({ consumer }) => consumer === 'recipes').map(({ text }) => text.replace(/^#.*\n/gm, ''));
  assert.ok(files.length >= 3);
  assert.deepEqual(blocks.sort(), files.sort());
});

test('a manifest has the SHA-256 of each text, and every operation', () => {
  for (const consumer of consumers) {
    const manifest = JSON.parse(readFileSync(join(generatedFolder(consumer), 'manifest.json'), 'utf8'));
    assert.deepEqual([manifest.format, manifest.version], ['apollo-persisted-query-manifest', 1]);
    for (const { id, body } of manifest.operations) assert.equal(createHash('sha256').update(body).digest('hex'), id);
    const wanted = operations().filter((operation) => operation.consumer === consumer).map(({ text }) => parse(text).definitions[0].name.value);
    assert.deepEqual([...new Set(manifest.operations.map(({ name }) => name))].sort(), wanted.sort());
  }
});
