// The W3C's WebVTT parser reads normalised captions without errors.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import parser from 'webvtt-parser';

const folders = ['../content/caption/testdata/captions/', '../internal/media/captions/testdata/'].map((folder) => new URL(folder, import.meta.url));
const files = folders.flatMap((folder) => readdirSync(folder).map((name) => new URL(name, folder)));
// The parser does not support REGION blocks, which are in the recommendation.
const written = files.filter(({ pathname }) => pathname.endsWith('.vtt') && !pathname.endsWith('.in.vtt') && !pathname.includes('/region.'));

const entities = createRequire(import.meta.url)('webvtt-parser/html-entities.json');
const parse = (text) => new parser.WebVTTParser(entities).parse(text, 'subtitles/captions');

// The words of a cue by speaker, from the parser's tree.
function voices(nodes, speaker = '', said = []) {
  for (const node of nodes) {
    if (node.type === 'text') said.push([speaker, node.value]);
    else if (node.name !== 'rt') voices(node.children ?? [], node.name === 'v' ? node.value : speaker, said);
  }
  return said;
}

// The consecutive words of each speaker, on one line.
function spoken(said) {
  const parts = [];
  for (const [speaker, text] of said) {
    if (parts.length > 0 && parts.at(-1).speaker === speaker) parts.at(-1).body += text;
    else parts.push({ speaker, body: text });
  }
  return parts.map(({ speaker, body }) => ({ ...(speaker && { speaker }), body: body.trim().replace(/\s+/g, ' ') }));
}

test('there are captions', () => assert.ok(written.length >= 6, written.join()));

for (const file of written) {
  test(`${file.pathname.split('/').slice(-3).join('/')} is WebVTT`, () => {
    const { errors, cues } = parse(readFileSync(file, 'utf8'));
    assert.deepEqual(errors, []);
    assert.ok(cues.length > 0);
  });
}

test('the WebVTT and the JSON say the same', () => {
  for (const name of ['captions', 'transcript']) {
    const { cues } = parse(readFileSync(new URL(`${name}.vtt`, folders[1]), 'utf8'));
    const { segments } = JSON.parse(readFileSync(new URL(`${name}.json`, folders[1]), 'utf8'));
    const said = cues.flatMap(({ startTime, endTime, tree }) => spoken(voices(tree.children)).map((part) => ({ ...part, startTime, endTime })));
    assert.deepEqual(said, segments);
  }
});

test('a fault would be found', () => {
  for (const text of ['WEBVTT\n\n00:02.000 --> 00:01.000\nHej.\n', 'WEBVTT\n\n00:00.000 --> 00:01.000\n<x>Hej.\n', 'WEBVTT\n\n00:00,000 --> 00:01,000\nHej.\n']) {
    assert.notDeepEqual(parse(text).errors, [], text);
  }
});
