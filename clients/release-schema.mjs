// Keeps the schema as the released one that later schemas are compared with:
// part of making a release.
import { writeFileSync } from 'node:fs';
import { buildSchema, printSchema } from 'graphql';
import { releasedPath, schemaText } from './schema.mjs';

writeFileSync(releasedPath, `${printSchema(buildSchema(schemaText()))}\n`);
