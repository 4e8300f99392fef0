import { expect, test } from 'vitest';
import { isState, type Entry } from './catalogue';
import { cookbook, findRecipe } from './cookbook';
import { fillExample } from './example';
import { readRecipe, searchRecipes } from './recipe';
import type { Operation } from './service';

const tuesday = new Date(2030, 4, 14, 12);

function entry(id: string, revision: number, more: Partial<Entry> = {}): Entry {
  return {
    id,
    slug: `slug-${revision}`,
    revision,
    publishing: { state: 'PUBLISHED', steps: [], hidden: [] },
    history: { nodes: [{ revision }, { revision: 3 }] },
    ...more,
  };
}

/** A store that has some documents in each of its lists. */
function store(entries: Entry[]) {
  return async ({ query }: Operation) => ({ data: { list: { nodes: query.includes('first: 50') ? entries : [] }, sheet: 'slug\n' } });
}

const draft = { publishing: { state: 'DRAFT', steps: [], hidden: [] } };

test('the example keeps its document where it is, else takes the newest, with its revision', async () => {
  const recipe = findRecipe('edit-based-on-a-revision')!;
  const there = [entry('photo_A', 9), entry(String(recipe.example.id), 5)];
  expect((await fillExample(recipe, store(there), tuesday)).variables).toMatchObject({ id: recipe.example.id, expectedRevision: 5 });
  const gone = [entry('photo_A', 7), entry('photo_B', 9)];
  expect((await fillExample(recipe, store(gone), tuesday)).variables).toMatchObject({ id: 'photo_B', expectedRevision: 9 });
});

test('a document is in the state that the recipe needs, or the recipe that makes one is told', async () => {
  const recipe = findRecipe('archive')!;
  const example = await fillExample(recipe, store([entry('session_A', 9), entry('session_B', 5, draft)]), tuesday);
  expect(example).toEqual({ variables: { id: 'session_B', expectedRevision: 5 }, missing: undefined });
  const none = await fillExample(recipe, store([entry('session_A', 9)]), tuesday);
  expect(none).toMatchObject({ variables: { id: '' }, missing: { state: 'draft', kind: 'session', from: 'create-session' } });
});

test('a reason is that of whoever makes the change', async () => {
  expect(findRecipe('publish')!.example.reason).toBeTruthy();
  const { variables } = await fillExample(findRecipe('publish')!, store([entry('session_A', 5, draft)]), tuesday);
  expect(variables).not.toHaveProperty('reason');
});

test('dates are of now, at the conference where it is about a session', async () => {
  const recipe = findRecipe('move-session')!;
  const conference = { startDate: '2031-09-03', timeZone: 'Europe/Copenhagen' };
  const { variables } = await fillExample(recipe, store([entry('session_A', 1, { conference })]), tuesday);
  expect(variables).toMatchObject({ startsAt: '2031-09-03T10:00:00+02:00', endsAt: '2031-09-03T11:30:00+02:00' });
  const scheduled = await fillExample(findRecipe('site-on-a-day')!, store([]), tuesday);
  expect(scheduled.variables.at).toMatch(/^2030-05-20T06:00:00[+-]\d\d:\d\d$/);
  const entries = await fillExample(findRecipe('add-timeline-entry')!, store([entry('proposal_A', 1)]), tuesday);
  expect(entries.variables).toMatchObject({ id: 'proposal_A', entry: { date: '2030-05-14' } });
});

test('people, orders, sheets and former versions are those of the store', async () => {
  const cast = await fillExample(findRecipe('cast-session')!, store([entry('speaker_A', 2)]), tuesday);
  expect(cast.variables).toMatchObject({ appearances: [{ speaker: 'speaker_A' }, { speaker: 'speaker_A' }] });
  const people = [{ speaker: null }, { speaker: { id: 'speaker_B' } }];
  const shown = await fillExample(findRecipe('show-photo')!, store([entry('photo_A', 2), entry('photo_B', 1, { people }), entry('speaker_A', 3)]), tuesday);
  expect(shown.variables).toMatchObject({ id: 'photo_B', speaker: 'speaker_B' });
  const order = await fillExample(findRecipe('reorder-appearances')!, store([entry('session_A', 2, { appearances: [1, 2, 3] })]), tuesday);
  expect(order.variables).toEqual({ id: 'session_A', order: [2, 1, 0], expectedRevision: 2 });
  const sheet = await fillExample(findRecipe('import-sessions')!, store([entry('conference_A', 2)]), tuesday);
  expect(sheet.variables).toEqual({ conference: 'conference_A', csv: 'slug\n' });
  const former = await fillExample(findRecipe('restore-version')!, store([entry('topic_A', 8)]), tuesday);
  expect(former.variables).toEqual({ id: 'topic_A', revision: 3, expectedRevision: 8 });
});

test('a scheduled step is one of the document that has some', async () => {
  const publishing = { state: 'DRAFT', steps: [{ id: 'episode_B:publish:1' }, { id: 'episode_B:unpublish:2' }], hidden: [] };
  const cancel = findRecipe('cancel-step')!;
  const step = await fillExample(cancel, store([entry('episode_A', 9), entry('episode_B', 5, { publishing })]), tuesday);
  expect(step).toEqual({ variables: { step: 'episode_B:publish:1' }, missing: undefined });
  const none = await fillExample(cancel, store([entry('episode_A', 9)]), tuesday);
  expect(none).toEqual({ variables: { step: '' }, missing: { state: 'scheduled', kind: 'episode', from: 'schedule-episode' } });
});

test('a recipe about an uploaded picture gets one that is there, or says where to get one', async () => {
  const library = (...nodes: unknown[]) => async () => ({ data: { list: { nodes } } });
  const use = findRecipe('asset-uses')!;
  const one = await fillExample(use, library({ id: 'asset_1', kind: 'AUDIO' }, { id: 'asset_2', kind: 'IMAGE' }), tuesday);
  expect(one).toMatchObject({ variables: { id: 'asset_2' }, missing: undefined });
  expect((await fillExample(use, library(), tuesday)).missing).toEqual({ state: 'any', kind: 'asset', from: 'upload-asset' });
});

test('who is not told which documents there are gets the example without them', async () => {
  const refused = async () => ({ errors: [{ message: 'No.', extensions: { code: 'FORBIDDEN' } }] });
  expect(await fillExample(findRecipe('publish')!, refused, tuesday)).toEqual({
    variables: { id: '' },
    refused: 'FORBIDDEN',
  });
});

test('every recipe needs what there can be', () => {
  for (const { name, need } of cookbook) {
    if (!need) continue;
    expect(isState(need.state), name).toBe(true);
    expect(need.from === undefined || findRecipe(need.from) !== undefined, name).toBe(true);
  }
});

test('a file that does not begin as a recipe does is refused', () => {
  expect(() => readRecipe('a', 'query A { a }', {})).toThrow('a.graphql');
  expect(() => readRecipe('a', '# A.\n# A.\n# task: cooking\nquery A { a }', {})).toThrow('a.graphql');
  expect(() => readRecipe('a', '# A.\n# A.\n# task: start\n# needs: flour\nquery A { a }', {})).toThrow('needs');
});

test('recipes are found by words in either language', () => {
  const found = (search: string) => searchRecipes(cookbook, search).map((r) => r.name);
  expect(found('UDGIV en kladde')).toEqual(['publish']);
  expect(found('publish draft')).toContain('publish');
  expect(found('no such words')).toEqual([]);
  expect(found('').length).toBe(cookbook.length);
});
