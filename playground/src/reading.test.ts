import { parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { cookbook } from './cookbook';
import { readReading, writeReading, type Reading } from './reading';

const none = { preview: undefined, at: undefined, language: undefined, dryRun: false };

describe('writing a directive', () => {
  const cases: [string, string, Partial<Reading>, string][] = [
    ['a name', 'query Q { viewer { role } }', { language: 'en' }, 'query Q @inContext(language: "en") { viewer { role } }'],
    ['no name', 'query { viewer { role } }', { preview: true }, 'query @inContext(preview: true) { viewer { role } }'],
    ['variables', 'query Q($id: ID!) { node(id: $id) { id } }', { at: '2030-01-01T00:00:00Z' }, 'query Q($id: ID!) @inContext(at: "2030-01-01T00:00:00Z") { node(id: $id) { id } }'],
    ['a comment', '# Hej @inContext\nmutation M { a }', { dryRun: true }, '# Hej @inContext\nmutation M @dryRun { a }'],
    ['both', 'mutation M @dryRun { a }', { language: 'en' }, 'mutation M @inContext(language: "en") @dryRun { a }'],
    ['another value', 'query Q @inContext(language: "da", preview: true) { a }', { language: 'en' }, 'query Q @inContext(language: "en", preview: true) { a }'],
    ['none any more', 'query Q @inContext(preview: true) { a }', { preview: undefined }, 'query Q { a }'],
    ['other directives', 'query Q @other { a }', { preview: true }, 'query Q @inContext(preview: true) @other { a }'],
    ['a bracket in a default', 'query Q($a: String = ")") { a(a: $a) }', { preview: true }, 'query Q($a: String = ")") @inContext(preview: true) { a(a: $a) }'],
    ['half written', 'query Q { a', { preview: true }, 'query Q { a'],
  ];
  test.each(cases)('%s', (_, text, change, want) => {
    expect(writeReading({ text, variables: {} }, change).text).toBe(want);
  });
});

test('a variable that only the directive had goes with it', () => {
  const text = 'mutation M($id: ID!, $language: Language!) @inContext(language: $language) { a(id: $id) }';
  const editors = { text, variables: { id: '1', language: 'sv' } };
  expect(readReading(editors)?.language).toBe('sv');
  expect(writeReading(editors, { language: 'en' })).toEqual({
    text: 'mutation M($id: ID!) @inContext(language: "en") { a(id: $id) }',
    variables: { id: '1' },
  });
  expect(writeReading(editors, { dryRun: true }).variables).toEqual(editors.variables);
  const alone = { text: 'query Q($at: DateTime!) @inContext(at: $at) { a }', variables: { at: 'x' } };
  expect(writeReading(alone, { at: undefined })).toEqual({ text: 'query Q { a }', variables: {} });
});

test('what is written is read again, in the operation of the name', () => {
  const text = 'query A { a } mutation B { b }';
  const written = writeReading({ text, variables: {} }, { language: 'en', dryRun: true }, 'B');
  expect(readReading(written, 'A')).toEqual({ ...none, mutation: false });
  expect(readReading(written, 'B')).toEqual({ ...none, mutation: true, language: 'en', dryRun: true });
});

test('every recipe takes each switch and gives it back', () => {
  for (const recipe of cookbook) {
    const editors = { text: recipe.text, variables: recipe.example };
    const change = recipe.mutation ? { language: 'sv', dryRun: true } : { language: 'sv', preview: true, at: '2030-01-01T00:00:00Z' };
    const written = writeReading(editors, change);
    parse(written.text);
    expect(readReading(written), recipe.name).toMatchObject(change);
    const back = writeReading(written, none);
    expect(readReading(back), recipe.name).toEqual({ ...none, mutation: recipe.mutation });
  }
});
