// What the server holds of a document, as far as this browser knows: every update it has sent us or
// acknowledged, and up to which number none is missing.
import * as Y from "yjs";

export class Shadow {
  readonly doc = new Y.Doc();
  #last = 0;
  readonly #beyond = new Set<number>();

  /** The newest number up to which nothing is missing. */
  get last(): number {
    return this.#last;
  }

  /** Whether a number below one that has arrived is missing. */
  get gap(): boolean {
    return this.#beyond.size > 0;
  }

  /** Take in what the server holds under `seq`. Throws on bytes that are no update. */
  take(seq: number, update: Uint8Array): void {
    Y.applyUpdate(this.doc, update);
    if (seq > this.#last) this.#beyond.add(seq);
    while (this.#beyond.delete(this.#last + 1)) this.#last += 1;
  }

  /** The server has sent everything up to `seq`. */
  wholeUpTo(seq: number): void {
    this.#last = Math.max(this.#last, seq);
    for (const one of this.#beyond) if (one <= this.#last) this.#beyond.delete(one);
    while (this.#beyond.delete(this.#last + 1)) this.#last += 1;
  }

  /** What `doc` has and the server has not, or null. */
  differenceOf(doc: Y.Doc): Uint8Array | null {
    if (Y.equalSnapshots(Y.snapshot(doc), Y.snapshot(this.doc))) return null;
    return Y.encodeStateAsUpdate(doc, Y.encodeStateVector(this.doc));
  }
}
