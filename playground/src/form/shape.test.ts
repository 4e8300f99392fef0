import { isInputObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { cookbook } from '../cookbook';
import { inputOf } from './drafts';
import { readJSON, valueAt, writeJSON, type Path } from './json';
import { fieldOf, type Field } from './shape';
import { schema } from './testschema';
import { readVariables } from './variables';

const inputs = Object.values(schema.getTypeMap()).filter(isInputObjectType);

/** Deterministic random numbers. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}

const texts = ['', 'Æbler og “gåseøjne”', 'to\nlinjer\\', '// ingen kommentar', '{"a": 1}'];

/** A possible value of a field, and the corresponding value in a draft. */
function sample(field: Field, random: (below: number) => number, depth = 0): { input: unknown; draft: unknown } {
  const { shape } = field;
  const same = (input: unknown) => ({ input, draft: input });
  switch (shape.is) {
    case 'object': {
      const chosen = shape.fields().filter(() => depth < 4 && random(3) > 0).map((f) => [f.name, sample(f, random, depth + 1)] as const);
      const part = (side: 'input' | 'draft') => Object.fromEntries(chosen.map(([name, v]) => [name, v[side]]));
      return { input: part('input'), draft: part('draft') };
    }
    case 'list': {
      const items = Array.from({ length: random(3) }, () => sample(shape.item, random, depth + 1));
      return { input: items.map((i) => i.input), draft: items.map((i) => i.draft) };
    }
    case 'order':
      return same([1, 0]);
    case 'text':
    case 'markdown': {
      const text = texts[random(texts.length)]!;
      return { input: text, draft: random(2) === 0 ? text : { da: text, en: 'other' } };
    }
    case 'document':
      return { input: `thing_${random(9)}`, draft: { __typename: 'Thing', id: '' } };
    case 'choice':
      return same(shape.values[random(shape.values.length)]);
    case 'yesno':
      return same(random(2) === 0);
    case 'number':
    case 'basis':
    case 'version':
      return same(random(1000));
    case 'instant':
      return same('2031-01-06T06:00:00+01:00');
    case 'day':
      return same('2031-01-06');
    case 'duration':
      return same('PT12M5S');
    case 'language':
      return same('sv');
    case 'json':
      return same(null);
  }
}

/** The values of a form's fields with their paths: an object's fields are separate. */
function leaves(field: Field, value: unknown, path: Path): [Path, unknown][] {
  const { shape } = field;
  if (shape.is !== 'object' || Object.keys(value as object).length === 0) return [[path, value]];
  return shape.fields().flatMap((f) => (valueAt(value, [f.name]) === undefined ? [] : leaves(f, valueAt(value, [f.name]), [...path, f.name])));
}

test('every input type has a field for each of its parts, and none is left to the JSON', () => {
  expect(inputs.length).toBeGreaterThan(60);
  const walk = (field: Field, depth: number): void => {
    expect(field.shape.is, `${field.step.owner}.${field.step.name}`).not.toBe('json');
    if (field.shape.is === 'list') walk(field.shape.item, depth);
    if (field.shape.is === 'object' && depth < 5) field.shape.fields().forEach((f) => walk(f, depth + 1));
  };
  for (const type of inputs) walk(fieldOf(schema, 'v', type, [{ owner: 'Mutation.x', name: 'v' }], { description: '', defaultValue: undefined }), 0);
});

test.each(inputs.map((type) => [type.name, type] as const))('%s: what the form writes is the JSON, and the JSON is what it shows', (_, type) => {
  const field = fieldOf(schema, 'v', type, [{ owner: 'Mutation.x', name: 'v' }], { description: '', defaultValue: undefined });
  const random = numbers(type.name.length);
  for (let i = 0; i < 20; i++) {
    const { input } = sample(field, random);
    // From nothing: field after field, in any order.
    const fields = leaves(field, input, ['v']).sort(() => random(3) - 1);
    const written = fields.reduce((text, [path, value]) => writeJSON(text, path, value), '');
    expect(readJSON(written)).toEqual({ v: input });
    // Into an existing text, with a comment and unknown keys.
    const others = `{\n  // Bo skriver her\n  "other": {"x": [1]},\n  "v": ${JSON.stringify(input)},\n  "last": null\n}`;
    const again = leaves(field, input, ['v']).reduce((text, [path, value]) => writeJSON(text, path, value), others);
    expect(readJSON(again)).toEqual({ other: { x: [1] }, v: input, last: null });
    expect(again).toContain('// Bo skriver her');
    // After the removal nothing of it is left, and the rest is unchanged.
    const [path] = fields[0] ?? [];
    if (path && path.length > 1) {
      const gone = writeJSON(again, path, undefined);
      expect(valueAt(readJSON(gone), path)).toBeUndefined();
      expect(gone).toContain('// Bo skriver her');
    }
  }
});

test.each(inputs.map((type) => [type.name, type] as const))('%s: what a document has is what the form would write', (_, type) => {
  const field = fieldOf(schema, 'v', type, [{ owner: 'Mutation.x', name: 'v' }], { description: '', defaultValue: undefined });
  const random = numbers(type.name.length + 7);
  const withoutIDs = (f: Field, v: unknown): unknown => {
    if (f.shape.is === 'document') return '';
    if (f.shape.is === 'list' && Array.isArray(v)) return v.map((item) => withoutIDs((f.shape as { item: Field }).item, item));
    if (f.shape.is !== 'object') return v;
    return Object.fromEntries(f.shape.fields().filter(({ name }) => valueAt(v, [name]) !== undefined).map((g) => [g.name, withoutIDs(g, valueAt(v, [g.name]))]));
  };
  for (let i = 0; i < 20; i++) {
    const { input, draft } = sample(field, random);
    expect(inputOf(field, draft, 'da')).toEqual(withoutIDs(field, input));
  }
});

test('the variables of every recipe are fields', () => {
  const withVariables = cookbook.filter(({ text }) => text.includes('$'));
  expect(withVariables.length).toBeGreaterThan(30);
  for (const { name, text } of withVariables) {
    const variables = readVariables(schema, text);
    expect(variables?.length, name).toBeGreaterThan(0);
    for (const v of variables!) expect(v.places.length, `${name}: ${v.name}`).toBeGreaterThan(0);
  }
});
