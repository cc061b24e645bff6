// Chat: what was said arrives in order and complete, and what one says is sent until it is stored.
import { lacks, lastOf } from "./messages.ts";
import { again, nextToSend, queued, refuse, without } from "./outgoing.ts";
import type { Outgoing, Queue } from "./outgoing.ts";
import { QUEUE } from "./keep.ts";
import type { Keep } from "./keep.ts";
import { withHeard } from "./state.ts";
import type { State } from "./state.ts";
import type { Store } from "./store.ts";
import { FACILITATORS, withLines } from "./talks.ts";
import type { To } from "./talks.ts";
import { passes } from "./wire.ts";
import type { Id, Message, Page, Refusal, Wire } from "./wire.ts";

const SETTLE = 250; // a message may overtake another; ask only for what stays away
const MOST_TRIES = 6;

export class Chat {
  readonly #wire: Wire;
  readonly #store: Store<State>;
  readonly #keep: Keep;
  readonly #me: { id: string; name: string };
  readonly #part: Id;
  #sending = false;
  #replaying = false;

  constructor(wire: Wire, store: Store<State>, keep: Keep, me: { id: string; name: string }, part: Id) {
    this.#wire = wire;
    this.#store = store;
    this.#keep = keep;
    this.#me = me;
    this.#part = part;
    wire.hear<Message>("message", (message) => this.heard(message));
  }

  heard(message: Message): void {
    this.#store.update((state) => withHeard(state, [message]));
    if (lacks(this.#store.get().log)) setTimeout(() => this.catchUp(), SETTLE);
  }

  /** Fetch what is missing up to `newest` or beyond. */
  async catchUp(newest = 0): Promise<void> {
    if (this.#replaying || !lacks(this.#store.get().log, newest)) return;
    this.#replaying = true;
    try {
      let more = true;
      while (more) more = await this.#nextPage();
    } finally {
      this.#replaying = false;
    }
  }

  async #nextPage(): Promise<boolean> {
    const { log } = this.#store.get();
    const page = await this.#wire.ask<Page>("replay", { room: log.room, since: lastOf(log) });
    if (!page.ok) return false;
    this.#store.update((state) => withHeard(state, page.messages));
    return page.messages.length > 0 && lacks(this.#store.get().log, page.last);
  }

  say(text: string): void {
    const room = this.#store.get().room;
    if (!room) return;
    this.#queue({ key: crypto.randomUUID(), room: room.id, roomName: room.name, text });
  }

  /** Write to one person, or to the facilitators. */
  tell(to: To, name: string, text: string): void {
    this.#queue({ key: crypto.randomUUID(), room: to, roomName: name, to, text });
  }

  #queue(line: Omit<Outgoing, "refused">): void {
    this.#change((queue) => queued(queue, line));
    void this.send();
  }

  sayAgain(key: string): void {
    this.#change((queue) => again(queue, key));
    void this.send();
  }

  takeBack(key: string): void {
    this.#change((queue) => without(queue, key));
  }

  /** Send what waits, one line after the other, for as long as there is a line to the server. */
  async send(): Promise<void> {
    if (this.#sending) return;
    this.#sending = true;
    try {
      for (let line = this.#next(); line; line = this.#next()) await this.#deliver(line);
    } finally {
      this.#sending = false;
    }
  }

  #next(): Outgoing | undefined {
    return this.#wire.connected ? nextToSend(this.#store.get().queue) : undefined;
  }

  async #deliver(line: Outgoing): Promise<void> {
    for (let tries = 1; this.#wire.connected; tries++) {
      const answer = await this.#wire.ask<{ number: number; at: string }>(...this.#asked(line));
      if (answer.ok) return this.#stored(line, answer);
      if (answer.code === "offline") return;
      if (!passes(answer) || tries === MOST_TRIES) return this.#refused(line, answer);
      await pause((answer.retry_after ?? Math.random() + tries) * 1000);
    }
  }

  #asked({ to, room, text, key }: Outgoing): [string, object] {
    if (to === undefined) return ["say", { room, text, key }];
    return ["tell", { part: this.#part, to: to === FACILITATORS ? null : to, text, key }];
  }

  #stored(line: Outgoing, answer: { number: number; at: string }): void {
    const message: Message = {
      room: line.room,
      number: answer.number,
      kind: "said",
      person: this.#me.id,
      name: this.#me.name,
      text: line.text,
      at: answer.at,
    };
    const { to } = line;
    if (to === undefined) this.heard(message);
    else this.#store.update((state) => ({ ...state, talks: withLines(state.talks, to, [message], this.#me.id) }));
    this.#change((queue) => without(queue, line.key));
  }

  #refused(line: Outgoing, refusal: Refusal): void {
    this.#change((queue) => refuse(queue, line.key, refusal.message));
  }

  #change(change: (queue: Queue) => Queue): void {
    this.#store.update((state) => ({ ...state, queue: change(state.queue) }));
    const { queue } = this.#store.get();
    this.#keep.write(QUEUE, queue.length > 0 ? queue : null);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((done) => setTimeout(done, milliseconds));
}
