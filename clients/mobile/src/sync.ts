// The app's copy of the content: read from the device, brought up to date by sync.
// docs/sync.md has the contract that this relies on.
import type { Coming, Document, Saved, Shown, Storage } from './storage.js';

/** A page of a sync, from the operation MobileSync. */
export interface Page {
  readonly entries: readonly { readonly document: Document | null; readonly tombstone: { readonly documentId: string } | null }[];
  readonly complete: boolean;
  readonly cursor: string;
}

/** Requests the page after a cursor. It throws a ResetError if the service can't continue from there. */
export type Fetch = (after: string | null) => Promise<Page>;

/** The service can't continue from a cursor: SYNC_RESET. */
export class ResetError extends Error {}

export class Replica {
  readonly #storage: Storage;
  readonly #fetch: Fetch;
  #saved: Saved;
  #running: Promise<void> | null = null;

  private constructor(storage: Storage, fetch: Fetch, saved: Saved) {
    this.#storage = storage;
    this.#fetch = fetch;
    this.#saved = saved;
  }

  /** Opens the copy on the device. It needs no network. */
  static async open(storage: Storage, fetch: Fetch): Promise<Replica> {
    return new Replica(storage, fetch, (await storage.load()) ?? { shown: null, coming: null });
  }

  /** Whether there is anything to show: false until the first sync is complete. */
  get ready(): boolean {
    return this.#saved.shown !== null;
  }

  /** The document with an id, as of the last complete sync. */
  get(id: string): Document | undefined {
    return this.#saved.shown?.documents[id];
  }

  /** The documents of a type, or all, as of the last complete sync. */
  documents(type?: string): Document[] {
    const all = Object.values(this.#saved.shown?.documents ?? {});
    return type === undefined ? all : all.filter((document) => document.__typename === type);
  }

  /**
   * Updates the copy. It continues an interrupted sync, so that a failure costs one page: call it
   * again at any time. Simultaneous calls share one sync.
   */
  sync(): Promise<void> {
    this.#running ??= this.#pages().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  async #pages(): Promise<void> {
    for (let complete = false; !complete; ) {
      const coming = this.#saved.coming ?? begin(this.#saved.shown);
      let page: Page;
      try {
        page = await this.#fetch(coming.cursor);
      } catch (error) {
        // Without a cursor there is nothing to reset.
        if (!(error instanceof ResetError) || coming.cursor === null) throw error;
        await this.#save({ shown: this.#saved.shown, coming: begin(null) });
        continue;
      }
      complete = page.complete;
      await this.#save(applied(this.#saved.shown, coming, page));
    }
  }

  /** Shows the state only if it was saved. */
  async #save(saved: Saved): Promise<void> {
    await this.#storage.save(saved);
    this.#saved = saved;
  }
}

function begin(shown: Shown | null): Coming {
  return { fromNothing: shown === null, cursor: shown?.cursor ?? null, changes: {} };
}

/** The state after a page. */
function applied(shown: Shown | null, coming: Coming, page: Page): Saved {
  const changes: Record<string, Document | null> = { ...coming.changes };
  for (const { document, tombstone } of page.entries) {
    if (document) changes[document.id] = document;
    if (tombstone) changes[tombstone.documentId] = null;
  }
  if (!page.complete) return { shown, coming: { ...coming, cursor: page.cursor, changes } };
  const documents: Record<string, Document> = coming.fromNothing ? {} : { ...shown?.documents };
  for (const [id, document] of Object.entries(changes)) {
    if (document) documents[id] = document;
    else delete documents[id];
  }
  return { shown: { cursor: page.cursor, documents }, coming: null };
}
