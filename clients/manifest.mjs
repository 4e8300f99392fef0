// Writes, for each consumer, the operations to register: manifest.json in its folder generated/, which
// `lectern operations register` reads; and persisted.ts, the ids of the same operations with their types, for a client
// that sends nothing but the id.
//
// An id is the SHA-256 of the text that a client sends, byte for byte. Apollo Client and urql add __typename and print
// each in its own way, so that an operation with two such texts is in the manifest twice.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { InMemoryCache } from '@apollo/client';
import { print } from '@apollo/client/utilities';
import { formatDocument, stringifyDocument } from '@urql/core';
import { parse } from 'graphql';
import { consumers, generatedFolder, operations } from './schema.mjs';

const cache = new InMemoryCache();

const texts = (text) => {
  const document = () => parse(text, { noLocation: true });
  return [...new Set([print(cache.transformDocument(document())), stringifyDocument(formatDocument(document()))])];
};

const persisted = (text) =>
  texts(text).map((body) => {
    const [definition] = parse(body).definitions;
    return { id: createHash('sha256').update(body).digest('hex'), name: definition.name.value, type: definition.operation, body };
  });

const typed = ({ id, name, type }) => {
  const result = name + type[0].toUpperCase() + type.slice(1);
  return `export const ${name}: Persisted<types.${result}, types.${result}Variables> = { documentId: 'sha256:${id}' };\n`;
};

const head = `import type * as types from './operations.js';

/** An operation by its id, with the types of its variables and its result. */
export interface Persisted<Result, Variables> {
  readonly documentId: string;
  readonly types?: (variables: Variables) => Result;
}

`;

for (const consumer of consumers) {
  const all = operations().filter((operation) => operation.consumer === consumer).map(({ text }) => persisted(text));
  const manifest = { format: 'apollo-persisted-query-manifest', version: 1, operations: all.flat() };
  writeFileSync(join(generatedFolder(consumer), 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  writeFileSync(join(generatedFolder(consumer), 'persisted.ts'), head + all.map(([first]) => typed(first)).join(''));
}
