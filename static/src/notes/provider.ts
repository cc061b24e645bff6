// Keeps one shared document in step with the server's log. The server stores updates in order and
// acknowledges after its commit; "saved" is shown only when nothing is unacknowledged.
import { Awareness } from "y-protocols/awareness";
import * as Y from "yjs";

import { Store } from "../room/store.ts";
import type { Answer, Id, Latest, Refusal, Wire } from "../room/wire.ts";
import { fromBase64, toBase64, unpack } from "./pack.ts";
import { SCHEMA } from "./schema.ts";
import { Shadow } from "./shadow.ts";
import { JOINING, standingAfter } from "./state.ts";
import type { NotesState, Standing } from "./state.ts";
import { linesNotIn, linesOf } from "./words.ts";

export const BATCH = 100; // milliseconds in which edits are gathered into one update
const SETTLE = 500; // an update may overtake another; ask again only for what stays away
const BROKEN_TRIES = 3;

interface Joined {
  rows: ArrayBuffer | Uint8Array;
  last: number;
  more: boolean;
  read_only: boolean;
}

interface Heard {
  room: Id;
  seq: number;
  update: ArrayBuffer | Uint8Array;
  schema: number;
}

export class Provider {
  readonly doc = new Y.Doc();
  readonly awareness = new Awareness(this.doc);
  readonly state = new Store<NotesState>(JOINING);
  readonly #room: Id;
  readonly #wire: Wire;
  readonly #shadow = new Shadow();
  readonly #ends: (() => void)[];
  #gathered: Uint8Array[] = [];
  #batch: ReturnType<typeof setTimeout> | undefined;
  #later: ReturnType<typeof setTimeout> | undefined;
  #working: Promise<void> | null = null;
  #joined = false;
  #broken = 0;
  #unusable = false; // the server cannot read what this browser made
  #ended = false;

  constructor(room: Id, wire: Wire) {
    this.#room = room;
    this.#wire = wire;
    this.doc.on("update", this.#edited);
    this.#ends = [
      wire.hear<Heard>("notes.update", (heard) => this.#heard(heard)),
      wire.hear<{ room: Id; locked: boolean }>("notes.lock", (lock) => {
        if (lock.room === room) this.#lock(lock.locked);
      }),
      wire.hear<Latest>("latest", (latest) => {
        if (latest.room === room && latest.notes > this.last) this.#again(SETTLE);
      }),
    ];
  }

  /** The newest number of which, with all before it, this browser has the update. */
  get last(): number {
    return this.#shadow.last;
  }

  get writable(): boolean {
    const { standing } = this.state.get();
    return standing === "saved" || standing === "saving" || standing === "offline";
  }

  /**
   * Edits that the server has not acknowledged, as plain lines and as base64 (left out when the
   * server cannot use them); null: there are none.
   */
  unsaved(): { text: string; update?: string } | null {
    const difference = this.#shadow.differenceOf(this.doc);
    if (!difference) return null;
    const text = linesNotIn(linesOf(this.doc), linesOf(this.#shadow.doc)).join("\n");
    return this.#unusable ? { text } : { text, update: toBase64(difference) };
  }

  /** The document holds what this page's editor does not know: it must not touch it any more. */
  cannotRead(): void {
    this.#stand("outdated");
  }

  /** Put back edits that an earlier life of this page could not save. Call before `join`. */
  restore(update: string): void {
    try {
      Y.applyUpdate(this.doc, fromBase64(update), this);
    } catch {
      // What cannot be read cannot be put back; its words are kept beside it.
    }
  }

  /** Fetch what is missing and send what the server lacks. Called after each connect. */
  join(): void {
    if (this.#ended || this.state.get().standing === "outdated") return;
    this.#joined = false;
    this.#work();
  }

  /** The line is down. */
  lost(): void {
    this.#joined = false;
    if (this.writable) this.#stand("offline");
  }

  /** Wait until everything is acknowledged, but no longer than `within` milliseconds. */
  async flush(within: number): Promise<void> {
    const late = new Promise<void>((done) => setTimeout(done, within));
    await Promise.race([late, this.#drained()]);
  }

  end(): void {
    this.#ended = true;
    clearTimeout(this.#batch);
    clearTimeout(this.#later);
    for (const end of this.#ends) end();
    this.awareness.destroy();
    this.doc.destroy();
  }

  readonly #edited = (update: Uint8Array, origin: unknown): void => {
    if (origin === this) return;
    this.#gathered.push(update);
    const { standing } = this.state.get();
    this.#show({ standing: standing === "saved" ? "saving" : standing, unsaved: true, reason: "" });
    if (this.#joined) this.#batch ??= setTimeout(() => this.#work(), BATCH);
  };

  #heard(heard: Heard): void {
    if (heard.room !== this.#room) return;
    if (heard.schema > SCHEMA) return this.#stand("outdated");
    this.#take(heard.seq, heard.update);
    if (this.#shadow.gap) this.#again(SETTLE);
  }

  /** Apply what the server holds. The shadow goes first: what it cannot read never reaches the page. */
  #take(seq: number, update: ArrayBuffer | Uint8Array): void {
    const bytes = update instanceof Uint8Array ? update : new Uint8Array(update);
    try {
      this.#shadow.take(seq, bytes);
      Y.applyUpdate(this.doc, bytes, this);
    } catch {
      this.cannotRead();
    }
  }

  #lock(locked: boolean): void {
    if (locked) this.#stand("locked");
    else this.join();
  }

  #work(): void {
    clearTimeout(this.#batch);
    this.#batch = undefined;
    this.#working ??= this.#inStep().finally(() => {
      this.#working = null;
      const waiting = this.#gathered.length > 0 || !this.#joined;
      if (waiting && !this.#ended && this.#wire.connected && this.#goesOn()) this.#work();
    });
  }

  #goesOn(): boolean {
    return this.#later === undefined && (this.writable || this.state.get().standing === "joining");
  }

  async #inStep(): Promise<void> {
    if (!this.#joined && !(await this.#fetch())) return;
    if (this.writable) await this.#send();
  }

  /** Join, page by page. What was gathered is dropped: the difference to the shadow holds it too. */
  async #fetch(): Promise<boolean> {
    let answer: Answer<Joined>;
    do {
      const since = this.#shadow.last;
      answer = await this.#wire.ask<Joined>("notes.join", { room: this.#room, schema: SCHEMA, since });
      if (this.#ended) return false;
      if (!answer.ok) return this.#refused(answer), false;
      for (const row of unpack(answer.rows)) this.#take(row.seq, row.update);
    } while (answer.more);
    this.#shadow.wholeUpTo(answer.last);
    this.#joined = true;
    const difference = this.#shadow.differenceOf(this.doc);
    this.#gathered = difference ? [difference] : [];
    this.#stand(answer.read_only ? "locked" : difference ? "saving" : "saved");
    return true;
  }

  async #send(): Promise<void> {
    while (this.#gathered.length > 0 && this.#joined && this.writable) {
      const update = Y.mergeUpdates(this.#gathered);
      this.#gathered = [];
      const message = { room: this.#room, schema: SCHEMA, update };
      const answer = await this.#wire.ask<{ seq: number }>("notes.update", message);
      if (!answer.ok) return this.#refused(answer);
      this.#broken = 0;
      this.#shadow.take(answer.seq, update);
      if (this.#shadow.gap) this.#again(SETTLE);
    }
    if (this.writable && this.#joined) this.#stand("saved");
  }

  /** What was sent and refused is not lost: it is in the document, and not in the shadow. */
  #refused(refusal: Refusal): void {
    this.#joined = false;
    const broken = refusal.code === "broken" && ++this.#broken < BROKEN_TRIES;
    const standing = broken ? null : standingAfter(refusal);
    this.#unusable ||= refusal.code === "bad";
    if (standing) return this.#stand(standing, refusal.message);
    this.#again((refusal.retry_after ?? 0.3 + Math.random()) * 1000);
  }

  #again(milliseconds: number): void {
    this.#later ??= setTimeout(() => {
      this.#later = undefined;
      this.join();
    }, milliseconds);
  }

  /** Out of step, the documents are compared; in step, the standing says it. */
  #stand(standing: Standing, reason = ""): void {
    const inStep = standing === "saved" || standing === "joining";
    const unsaved = standing === "saving" || (!inStep && this.#shadow.differenceOf(this.doc) !== null);
    this.#show({ standing, unsaved, reason });
  }

  #show(next: NotesState): void {
    const old = this.state.get();
    if (old.standing === "outdated" && next.standing !== "outdated") return;
    const same = (["standing", "unsaved", "reason"] as const).every((key) => old[key] === next[key]);
    if (!same) this.state.update(() => next);
  }

  async #drained(): Promise<void> {
    if (this.#batch !== undefined) this.#work();
    while (this.#working) await this.#working;
  }
}
