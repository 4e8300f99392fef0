// Writes, for each consumer, its operations with their types as TypedDocumentNodes, operations.ts in its folder
// generated/, and what a normalised cache has to know of the schema: schema.ts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as types from '@graphql-codegen/typescript-operations';
import { minifyIntrospectionQuery } from '@urql/introspection';
import { buildSchema, introspectionFromSchema, parse } from 'graphql';
import { consumers, generatedFolder, operations, schemaText } from './schema.mjs';

// What a scalar is in JSON. One that is missing here is an error.
const scalars = {
  Base64: 'string',
  Bytes: 'number',
  Date: 'string',
  DateTime: 'string',
  Duration: 'string',
  HTML: 'string',
  Language: 'string',
  Markdown: 'string',
  Revision: 'number',
  Slug: 'string',
  SyncCursor: 'string',
  Texts: 'Record<string, string | null>',
  URL: 'string',
};

const text = schemaText();
const schemaAst = buildSchema(text);
const known = `export const schema = ${JSON.stringify(minifyIntrospectionQuery(introspectionFromSchema(schemaAst)))} as const;\n`;

for (const consumer of consumers) {
  const filename = join(generatedFolder(consumer), 'operations.ts');
  const documents = operations()
    .filter((operation) => operation.consumer === consumer)
    .map(({ path, text }) => ({ location: basename(path), document: parse(text, { noLocation: true }) }));
  const code = await codegen({
    filename,
    schema: parse(text),
    schemaAst,
    documents,
    config: { scalars, strictScalars: true, enumsAsTypes: true, useTypeImports: true, skipTypename: false },
    plugins: [{ types: {} }, { typedDocuments: {} }],
    pluginMap: { types, typedDocuments },
  });
  mkdirSync(generatedFolder(consumer), { recursive: true });
  writeFileSync(filename, code);
  writeFileSync(join(generatedFolder(consumer), 'schema.ts'), known);
}
