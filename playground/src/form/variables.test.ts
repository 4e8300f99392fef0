import { expect, test } from 'vitest';
import { summarySelection, listOf, bySlug } from './drafts';
import { fieldErrors } from './errors';
import { operationFor } from './operations';
import { draftTypes } from './reference';
import type { Field } from './shape';
import { presentOf, subjectSelection, subjectsOf, writesFor } from './subject';
import { schema } from './testschema';
import { parse, validate } from 'graphql';
import { readVariables } from './variables';

const move = 'mutation($id: ID!, $starts: DateTime, $title: String!, $rev: Revision) { moved: updateSession(input: {id: $id, fields: {startsAt: $starts, title: $title}, expectedRevision: $rev}) { document { id } } }';
const whole = 'mutation($input: UpdateSessionInput!) { updateSession(input: $input) { document { id } } }';

const types = (text: string) => Object.fromEntries(readVariables(schema, text)!.map((v) => [v.name, references(v)]));
function references({ shape }: Field): unknown {
  if (shape.is === 'document') return shape.reference.any ? 'any' : shape.reference.types.join();
  if (shape.is === 'list') return references(shape.item);
  return shape.is;
}

test('an id is of the types that its place takes', () => {
  expect(types('query($id: ID!) { sessionDraft(id: $id) { id } }')).toEqual({ id: 'SessionDraft' });
  expect(types('query($slug: Slug!) { conference(slug: $slug) { id } }')).toEqual({ slug: 'ConferenceDraft' });
  expect(types('mutation($id: ID!) { publish(input: {id: $id}) { revision } }')).toEqual({ id: 'any' });
  expect(types('mutation($id: ID!) { eraseSpeaker(input: {id: $id}) { userErrors { code } } }')).toEqual({ id: 'SpeakerDraft' });
  expect(types('mutation($id: ID!, $order: [Int!]!) { reorderAppearances(input: {id: $id, order: $order}) { revision } }')).toEqual({ id: 'SessionDraft,VideoDraft,PodcastEpisodeDraft'.split(',').sort((a, b) => draftTypes(schema).indexOf(a) - draftTypes(schema).indexOf(b)).join(), order: 'order' });
  expect(types('mutation($c: ID, $t: [ID!], $o: ID) { createSession(input: {fields: {conference: $c, topics: $t}}) { revision } createConference(input: {fields: {organiser: $o}}) { revision } }')).toEqual({ c: 'ConferenceDraft', t: 'TopicDraft', o: 'OrganisationDraft' });
  expect(types('query($o: ID, $s: IDFilter) { conferenceDrafts(first: 1, filter: {organiser: {eq: $o}}) { nodes { id } } sessionDrafts(first: 1, filter: {speaker: $s}) { nodes { id } } }')).toEqual({ o: 'OrganisationDraft', s: 'object' });
  expect(types('mutation($l: URL, $w: URL) { createOrganisation(input: {fields: {logo: $l, websiteUrl: $w}}) { revision } }')).toEqual({ l: 'Asset', w: 'text' });
  expect(types('mutation($id: ID!) { cancelStep(input: {id: $id}) { revision } }')).toEqual({ id: 'ScheduledStep' });
  expect(types('query($id: ID!, $ids: [ID!]!) { asset(id: $id) { id } nodes(ids: $ids) { id } }')).toEqual({ id: 'Asset', ids: 'any' });
});

test('a scheduled step is no document, so the operation is about none', () => {
  for (const text of [
    'mutation($step: ID!, $reason: String) { cancelStep(input: {id: $step, reason: $reason}) { revision } }',
    'mutation($input: CancelStepInput!) { cancelStep(input: $input) { revision } }',
  ]) expect(subjectsOf(readVariables(schema, text)!)).toEqual([]);
});

test('a document is what an operation is about by the id beside its fields', () => {
  for (const [text, id, title] of [[move, ['id'], 'title'], [whole, ['input', 'id'], 'input']] as const) {
    const [subject, ...more] = subjectsOf(readVariables(schema, text)!);
    expect(more).toEqual([]);
    expect(subject!.id).toEqual(id);
    const selection = subjectSelection(schema, subject!, 'SessionDraft');
    expect(validate(schema, parse(`{ draft(id: "") { ... on SessionDraft { ${selection} } } }`))).toEqual([]);
    expect(selection).toContain('startsAt');
    expect(presentOf(subject!, { title: { da: 'Nu' } })[title]).toEqual(title === 'title' ? { da: 'Nu' } : { fields: { title: { da: 'Nu' } } });
  }
});

test('another document brings its version and what the operation needs, and leaves what was written by hand', () => {
  const [subject] = subjectsOf(readVariables(schema, move)!);
  const draft = { revision: 7, title: { da: 'Nu' }, startsAt: '2031-01-06T06:00:00+01:00' };
  expect(writesFor(schema, subject!, 'SessionDraft', draft, 'da', new Set())).toEqual([[['rev'], 7], [['starts'], undefined], [['title'], 'Nu']]);
  expect(writesFor(schema, subject!, 'SessionDraft', draft, 'en', new Set(['starts']))).toEqual([[['rev'], 7], [['title'], undefined]]);
});

test('what an answer says is wrong stands at its field', () => {
  const problem = (path: string[]) => ({ path, code: 'X', message: path.join() });
  const fields = readVariables(schema, 'mutation($id: ID!, $fields: SessionInput!) { updateSession(input: {id: $id, fields: $fields}) { revision } }')!;
  const answer = { data: { updateSession: { userErrors: [problem(['endsAt']), problem(['title', 'da']), problem(['appearances', '0', 'speaker'])] } } };
  expect([...fieldErrors(answer, fields, '').keys()]).toEqual(['fields.endsAt', 'fields.title', 'fields.appearances.0.speaker']);
  const other = readVariables(schema, move)!;
  expect([...fieldErrors({ data: { moved: { userErrors: [problem(['title', 'da']), problem([])] } } }, other, '').keys()]).toEqual(['title']);
  const late = { message: 'Late.', path: ['moved'], extensions: { field: 'input.fields.startsAt' } };
  const early = { message: 'No.', extensions: { field: 'rev' } };
  expect([...fieldErrors({ errors: [late, early] }, other, '')]).toEqual([['starts', ['Late.']], ['rev', ['No.']]]);
});

test('every type of draft can be listed, found, shown, edited and made', () => {
  const all = draftTypes(schema);
  expect(all.length).toBeGreaterThan(5);
  const operations = all.flatMap((type) => [operationFor(schema, 'update', type, 'Edit')!, operationFor(schema, 'create', type, 'Make')!]);
  const lists = all.map((type) => `{ list: ${listOf(schema, type)} { nodes { ${summarySelection(schema, [type])} } } }`);
  const slugs = all.map((type) => `{ ${bySlug(schema, type)}(slug: "a") { id } }`);
  for (const text of [...operations, ...lists, ...slugs, `{ draft(id: "a") { ${summarySelection(schema, all)} } }`]) expect(validate(schema, parse(text)), text).toEqual([]);
  for (const text of operations.filter((o) => o.startsWith('# Edit'))) {
    const variables = readVariables(schema, text)!;
    const [subject] = subjectsOf(variables);
    for (const type of all.filter((t) => text.includes(`update${t.replace(/Draft$/, '')}(`))) {
      expect(validate(schema, parse(`{ draft(id: "a") { ... on ${type} { ${subjectSelection(schema, subject!, type)} } } }`)), type).toEqual([]);
    }
  }
});
