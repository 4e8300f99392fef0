import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';

/** The service's schema, for tests. */
export const schema = buildSchema(readFileSync(new URL('../../../graph/internal/gen/schema.graphqls', import.meta.url), 'utf8'), { assumeValidSDL: true });
