import type { Answer, Operation } from './service';

/** The data of a document that an example needs. */
export interface Entry {
  id: string;
  slug: string | null;
  revision: number;
  publishing: { state: string; steps: { id: string }[]; hidden: { why: string }[] };
  history: { nodes: { revision: number }[] };
  appearances?: unknown[];
  consents?: { withdrawnOn: string | null }[];
  people?: { speaker: { id: string } | null }[];
  startDate?: string | null;
  conference?: { startDate: string | null; timeZone: string | null } | null;
}

export type Ask = (operation: Operation) => Promise<Answer>;

/** The service's lists by the prefix of ids, with further data for examples. */
export const lists: Record<string, [list: string, fields?: string]> = {
  conference: ['conferenceDrafts', 'startDate'],
  episode: ['podcastEpisodeDrafts'],
  organisation: ['organisationDrafts'],
  photo: ['photoDrafts', 'people { speaker { id: documentId } }'],
  podcast: ['podcastDrafts'],
  proposal: ['policyProposalDrafts'],
  session: ['sessionDrafts', 'appearances { role } conference { startDate timeZone }'],
  speaker: ['speakerDrafts', 'consents { withdrawnOn }'],
  topic: ['topicDrafts'],
  video: ['videoDrafts'],
};

const isDraft = (e: Entry) => e.publishing.state === 'DRAFT' || e.publishing.state === 'CHANGED';

/** The speakers who are in a photo, from left to right. */
export const speakersIn = (e: Entry | undefined): string[] => (e?.people ?? []).flatMap((p) => p.speaker?.id ?? []);

/** The states of a document that a recipe can need. */
const states: Record<string, (entry: Entry) => boolean> = {
  any: () => true,
  draft: isDraft,
  ready: isDraft, // and nothing prevents publishing it
  published: (e) => (e.publishing.state === 'PUBLISHED' || e.publishing.state === 'CHANGED') && e.publishing.hidden.length === 0,
  hidden: (e) => e.publishing.hidden.some((h) => h.why === 'TAKEDOWN'),
  scheduled: (e) => e.publishing.steps.length > 0,
  cast: (e) => (e.appearances?.length ?? 0) > 0,
  peopled: (e) => speakersIn(e).length > 0,
  dated: (e) => Boolean(e.startDate),
  consenting: (e) => e.consents?.some((c) => c.withdrawnOn === null) ?? false,
};

export function isState(state: string): boolean {
  return state in states;
}

/** Finds documents on the current store, with one request per kind. */
export class Catalogue {
  private readonly entries = new Map<string, Promise<Entry[]>>();

  constructor(private readonly ask: Ask) {}

  /**
   * A document of a kind in a state: the preferred one, or else the newest.
   * Throws the response of the service if that is an error.
   */
  async find(kind: string, state: string, preferred?: string): Promise<Entry | undefined> {
    const fitting = (await this.list(kind)).filter(states[state] ?? (() => false)).sort((a, b) => b.revision - a.revision);
    const candidates = state === 'ready' ? await this.ready(fitting.slice(0, 5)) : fitting;
    return candidates.find((e) => e.id === preferred || e.slug === preferred) ?? candidates[0];
  }

  /** Those with only warnings as problems. */
  private async ready(drafts: Entry[]): Promise<Entry[]> {
    if (drafts.length === 0) return [];
    const query = `query Ready { ${drafts.map((e, i) => `draft${i}: draft(id: "${e.id}") { problems { warning } }`).join(' ')} }`;
    const answer = await this.ask({ query });
    return drafts.filter((_, i) => (answer.data?.[`draft${i}`] as { problems: { warning: boolean }[] } | null)?.problems.every((p) => p.warning));
  }

  async sheet(conference: unknown): Promise<unknown> {
    const answer = await this.ask({ query: 'query Sheet($id: ID!) { sheet: sessionSheet(conference: $id) }', variables: { id: conference } });
    return answer.data?.sheet;
  }

  private list(kind: string): Promise<Entry[]> {
    const known = this.entries.get(kind) ?? this.fetch(kind);
    this.entries.set(kind, known);
    return known;
  }

  private async fetch(kind: string): Promise<Entry[]> {
    if (kind === 'asset') return this.pictures();
    const [list, fields = ''] = lists[kind] ?? [];
    if (!list) return [];
    const query = `query Catalogue {
      list: ${list}(first: 50) {
        nodes {
          id: documentId slug revision
          publishing { state steps { id } hidden { why } }
          history(first: 2) { nodes { revision } }
          ${fields}
        }
      }
    }`;
    return this.nodes<Entry>(query);
  }

  /** Uploaded pictures, which are not documents: they have neither drafts nor versions. */
  private async pictures(): Promise<Entry[]> {
    const assets = await this.nodes<{ id: string; kind: string }>('query Pictures { list: assets(first: 50) { nodes { id kind } } }');
    const none = { slug: null, revision: 0, publishing: { state: '', steps: [], hidden: [] }, history: { nodes: [] } };
    return assets.filter(({ kind }) => kind === 'IMAGE').map(({ id }) => ({ id, ...none }));
  }

  private async nodes<Node>(query: string): Promise<Node[]> {
    const answer = await this.ask({ query });
    if (answer.errors?.[0]) throw new LookupError(String(answer.errors[0].extensions?.code ?? ''));
    return (answer.data?.list as { nodes: Node[] }).nodes;
  }
}

/** The service did not list the documents; the code is the reason. */
export class LookupError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}
