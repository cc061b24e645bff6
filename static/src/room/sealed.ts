// Words in the browser's storage, sealed. The page brings the key, which belongs to the sign-in: after
// it the server gives it to no page any more, and what is left here can be read by nobody.
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";

const MARK = "exchange.kept.";
const NONCE = 24;

/** Of which tab an entry is, so that tabs beside each other do not write over each other's. */
export interface Tab {
  readonly id: string;
  readonly others: ReadonlySet<string>; // that are open now
}

export class Sealed {
  readonly #store: Storage;
  readonly #key: Uint8Array;
  readonly #tab: Tab;

  constructor(store: Storage, key: Uint8Array, tab: Tab) {
    this.#store = store;
    this.#key = key;
    this.#tab = tab;
  }

  /**
   * What this tab kept under names that begin with `prefix`, and what tabs kept that are gone: from
   * now on that is this tab's. What the key does not open is of an earlier sign-in, and is removed.
   */
  take(prefix: string): Map<string, string> {
    const found = new Map<string, string>();
    for (const place of this.#places()) {
      const [tab = "", ...rest] = place.slice(MARK.length).split(".");
      const name = rest.join(".");
      const text = this.#open(place);
      if (text === null) this.#store.removeItem(place);
      else if (name.startsWith(prefix) && !this.#tab.others.has(tab) && !found.has(name)) {
        found.set(name, text);
        if (tab !== this.#tab.id) this.#move(place, name, text);
      }
    }
    return found;
  }

  /** Keep `text`. Throws when the storage is full. */
  set(name: string, text: string): void {
    const place = this.#placeOf(name);
    const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
    const sealed = this.#cipher(nonce, place).encrypt(new TextEncoder().encode(text));
    this.#store.setItem(place, toText(nonce) + toText(sealed));
  }

  remove(name: string): void {
    this.#store.removeItem(this.#placeOf(name));
  }

  /** Places in the storage, this tab's own first. */
  #places(): string[] {
    const all = Array.from({ length: this.#store.length }, (_, index) => this.#store.key(index) ?? "");
    const own = MARK + this.#tab.id;
    return all.filter((place) => place.startsWith(MARK)).sort((a, b) => Number(b.startsWith(own)) - Number(a.startsWith(own)));
  }

  #move(from: string, name: string, text: string): void {
    try {
      this.set(name, text);
      this.#store.removeItem(from);
    } catch {
      // Full: it stays where it is.
    }
  }

  #open(place: string): string | null {
    try {
      const bytes = toBytes(this.#store.getItem(place) ?? "");
      const nonce = bytes.subarray(0, NONCE);
      return new TextDecoder().decode(this.#cipher(nonce, place).decrypt(bytes.subarray(NONCE)));
    } catch {
      return null;
    }
  }

  /** A text is bound to its place: moved to another by hand, it does not open. */
  #cipher(nonce: Uint8Array, place: string) {
    return xchacha20poly1305(this.#key, nonce, new TextEncoder().encode(place));
  }

  #placeOf(name: string): string {
    return `${MARK}${this.#tab.id}.${name}`;
  }
}

/** The key as the page brings it: 32 bytes in hex. */
export function keyOf(hex: string): Uint8Array {
  return toBytes(hex);
}

function toText(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function toBytes(hex: string): Uint8Array {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
