// Other programs read the golden calendars and JSON-LD of the Go tests: ical.js, and
// TypeScript with the types of schema.org.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import ICAL from 'ical.js';

const testdata = (format) => new URL(`../internal/feed/${format}/testdata/`, import.meta.url);

// read returns a calendar, with its time zones registered.
const read = (file) => {
  const calendar = new ICAL.Component(ICAL.parse(readFileSync(new URL(file, testdata('calendar')), 'utf8')));
  const zones = new Map(calendar.getAllSubcomponents('vtimezone').map((zone) => [zone.getFirstPropertyValue('tzid'), new ICAL.Timezone(zone)]));
  const instant = (event, name) => {
    const property = event.getFirstProperty(name);
    if (!property) return undefined;
    const time = property.getFirstValue();
    const tzid = property.getParameter('tzid');
    if (tzid) {
      assert.ok(zones.has(tzid), `${file} has the time zone ${tzid}`);
      time.zone = zones.get(tzid);
    }
    return time.isDate ? time.toString() : new Date(time.toUnixTime() * 1000).toISOString();
  };
  return {
    calendar,
    events: calendar.getAllSubcomponents('vevent').map((event) => ({
      summary: event.getFirstPropertyValue('summary'),
      starts: instant(event, 'dtstart'),
      ends: instant(event, 'dtend'),
      location: event.getFirstPropertyValue('location'),
      language: event.getFirstProperty('summary').getParameter('language'),
    })),
  };
};

test('ical.js reads the calendar of a conference, over the end of summer time', () => {
  const { calendar, events } = read('conference.ics');
  assert.equal(calendar.getFirstPropertyValue('name'), 'Råd & æresbegreber');
  assert.equal(calendar.getFirstPropertyValue('refresh-interval').toString(), 'P1D');
  assert.match(calendar.getFirstPropertyValue('description'), /^Der tales om vold\.\n\nLinjen, \+45 12 34 56 78\n\nTo dage; for fagfolk, og andre\.\nPå dansk \\ engelsk\.$/);
  assert.deepEqual(events, [
    { summary: 'Råd & æresbegreber', starts: '2021-10-30', ends: '2021-11-01', location: 'Aarhus, DK', language: 'da' },
    { summary: 'Første oplæg', starts: '2021-10-30T07:00:00.000Z', ends: '2021-10-30T08:00:00.000Z', location: 'Sal 2, Aarhus, DK', language: 'da' },
    { summary: 'Natten', starts: '2021-10-31T00:30:00.000Z', ends: '2021-10-31T01:30:00.000Z', location: 'Aarhus, DK', language: 'da' },
    { summary: 'Om vinteren', starts: '2021-10-31T08:00:00.000Z', ends: undefined, location: 'Aarhus, DK', language: 'da' },
  ]);
});

test('ical.js reads every calendar, and folded lines as they were', () => {
  const files = readdirSync(testdata('calendar')).filter((file) => file.endsWith('.ics'));
  assert.ok(files.length >= 6);
  for (const file of files) {
    const { events } = read(file);
    assert.ok(events.length > 0, file);
    for (const { summary } of events) assert.doesNotMatch(summary, /\uFFFD/, file);
  }
  const { calendar } = read('session.ics');
  assert.match(calendar.getFirstSubcomponent('vevent').getFirstPropertyValue('description'), /(gråd og æng\u00ADstelse, ){8}gråd og æng\u00ADstelse,\net\nto\n\nIda Holm, chefkonsulent, Ministeriet \(ordstyrer\)\nAnonym A$/);
});

test('JSON-LD has the types and properties of schema.org', () => {
  // Literals are checked for unknown properties. @context has the language, which the types
  // do not have.
  const words = (value) => {
    if (Array.isArray(value)) return value.map(words);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== '@context').map(([name, inner]) => [name, words(inner)]));
  };
  const things = readdirSync(testdata('jsonld')).map((file) => [file, words(JSON.parse(readFileSync(new URL(file, testdata('jsonld')), 'utf8')))]);
  assert.ok(things.length >= 10);
  const check = (name, all) => {
    const folder = new URL('./dist/jsonld/', import.meta.url);
    mkdirSync(folder, { recursive: true });
    const file = fileURLToPath(new URL(name, folder));
    writeFileSync(file, `import type { Thing } from 'schema-dts';\n${all.map(([, thing], i) => `export const thing${i}: Thing = ${JSON.stringify(thing, null, 1)};\n`).join('')}`);
    const tsc = fileURLToPath(new URL('./node_modules/.bin/tsc', import.meta.url));
    const flags = ['--noEmit', '--strict', '--skipLibCheck', '--ignoreConfig', '--moduleResolution', 'bundler', '--module', 'esnext', '--target', 'esnext'];
    return spawnSync(tsc, [...flags, file], { encoding: 'utf8' }).stdout.slice(0, 4000);
  };
  assert.equal(check('golden.ts', things), '');
  // The check can fail.
  assert.match(check('wrong.ts', [['', { '@type': 'Event', name: 'x', contentUrl: 'https://example.org' }]]), /'"contentUrl"' does not exist/);
});
