// Words that are not with the server yet, kept for a move, for a reload and for a browser that dies:
// sealed, under this person's and this part's name, and gone when the person leaves. Where the browser
// forbids storage they are kept as long as the page is open.
import { Sealed, keyOf } from "./sealed.ts";
import { thisTab } from "./tab.ts";
import type { Id } from "./wire.ts";

/** Unsent words, and the room they were written for. */
export interface Kept {
  readonly room: Id;
  readonly roomName: string;
  readonly text: string;
  readonly update?: string; // notes: the unsent edits themselves, base64
}

export class Keep {
  readonly #store: Sealed | null;
  readonly #prefix: string;
  readonly #held = new Map<string, string>();

  constructor(store: Sealed | null, part: Id, person: Id) {
    this.#store = store;
    this.#prefix = `${part}.${person}.`;
    for (const [name, text] of store?.take(this.#prefix) ?? []) {
      this.#held.set(name.slice(this.#prefix.length), text);
    }
  }

  names(): string[] {
    return [...this.#held.keys()].sort();
  }

  read<T>(name: string): T | null {
    const held = this.#held.get(name);
    if (!held) return null;
    try {
      return JSON.parse(held) as T;
    } catch {
      return null;
    }
  }

  /** Keep a value; null forgets it. */
  write(name: string, value: unknown): void {
    if (value === null) return this.#forget(name);
    const text = JSON.stringify(value);
    this.#held.set(name, text);
    try {
      this.#store?.set(this.#prefix + name, text);
    } catch {
      // Full: what is in memory still outlives a move.
    }
  }

  clear(): void {
    for (const name of this.names()) this.#forget(name);
  }

  #forget(name: string): void {
    this.#held.delete(name);
    this.#store?.remove(this.#prefix + name);
  }
}

/** This browser's storage under the key that the page brought, or null where the browser forbids it. */
export async function browserStorage(key: string): Promise<Sealed | null> {
  try {
    const tab = await thisTab(window.sessionStorage, navigator.locks);
    return new Sealed(window.localStorage, keyOf(key), tab);
  } catch {
    return null;
  }
}

/** Whether words outlive a reload in this browser. */
export function keepsWords(): boolean {
  try {
    return Boolean(window.localStorage);
  } catch {
    return false;
  }
}

export const draftName = (room: Id) => `draft.${room}`;
export const notesName = (room: Id) => `notes.${room}`;
export const pointName = (room: Id) => `point.${room}`;
export const privateName = (to: Id) => `private.${to}`;
export const QUEUE = "queue";
export const SEEN = "seen"; // how far each conversation was read
