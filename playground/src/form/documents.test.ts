import { parse, validate } from 'graphql';
import { expect, test } from 'vitest';
import type { Operation } from '../service';
import { Documents, titleIn } from './documents';
import { draftTypes } from './reference';
import { schema } from './testschema';

/** A service that answers everything with the same data, and notes whether what it was asked is valid. */
function service(data: Record<string, unknown>) {
  const asked: string[] = [];
  const ask = async ({ query }: Operation) => {
    expect(validate(schema, parse(query)), query).toEqual([]);
    asked.push(query);
    return { data };
  };
  return { documents: new Documents(schema, ask), asked };
}

const session = { __typename: 'SessionDraft', id: 'session_A', slug: 'a', revision: 3, publishing: { state: 'DRAFT' }, SessionDraft_title: { da: 'Pause', en: 'Break' }, SessionDraft_zone: { timeZone: 'Europe/Copenhagen' } };

test('the newest of each type are asked for once, and shown by their titles', async () => {
  const { documents, asked } = service({ list: { nodes: [session] } });
  const types = draftTypes(schema);
  const [first] = await documents.newest(types);
  await documents.newest(types);
  expect(asked.length).toBe(types.length);
  expect(first).toMatchObject({ id: 'session_A', type: 'SessionDraft', revision: 3, state: 'DRAFT', zone: 'Europe/Copenhagen' });
  expect(titleIn(first!, 'en')).toBe('Break');
  expect(titleIn(first!, 'sv')).toBe('Pause');
});

test('ids that are needed at the same time are asked for together', async () => {
  const { documents, asked } = service({ d0: session, d1: null, d2: { __typename: 'Asset', id: 'asset_1', kind: 'IMAGE', name: 'a.png', createdAt: '2031-01-06T06:00:00Z', image: { url: 'http://other.example/media/a.webp?x=1' } } });
  const found = await Promise.all(['session_A', 'session_B', 'asset_1', 'session_A'].map((id) => documents.find(id)));
  expect(asked.length).toBe(1);
  expect(found.map((s) => s?.id)).toEqual(['session_A', undefined, 'asset_1', 'session_A']);
  expect(found[2]).toMatchObject({ kind: 'IMAGE', title: 'a.png', picture: '/media/a.webp?x=1' });
});

test('a scheduled step is shown by its document, its time and what it does', async () => {
  const { documents } = service({ list: { nodes: [{ __typename: 'ScheduledStep', id: 'step_1', at: '2031-01-06T06:00:00+01:00', action: 'PUBLISH', document: session }] } });
  const step = await documents.find('step_1', 'ScheduledStep');
  expect(step).toMatchObject({ id: 'step_1', type: 'ScheduledStep', action: 'PUBLISH', date: '2031-01-06T06:00:00+01:00' });
  expect(titleIn(step!, 'da')).toBe('Pause');
  expect(await documents.find('step_2', 'ScheduledStep')).toBeUndefined();
});

test('what a search, a form and a list of versions ask is valid', async () => {
  const { documents, asked } = service({ search: { nodes: [{ id: 'session_A' }] }, d0: session, draft: { revision: 3, history: { nodes: [] } }, found: session });
  expect((await documents.search('pause', ['SessionDraft', 'PodcastEpisodeDraft'])).map((s) => s.id)).toEqual(['session_A']);
  expect(await documents.search('pause', ['Asset'])).toEqual([]);
  expect(await documents.values('session_A', 'SessionDraft', 'title')).toMatchObject({ revision: 3 });
  expect(await documents.versions('session_A')).toEqual([]);
  expect((await documents.find('a', 'SessionDraft'))?.id).toBe('session_A');
  expect(asked[0]).toContain('types: [SESSION, PODCAST_EPISODE]');
});
