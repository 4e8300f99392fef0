import { expect, test } from 'vitest';
import { readJSON, withValue, writeJSON } from './json';

test('a text that is half written is no JSON, and an empty one has no variables', () => {
  for (const text of ['{', '{"a": }', '[1]', '"a"', '1']) expect(readJSON(text), text).toBeUndefined();
  for (const text of ['', '  \n', '{}', '// endnu intet']) expect(readJSON(text), text).toEqual({});
  expect(readJSON('{"a": 1, /* b */ }')).toEqual({ a: 1 });
});

test('a value is written where it belongs, and nothing else moves', () => {
  expect(writeJSON('', ['a'], 1)).toBe('{\n  "a": 1\n}');
  expect(writeJSON('{ "b":2 , "a" : 1 }', ['a'], 3)).toBe('{ "b":2 , "a" : 3 }');
  expect(readJSON(writeJSON('{"a": null}', ['a', 'b', 0, 'c'], 'x'))).toEqual({ a: { b: [{ c: 'x' }] } });
  expect(readJSON(writeJSON('{"a": "text"}', ['a', 'b'], 1))).toEqual({ a: { b: 1 } });
  expect(readJSON(writeJSON('{"a": [1, 2]}', ['a', 1], 3))).toEqual({ a: [1, 3] });
});

test('what is taken out takes empty objects with it, but no variable', () => {
  expect(readJSON(writeJSON('{"fields": {"venue": {"city": "Ribe"}}}', ['fields', 'venue', 'city'], undefined))).toEqual({ fields: {} });
  expect(readJSON(writeJSON('{"fields": {"venue": {"city": "Ribe", "x": 1}}}', ['fields', 'venue', 'city'], undefined))).toEqual({ fields: { venue: { x: 1 } } });
  expect(writeJSON('{"a": 1}', ['b'], undefined)).toBe('{"a": 1}');
  for (const text of ['{"a": 1, // om a\n "b": 2}', '{"b": 2, "a": 1 // om a\n}', '{"b": 2, "a": 1, // om a\n}', '{"a": 1 /* om a */, "b": 2}', '{\n  "b": 2,\n  // om a\n  "a": 1\n}']) {
    const after = writeJSON(text, ['a'], undefined);
    expect(readJSON(after), after).toEqual({ b: 2 });
    expect(after).toContain('om a');
  }
  expect(readJSON(writeJSON('{"a": 1, // om a\n}', ['a'], undefined))).toEqual({});
});

test('a copy of a list has another value, and the list has not', () => {
  const list = [{ speaker: 'a', role: 'HOST' }];
  expect(withValue(list, [0, 'role'], 'SPEAKER')).toEqual([{ speaker: 'a', role: 'SPEAKER' }]);
  expect(withValue(list, [0, 'role'], undefined)).toEqual([{ speaker: 'a' }]);
  expect(list).toEqual([{ speaker: 'a', role: 'HOST' }]);
});
