import type { GraphQLSchema } from 'graphql';
import type { Answer, Operation } from '../service';
import { bySlug, listOf, summarySelection, thumbnail } from './drafts';
import { draftTypes } from './reference';

type Ask = (operation: Operation) => Promise<Answer>;
type Raw = Record<string, unknown>;

/** The data of a document or an uploaded file for a picker. */
export interface Summary {
  id: string;
  /** Its type in the schema: `SessionDraft`, or `Asset`. */
  type: string;
  slug?: string;
  /** The kind of an uploaded file: IMAGE, AUDIO … */
  kind?: string;
  /** What a scheduled step does: PUBLISH or UNPUBLISH. */
  action?: string;
  /** Its title in all languages, or a name. */
  title: Raw | string;
  date?: string;
  state?: string;
  revision?: number;
  zone?: string;
  /** The address of a small picture on this origin. */
  picture?: string;
}

/** A cache of the service's documents for pickers and forms: each is requested once, until something changes. */
export class Documents {
  private readonly summaries = new Map<string, Promise<Summary | undefined>>();
  private readonly lists = new Map<string, Promise<Summary[]>>();
  private waiting: { id: string; resolve(summary: Summary | undefined): void }[] = [];
  private readonly types: string[];
  private readonly assetFields: string;

  constructor(
    private readonly schema: GraphQLSchema,
    private readonly ask: Ask,
  ) {
    this.types = draftTypes(schema);
    this.assetFields = `__typename id kind name createdAt image { ${thumbnail(schema)} }`;
  }

  /**
   * A document by its id, or by its slug if its type is given. Items without slugs are found in the
   * list of their type. Undefined if there is none.
   */
  find(key: string, slugOf?: string): Promise<Summary | undefined> {
    const name = `${slugOf ?? ''}:${key}`;
    const known = this.summaries.get(name) ?? (slugOf ? this.findSlug(slugOf, key) : new Promise((resolve) => this.queue(key, resolve)));
    this.summaries.set(name, known);
    return known;
  }

  /** The newest documents of some types. */
  async newest(types: string[]): Promise<Summary[]> {
    const lists = await Promise.all(types.map((type) => this.list(type)));
    return lists.flat().sort((a, b) => (b.revision ?? 0) - (a.revision ?? 0));
  }

  /** Documents of some types that the service's search finds. */
  async search(words: string, types: string[]): Promise<Summary[]> {
    const wanted = types.filter((t) => this.types.includes(t)).map((t) => t.replace(/Draft$/, '').replace(/(?<=.)[A-Z]/g, '_$&').toUpperCase());
    if (wanted.length === 0) return [];
    const query = `query Find($words: String!) @inContext(preview: true) { search(query: $words, types: [${wanted.join(', ')}], first: 20) { nodes { id } } }`;
    const answer = await this.ask({ query, variables: { words } });
    const nodes = (answer.data?.search as { nodes: { id: string }[] } | null | undefined)?.nodes ?? [];
    const found = await Promise.all(nodes.map(({ id }) => this.find(id)));
    return found.filter((s) => s !== undefined);
  }

  /** The values of some fields of a draft, by name. */
  async values(id: string, type: string, selection: string): Promise<Raw | undefined> {
    const answer = await this.ask({ query: `query Values($id: ID!) { draft(id: $id) { revision ... on ${type} { ${selection || '__typename'} } } }`, variables: { id } });
    return (answer.data?.draft as Raw | null | undefined) ?? undefined;
  }

  /** The versions of a document, the newest first. */
  async versions(id: string): Promise<{ revision: number; time: string; actor: { name: string | null } }[]> {
    const answer = await this.ask({ query: 'query Versions($id: ID!) { draft(id: $id) { history(first: 50) { nodes { revision time actor { name } } } } }', variables: { id } });
    return (answer.data?.draft as { history: { nodes: never[] } } | null | undefined)?.history.nodes ?? [];
  }

  private list(type: string): Promise<Summary[]> {
    const known = this.lists.get(type) ?? this.fetchList(type);
    this.lists.set(type, known);
    return known;
  }

  private async fetchList(type: string): Promise<Summary[]> {
    const list = listOf(this.schema, type);
    if (!list) return [];
    const answer = await this.ask({ query: `query Newest { list: ${list} { nodes { ${this.fields(type)} } } }` });
    return ((answer.data?.list as { nodes: Raw[] } | null | undefined)?.nodes ?? []).map(readSummary);
  }

  /** What to ask of an item of a type's list. */
  private fields(type: string): string {
    if (type === 'Asset') return this.assetFields;
    return this.types.includes(type) ? summarySelection(this.schema, [type]) : `__typename id at action document { ${summarySelection(this.schema, this.types)} }`;
  }

  private async findSlug(type: string, slug: string): Promise<Summary | undefined> {
    const field = bySlug(this.schema, type);
    if (!field) return (await this.list(type)).find(({ id }) => id === slug);
    const answer = await this.ask({ query: `query BySlug($slug: Slug!) { found: ${field}(slug: $slug) { ${summarySelection(this.schema, [type])} } }`, variables: { slug } });
    return answer.data?.found ? readSummary(answer.data.found as Raw) : undefined;
  }

  /** Ids that are needed at the same time are sent in one request. */
  private queue(id: string, resolve: (summary: Summary | undefined) => void): void {
    if (this.waiting.length === 0) setTimeout(() => void this.send(), 0);
    this.waiting.push({ id, resolve });
  }

  private async send(): Promise<void> {
    const { waiting } = this;
    this.waiting = [];
    const draft = summarySelection(this.schema, this.types);
    const field = ({ id }: { id: string }, i: number) =>
      id.startsWith('asset') ? `d${i}: asset(id: ${JSON.stringify(id)}) { ${this.assetFields} }` : `d${i}: draft(id: ${JSON.stringify(id)}) { ...Summary }`;
    const fields = waiting.map(field).join(' ');
    const fragment = fields.includes('...Summary') ? ` fragment Summary on Draft { ${draft} }` : '';
    const answer = await this.ask({ query: `query Titles { ${fields} }${fragment}` });
    waiting.forEach(({ resolve }, i) => resolve(answer.data?.[`d${i}`] ? readSummary(answer.data[`d${i}`] as Raw) : undefined));
  }
}

function readSummary(raw: Raw): Summary {
  if (raw.action) return { ...readSummary((raw.document ?? {}) as Raw), id: raw.id as string, type: raw.__typename as string, date: raw.at as string, action: raw.action as string, state: undefined };
  const type = raw.__typename as string;
  const of = (name: string) => raw[`${type}_${name}`];
  return {
    id: raw.id as string,
    type,
    kind: raw.kind as string | undefined,
    slug: (raw.slug as string | null) ?? undefined,
    title: ((of('title') ?? raw.name) as Raw | string | null) ?? '',
    date: ((of('date') ?? (type === 'Asset' ? raw.createdAt : undefined)) as string | null) ?? undefined,
    state: (raw.publishing as { state: string } | undefined)?.state,
    revision: raw.revision as number | undefined,
    zone: leaf(of('zone')),
    picture: onThisOrigin(leaf(of('picture') ?? raw.image)),
  };
}

/** The only text in nested objects with one field each. */
function leaf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? leaf(Object.values(value)[0]) : undefined;
}

/** The service's URL may have another host than the page, but the policy allows only pictures of the page's origin. */
function onThisOrigin(address: string | undefined): string | undefined {
  if (!address) return undefined;
  const { pathname, search } = new URL(address, 'http://service');
  return pathname.startsWith('/media/') ? pathname + search : undefined;
}

/** The title in a language, or else in any. */
export function titleIn({ title, slug }: Summary, language: string): string {
  if (typeof title === 'string') return title || slug || '–';
  return String(title[language] ?? title.da ?? Object.values(title)[0] ?? slug ?? '–');
}
