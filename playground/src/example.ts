import { Catalogue, LookupError, speakersIn, type Ask, type Entry } from './catalogue';
import { dayAfter, instant, localZone, nextMonday } from './day';
import type { Need, Recipe } from './recipe';

/** Variables for a recipe, and what prevents them from working. */
export interface Example {
  variables: Record<string, unknown>;
  /** The store has no document that the recipe could be about. */
  missing?: Need;
  /** The service did not respond with documents, for instance because there is no token. */
  refused?: string;
}

const id = /^([a-z]+)_[0-9A-Z]{26}$/;

/**
 * Adapts the example of a recipe, which fits the seed content, to the current store: with ids
 * and revisions of existing documents, and current dates.
 */
export async function fillExample(recipe: Recipe, ask: Ask, now = new Date()): Promise<Example> {
  const filling = new Filling(recipe, new Catalogue(ask), now);
  const example = /\$expectedRevision\b/.test(recipe.text) ? { ...recipe.example, expectedRevision: null } : recipe.example;
  try {
    const variables = (await filling.object(example, true)) as Record<string, unknown>;
    return { variables, missing: filling.missing };
  } catch (error) {
    if (!(error instanceof LookupError)) throw error;
    return { variables: emptied(recipe.example) as Record<string, unknown>, refused: error.code };
  }
}

class Filling {
  missing?: Need;
  subject?: Entry; // the document of the recipe

  constructor(
    private readonly recipe: Recipe,
    private readonly catalogue: Catalogue,
    private readonly now: Date,
  ) {}

  async object(example: Record<string, unknown>, top = false): Promise<unknown> {
    const filled: Record<string, unknown> = {};
    const names = Object.keys(example);
    if (top) names.sort((a, b) => Number(this.kind(b, example[b]) !== undefined) - Number(this.kind(a, example[a]) !== undefined));
    for (const name of names) {
      const value = await this.value(name, example[name], top, filled);
      if (value !== undefined) filled[name] = value;
    }
    return Object.fromEntries(Object.keys(example).filter((name) => name in filled).map((name) => [name, filled[name]]));
  }

  private async value(name: string, example: unknown, top: boolean, filled: Record<string, unknown>): Promise<unknown> {
    if (name === 'step') return this.step();
    const kind = this.kind(name, example);
    if (kind) return this.document(name, kind, example, top);
    if (Array.isArray(example)) return name === 'order' ? this.order() : Promise.all(example.map((item) => this.value('', item, false, {})));
    if (typeof example === 'object' && example !== null) return this.object(example as Record<string, unknown>);
    if (name === 'csv') return (await this.catalogue.sheet(filled.conference)) ?? example;
    return this.scalar(name, example, top);
  }

  /** The kind of document that an example refers to, or undefined. */
  private kind(name: string, example: unknown): string | undefined {
    if (name === 'slug' && this.recipe.need) return this.recipe.need.kind;
    if (typeof example === 'string') return id.exec(example)?.[1];
    const from = reference(example);
    if (!from) return undefined;
    return /\.(?:create|update|upload)(\w+)\./.exec(from)?.[1]?.toLowerCase() ?? this.recipe.need?.kind;
  }

  private async document(name: string, kind: string, example: unknown, top: boolean): Promise<string> {
    const subject = top && (name === 'id' || name === 'slug');
    const [inSubject] = name === 'speaker' ? speakersIn(this.subject) : [];
    if (inSubject) return inSubject;
    const state = (subject && this.recipe.need?.state) || 'any';
    const entry = await this.catalogue.find(kind, state, typeof example === 'string' ? example : undefined);
    if (subject) this.subject = entry;
    if (!entry) this.missing = this.recipe.need ?? { state, kind };
    return (name === 'slug' ? entry?.slug : entry?.id) ?? '';
  }

  /** The first step that is scheduled for the document of the recipe. */
  private async step(): Promise<string> {
    const { need } = this.recipe;
    this.subject = need && (await this.catalogue.find(need.kind, need.state));
    if (!this.subject) this.missing = need;
    return this.subject?.publishing.steps[0]?.id ?? '';
  }

  private order(): number[] {
    return (this.subject?.appearances ?? []).map((_, i) => i).reverse();
  }

  private scalar(name: string, example: unknown, top: boolean): unknown {
    switch (name) {
      case 'expectedRevision':
        return this.subject?.revision ?? null;
      case 'revision':
        return this.subject?.history.nodes.at(-1)?.revision ?? example;
      case 'reason':
        return undefined; // whoever makes a change has a reason of their own
      case 'slug':
        return top ? example : undefined; // the service chooses a free one
      case 'at':
      case 'releasedAt':
        return instant(nextMonday(this.now), '06:00', localZone());
      case 'since':
        return instant(dayAfter(this.now, -1), '00:00', localZone());
      case 'date':
        return dayAfter(this.now, 0);
      case 'startDate':
        return dayAfter(this.now, 365);
      case 'startsAt':
        return this.atConference('10:00') ?? example;
      case 'endsAt':
        return this.atConference('11:30') ?? example;
    }
    return example;
  }

  private atConference(time: string): string | undefined {
    const { startDate, timeZone } = this.subject?.conference ?? {};
    return startDate && timeZone ? instant(startDate, time, timeZone) : undefined;
  }
}

/** The response of another recipe that an example refers to. */
function reference(example: unknown): string | undefined {
  const from = typeof example === 'object' && example !== null && (example as { $from?: unknown }).$from;
  return typeof from === 'string' ? from : undefined;
}

/** An example without values of other responses. */
function emptied(example: unknown): unknown {
  if (reference(example)) return '';
  if (Array.isArray(example)) return example.map(emptied);
  if (typeof example !== 'object' || example === null) return example;
  const entries = Object.entries(example).filter(([name]) => name !== 'reason');
  return Object.fromEntries(entries.map(([name, value]) => [name, emptied(value)]));
}
