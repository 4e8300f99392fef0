import { expect, test } from 'vitest';
import { emptied, emptiedList } from './emptied';
import { fieldOf } from './shape';
import { schema } from './testschema';

const type = schema.getType('String') as never;
const field = fieldOf(schema, 'title', type, [{ owner: 'AppearanceInput', name: 'title' }], { description: '', defaultValue: undefined });

test('an emptied field clears what the document has, and is nothing where it has nothing', () => {
  expect(emptied({ field, path: ['fields', 'title'], present: { da: 'Minister' } })).toBeNull();
  expect(emptied({ field, path: ['fields', 'title'] })).toBeUndefined();
  expect(emptied({ field: { ...field, required: true }, path: ['title'], present: 'x' })).toBeUndefined();
  expect(emptiedList({ field, path: ['topics'], present: ['x'] })).toEqual([]);
  expect(emptiedList({ field, path: ['topics'] })).toBeUndefined();
});

test('an emptied field of a list item is null: the service keeps what an edit leaves out', () => {
  expect(emptied({ field, path: ['fields', 'appearances', 0, 'title'] })).toBeNull();
  expect(emptiedList({ field, path: ['fields', 'bills', 0, 'carriesOut'] })).toEqual([]);
});
