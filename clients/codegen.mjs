// Writes, for each consumer, its operations with their types as TypedDocumentNodes, operations.ts in its folder
// generated/, and the schema for normalised caches: schema.ts, and a short form, cache.ts.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { codegen } from '@graphql-codegen/core';
import * as typedDocuments from '@graphql-codegen/typed-document-node';
import * as types from '@graphql-codegen/typescript-operations';
import { minifyIntrospectionQuery } from '@urql/introspection';
import { buildSchema, getNamedType, introspectionFromSchema, isAbstractType, isObjectType, parse, printSchema } from 'graphql';
import { builtFolder, consumers, generatedFolder, operations, schemaText } from './schema.mjs';

// The JSON type of each scalar. A missing one is an error.
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

const ofPages = ['first', 'last', 'after', 'before'];
const objects = Object.values(schemaAst.getTypeMap()).filter((type) => !type.name.startsWith('__') && isObjectType(type));

/** The paged lists of a type, with the arguments that distinguish lists. */
const listsOf = (type) =>
  Object.fromEntries(
    Object.values(type.getFields())
      .filter((field) => getNamedType(field.type).name.endsWith('Connection'))
      .map((field) => [field.name, field.args.map((argument) => argument.name).filter((name) => !ofPages.includes(name))]),
  );
const lists = Object.fromEntries(objects.map((type) => [type.name, listsOf(type)]).filter(([, fields]) => Object.keys(fields).length > 0));

const hasID = (type) => 'id' in type.getFields(); // which no other object has
const roots = [schemaAst.getQueryType(), schemaAst.getMutationType()];
const embedded = objects.filter((type) => !roots.includes(type) && !hasID(type)).map(({ name }) => name);

const abstract = Object.values(schemaAst.getTypeMap()).filter((type) => isAbstractType(type));
const possibleTypes = Object.fromEntries(abstract.map((type) => [type.name, schemaAst.getPossibleTypes(type).map(({ name }) => name)]));

const cache = `/** The lists with pages of each type, each with the arguments that make it another list. */
export const lists: Record<string, Record<string, string[]>> = ${JSON.stringify(lists)};

/** The types of objects without an id: they are parts of a document or response. */
export const embedded: string[] = ${JSON.stringify(embedded)};

/** The types behind each interface. */
export const possibleTypes: Record<string, string[]> = ${JSON.stringify(possibleTypes)};
`;

// The input of relay-compiler. Its output goes into the folder generated of the examples.
const relay = join(builtFolder, 'relay');
for (const folder of [relay, generatedFolder('examples')]) mkdirSync(folder, { recursive: true });
writeFileSync(join(relay, 'schema.graphql'), printSchema(schemaAst));

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
  writeFileSync(join(generatedFolder(consumer), 'cache.ts'), cache);
}
