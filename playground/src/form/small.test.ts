import { expect, test } from 'vitest';
import { readInstant, writeInstant } from './dates';
import { readDuration, showDuration } from './duration';
import { marked } from './markup';
import { moved } from './rows';

test('durations are read as people write them', () => {
  for (const [text, duration] of [['12:05', 'PT12M5S'], ['1:02:30', 'PT1H2M30S'], ['0:45', 'PT45S'], ['90:00', 'PT1H30M'], ['0:00', 'PT0S'], ['1:00:00,5', 'PT1H0.5S']] as const) expect(readDuration(text), text).toBe(duration);
  for (const text of ['', '12', '1:2:3:4', '1:75:00', '0:61', 'PT1M']) expect(readDuration(text), text).toBeUndefined();
  for (const duration of ['PT12M5S', 'PT1H2M30S', 'PT45S', 'PT1H30M', 'PT0S', 'PT1H0.5S']) expect(readDuration(showDuration(duration)!), duration).toBe(duration);
  expect(showDuration('PT3725S')).toBe('1:02:05');
  expect(showDuration('P1D')).toBeUndefined();
});

test('instants are on the clock of the zone, in summer and winter', () => {
  const zone = 'Europe/Copenhagen';
  for (const text of ['2031-01-06T06:00:00+01:00', '2031-07-06T06:00:00+02:00']) expect(writeInstant(readInstant(text, zone)!, zone)).toBe(text);
  expect(writeInstant(readInstant('2031-07-06T04:00:00Z', zone)!, zone)).toBe('2031-07-06T06:00:00+02:00');
  expect(readInstant('soon', zone)).toBeNull();
});

test('the toolbar writes Markdown around what is selected, and takes it back', () => {
  const bold = marked('bold', 'en to tre', 3, 5, 'tekst');
  expect(bold).toEqual({ text: 'en **to** tre', start: 5, end: 7 });
  expect(marked('bold', bold.text, bold.start, bold.end, 'tekst')).toEqual({ text: 'en to tre', start: 3, end: 5 });
  expect(marked('italic', '', 0, 0, 'tekst').text).toBe('*tekst*');
  const list = marked('list', 'a\nb\nc', 0, 3, 'tekst');
  expect(list.text).toBe('- a\n- b\nc');
  expect(marked('list', list.text, list.start, list.end, 'tekst').text).toBe('a\nb\nc');
  expect(marked('link', 'se her', 3, 6, 'tekst')).toEqual({ text: 'se [her](https://)', start: 9, end: 17 });
});

test('an item moves to another place', () => {
  expect(moved(['a', 'b', 'c'], 0, 2)).toEqual(['b', 'c', 'a']);
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
});
