import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import { expect, test } from 'vitest';
import { lists } from './catalogue';
import { da, en } from './texts';

const schema = buildSchema(readFileSync(new URL('../../graph/internal/gen/schema.graphqls', import.meta.url), 'utf8'), { assumeValidSDL: true });

test('every type of content has its list of drafts, and a name in both languages', () => {
  const inSchema = Object.keys(schema.getQueryType()!.getFields()).filter((field) => field.endsWith('Drafts'));
  expect(inSchema.length).toBeGreaterThan(0);
  expect(Object.values(lists).map(([list]) => list).sort()).toEqual(inSchema.sort());
  for (const { kinds } of [da, en]) expect(Object.keys(kinds)).toEqual(expect.arrayContaining(Object.keys(lists)));
});
