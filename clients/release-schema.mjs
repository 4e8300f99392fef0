// Saves the schema as the released one, with which later schemas are compared: a step of a
// release.
import { writeFileSync } from 'node:fs';
import { buildSchema, printSchema } from 'graphql';
import { releasedPath, schemaText } from './schema.mjs';

writeFileSync(releasedPath, `${printSchema(buildSchema(schemaText()))}\n`);
