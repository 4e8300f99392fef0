// Where the app keeps what it has. A phone would use its database; all that sync
// asks of it is that a save is kept as a whole or not at all.
import { open, readFile, rename } from 'node:fs/promises';

/** A document as the service gives it. It always has an id and its type. */
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
 * A sync under way: what its pages have changed so far. It begins from what is
 * shown, or from nothing, and is shown when it is complete, since before that it
 * has holes.
 */
export interface Coming {
  readonly fromNothing: boolean;
  readonly cursor: string | null;
  /** By id; null for what is to be removed. */
  readonly changes: Readonly<Record<string, Document | null>>;
}

/** All that the app keeps. Cursors and documents are saved together. */
export interface Saved {
  readonly shown: Shown | null;
  readonly coming: Coming | null;
}

export interface Storage {
  /** What was saved last, null where nothing was. */
  load(): Promise<Saved | null>;
  /** Keeps all of it, in the place of what was there, or nothing. */
  save(saved: Saved): Promise<void>;
}

/** Keeps it for as long as the app runs. */
export class MemoryStorage implements Storage {
  #saved: Saved | null = null;

  async load(): Promise<Saved | null> {
    return this.#saved;
  }

  async save(saved: Saved): Promise<void> {
    this.#saved = saved;
  }
}

/** Keeps it in a file. A new file takes the old one's place when it is whole and on disk. */
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
