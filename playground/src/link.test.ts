import { expect, test } from 'vitest';
import { readLink } from './link';

test('a recipe opens by its name', () => {
  expect(readLink('#recipe=move-session')).toEqual({ recipe: 'move-session' });
  expect(readLink('#recipe=<b>')).toBeUndefined();
});

test('an operation opens by its text, with its variables', () => {
  const query = 'query ($slug: Slug!) { session(slug: $slug) { title } } # 50 % & more + æ';
  const hash = `#query=${encodeURIComponent(query)}&variables=${encodeURIComponent('{"slug":"panel"}')}`;
  expect(readLink(hash)).toEqual({ query, variables: { slug: 'panel' } });
  expect(readLink('#query=%7B__typename%7D')).toEqual({ query: '{__typename}', variables: {} });
  expect(readLink('#query={__typename}&variables={"slug')).toEqual({ query: '{__typename}', variables: {} });
  expect(readLink('#query={__typename}&variables=[1]')).toEqual({ query: '{__typename}', variables: {} });
});

test('other addresses open nothing', () => {
  for (const hash of ['', '#', '#operation', '#query=', '#query=%20', '#variables={}']) expect(readLink(hash)).toBeUndefined();
});
