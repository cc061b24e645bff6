// How a room's notes stood earlier, for its facilitators: the log itself, read up to some moment.
import * as Y from "yjs";

import { Store } from "../room/store.ts";
import { passes } from "../room/wire.ts";
import type { Answer, Id, Instant, Refusal, Wire } from "../room/wire.ts";
import { unpack } from "./pack.ts";
import type { Row } from "./pack.ts";
import { SCHEMA } from "./schema.ts";

const TRIES = 30; // a page may have to wait until it may be asked for
const PATIENCE = 0.5; // seconds before one asks again, where the server does not say

/** A stretch of writing without a pause: the updates `first` to `last`, and when. */
export interface Moment {
  first: number;
  last: number;
  began_at: Instant;
  ended_at: Instant;
}

export interface Moments {
  moments: Moment[]; // newest first
  more: boolean; // there are earlier ones
  trouble: string | null; // why they could not be had
}

export class History {
  readonly known = new Store<Moments>({ moments: [], more: true, trouble: null });
  readonly #room: Id;
  readonly #wire: Wire;
  readonly #rows: Row[] = [];
  #reading: Promise<Refusal | null> = Promise.resolve(null);

  constructor(room: Id, wire: Wire) {
    this.#room = room;
    this.#wire = wire;
  }

  /** Ask for moments before those that are known. */
  async more(): Promise<void> {
    const before = this.known.get().moments.at(-1)?.first ?? 0;
    const answer = await this.#ask<Moments>("notes.history", { before });
    this.known.update(({ moments, more }) =>
      answer.ok
        ? { moments: [...moments, ...answer.moments], more: answer.more, trouble: null }
        : { moments, more, trouble: answer.message },
    );
  }

  /** The document as it stood after update `number`; a refusal when it cannot be had. */
  async at(number: number): Promise<Y.Doc | Refusal> {
    this.#reading = this.#reading.then(() => this.#readUpTo(number));
    const refusal = await this.#reading;
    if (refusal) return refusal;
    const doc = new Y.Doc();
    doc.transact(() => {
      for (const row of this.#rows) if (row.seq <= number) Y.applyUpdate(doc, row.update);
    });
    return doc;
  }

  /** Have it told and recorded that the text of update `number` is put back. */
  putBack(number: number): Promise<Answer> {
    return this.#ask("notes.put_back", { number });
  }

  /** The log never changes: what was read once is not asked for again. */
  async #readUpTo(number: number): Promise<Refusal | null> {
    for (let more = true; more && this.#last < number; ) {
      const asked = { schema: SCHEMA, since: this.#last, until: number };
      const answer = await this.#ask<{ rows: ArrayBuffer | Uint8Array; more: boolean }>("notes.past", asked);
      if (!answer.ok) return answer;
      this.#rows.push(...unpack(answer.rows));
      more = answer.more;
    }
    return null;
  }

  get #last(): number {
    return this.#rows.at(-1)?.seq ?? 0;
  }

  async #ask<T = object>(event: string, more: object): Promise<Answer<T>> {
    for (let tries = 1; ; tries++) {
      const answer = await this.#wire.ask<T>(event, { room: this.#room, ...more });
      if (answer.ok || !passes(answer) || tries === TRIES) return answer;
      await new Promise((done) => setTimeout(done, (answer.retry_after ?? PATIENCE) * 1_000));
    }
  }
}
