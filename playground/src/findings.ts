import type { Answer, AnswerError, IncompleteDraft } from './service';

/** An error or a warning in a response. */
export interface Finding {
  kind: 'error' | 'problem' | 'warning' | 'conflict';
  /** The path: fields and indexes of items, from the service. Empty for a whole document, absent for the whole operation. */
  path?: string[];
  code?: string;
  message: string;
  /** It is about what somebody filled in. */
  input?: boolean;
  conflict?: { base: string | null; theirs: string | null; mine: string | null; overlaps: boolean };
}

/** What the service says of a variable without the value that it must have. It says so in English only. */
export const noValue = 'A value must be given.';

interface Item {
  path?: string[];
  code?: string;
  message?: string;
  warning?: boolean;
  base?: string | null;
  theirs?: string | null;
  mine?: string | null;
  overlaps?: boolean;
}

/** All findings of a response: errors first, then incomplete drafts of a preview, then those in its data, in order. */
export function findings(answer: Answer): Finding[] {
  const drafts = answer.extensions?.incompleteDrafts ?? [];
  return [...(answer.errors ?? []).flatMap((error) => ofError(error, drafts)), ...drafts.flatMap(ofDraft), ...ofData(answer.data)];
}

function ofError(error: AnswerError, drafts: IncompleteDraft[]): Finding[] {
  const { code, field, problems, document } = error.extensions ?? {};
  const place = typeof field === 'string' ? field.split('.') : error.path?.map(String);
  const itself: Finding = { kind: 'error', ...(typeof field === 'string' && { input: true }), path: place, code: code as string | undefined, message: error.message };
  if (!Array.isArray(problems) || drafts.some(({ id }) => id === document)) return [itself];
  return [itself, ...problems.map((item) => ofItem('problem', item as Item))];
}

function ofDraft({ id, title, problems }: IncompleteDraft): Finding[] {
  return problems.map((item) => ofItem('problem', { ...item, path: [title ?? id, ...item.path] }));
}

/** Finds the lists of findings in payloads and drafts. */
function ofData(data: unknown): Finding[] {
  if (Array.isArray(data)) return data.flatMap(ofData);
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => {
    switch (Array.isArray(value) && name) {
      case 'userErrors':
        return (value as Item[]).map((item) => ({ ...ofItem('error', item), ...(item.path?.length && { input: true }) }));
      case 'problems':
        return (value as Item[]).map((item) => ofItem(item.warning ? 'warning' : 'problem', item));
      case 'warnings':
        return (value as Item[]).map((item) => ofItem('warning', item));
      case 'conflicts':
        return (value as Item[]).map((item) => ofItem('conflict', item));
    }
    return ofData(value);
  });
}

function ofItem(kind: Finding['kind'], item: Item): Finding {
  const finding: Finding = { kind, path: item.path ?? [], code: item.code, message: item.message ?? '' };
  if (kind === 'conflict') {
    const { base = null, theirs = null, mine = null, overlaps = true } = item;
    finding.conflict = { base, theirs, mine, overlaps };
  }
  return finding;
}
