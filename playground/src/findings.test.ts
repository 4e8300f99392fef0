import { expect, test } from 'vitest';
import { findings } from './findings';

test('errors, user errors, problems, warnings and conflicts are found wherever they are', () => {
  const answer = {
    errors: [
      { message: 'Bad.', path: ['a', 0], extensions: { code: 'BAD_INPUT', field: 'filter.at' } },
      { message: 'Not you.', extensions: { code: 'UNAUTHENTICATED' } },
      { message: 'No.', path: ['draft', 1], extensions: { code: 'INCOMPLETE_DRAFT', problems: [{ path: ['title', 'da'], code: 'MISSING', message: 'Skriv en titel.' }] } },
    ],
    data: {
      first: { document: { problems: [{ path: ['abstract'], code: 'MISSING', message: 'p', warning: true }] }, userErrors: [{ path: ['title'], code: 'TOO_LONG', message: 'u' }] },
      list: [{ warnings: [{ path: [], code: 'BUSY', message: 'w' }] }],
      edit: { conflicts: [{ path: ['credit'], base: null, theirs: 'a', mine: 'b', overlaps: true }], userErrors: null },
      notes: { problems: 3 },
    },
  };
  expect(findings(answer)).toEqual([
    { kind: 'error', path: ['filter', 'at'], code: 'BAD_INPUT', message: 'Bad.', input: true },
    { kind: 'error', path: undefined, code: 'UNAUTHENTICATED', message: 'Not you.' },
    { kind: 'error', path: ['draft', '1'], code: 'INCOMPLETE_DRAFT', message: 'No.' },
    { kind: 'problem', path: ['title', 'da'], code: 'MISSING', message: 'Skriv en titel.' },
    { kind: 'warning', path: ['abstract'], code: 'MISSING', message: 'p' },
    { kind: 'error', path: ['title'], code: 'TOO_LONG', message: 'u', input: true },
    { kind: 'warning', path: [], code: 'BUSY', message: 'w' },
    { kind: 'conflict', path: ['credit'], code: undefined, message: '', conflict: { base: null, theirs: 'a', mine: 'b', overlaps: true } },
  ]);
});

test('drafts that a preview leaves out are told with what they lack, each once', () => {
  const kind = { path: ['kind'], code: 'REQUIRED', message: 'Skal udfyldes.' };
  const room = { path: [], code: 'NO_COMPLETE_LANGUAGE', message: 'Mangler en tekst.' };
  const answer = {
    errors: [{ message: 'No.', path: ['session'], extensions: { code: 'INCOMPLETE_DRAFT', document: 'session_1', problems: [kind] } }],
    data: { session: null, sessions: { nodes: [] } },
    extensions: {
      incompleteDrafts: [
        { id: 'session_1', type: 'Session', title: 'Panel', problems: [kind] },
        { id: 'session_2', type: 'Session', title: null, problems: [kind, room] },
      ],
    },
  };
  expect(findings(answer)).toEqual([
    { kind: 'error', path: ['session'], code: 'INCOMPLETE_DRAFT', message: 'No.' },
    { kind: 'problem', path: ['Panel', 'kind'], code: 'REQUIRED', message: 'Skal udfyldes.' },
    { kind: 'problem', path: ['session_2', 'kind'], code: 'REQUIRED', message: 'Skal udfyldes.' },
    { kind: 'problem', path: ['session_2'], code: 'NO_COMPLETE_LANGUAGE', message: 'Mangler en tekst.' },
  ]);
});

test('an answer without anything wrong has none', () => {
  expect(findings({ data: { viewer: { role: 'ADMIN' }, publish: { userErrors: [], conflicts: [] } } })).toEqual([]);
});
