// The app's storage. A phone would use its database; sync requires only that a save is atomic.
import { open, readFile, rename } from 'node:fs/promises';

/** A document as the service returns it. It always has an id and its type. */
export interface Document {
  readonly id: string;
  readonly __typename: string;
  readonly [field: string]: unknown;
}

/** The documents of a complete sync: what the app shows. */
export interface Shown {
  readonly cursor: string;
  readonly documents: Readonly<Record<string, Document>>;
}

/**
 * A sync in progress: the changes of its pages so far. It begins with the shown documents, or
 * with none, and is shown only when it is complete, since before that it has gaps.
 */
export interface Coming {
  readonly fromNothing: boolean;
  readonly cursor: string | null;
  /** By id; null for documents that must be removed. */
  readonly changes: Readonly<Record<string, Document | null>>;
}

/** Everything that the app stores. Cursors and documents are saved together. */
export interface Saved {
  readonly shown: Shown | null;
  readonly coming: Coming | null;
}

export interface Storage {
  /** The last saved state, or null. */
  load(): Promise<Saved | null>;
  /** Replaces the saved state, completely or not at all. */
  save(saved: Saved): Promise<void>;
}

/** Storage in memory, for as long as the app runs. */
export class MemoryStorage implements Storage {
  #saved: Saved | null = null;

  async load(): Promise<Saved | null> {
    return this.#saved;
  }

  async save(saved: Saved): Promise<void> {
    this.#saved = saved;
  }
}

/** Storage in a file. A new file replaces the old one when it is complete and on disk. */
export class FileStorage implements Storage {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async load(): Promise<Saved | null> {
    try {
      return JSON.parse(await readFile(this.#path, 'utf8')) as Saved;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  async save(saved: Saved): Promise<void> {
    const next = `${this.#path}.next`;
    const file = await open(next, 'w');
    try {
      await file.writeFile(JSON.stringify(saved));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(next, this.#path);
  }
}
