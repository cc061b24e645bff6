// Words that are not with the server yet, kept for a move and for a reload: in this tab only, under
// this person's and this part's name, and gone when the person leaves. Where the browser forbids
// storage they are kept as long as the page is open.
import type { Id } from "./wire.ts";

/** Unsent words, and the room they were written for. */
export interface Kept {
  readonly room: Id;
  readonly roomName: string;
  readonly text: string;
  readonly update?: string; // notes: the unsent edits themselves, base64
}

export class Keep {
  readonly #store: Storage | null;
  readonly #prefix: string;
  readonly #held = new Map<string, string>();

  constructor(store: Storage | null, part: Id, person: Id) {
    this.#store = store;
    this.#prefix = `exchange.room.${part}.${person}.`;
    for (const name of Array.from({ length: store?.length ?? 0 }, (_, index) => store?.key(index))) {
      if (!name?.startsWith(this.#prefix)) continue;
      this.#held.set(name.slice(this.#prefix.length), store?.getItem(name) ?? "");
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
      this.#store?.setItem(this.#prefix + name, text);
    } catch {
      // Full: what is in memory still outlives a move.
    }
  }

  clear(): void {
    for (const name of this.names()) this.#forget(name);
  }

  #forget(name: string): void {
    this.#held.delete(name);
    this.#store?.removeItem(this.#prefix + name);
  }
}

/** This tab's storage, or null where the browser forbids it. */
export function tabStorage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

export const draftName = (room: Id) => `draft.${room}`;
export const notesName = (room: Id) => `notes.${room}`;
export const pointName = (room: Id) => `point.${room}`;
export const privateName = (to: Id) => `private.${to}`;
export const QUEUE = "queue";
export const SEEN = "seen"; // how far each conversation was read
