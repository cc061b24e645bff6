// Standing in a part: enter, hear, move, come back, leave. What the server says is desired of this
// person is done here; there is nothing to accept or to miss.
import { told } from "./acts.ts";
import { Chat } from "./chat.ts";
import { Clock } from "./clock.ts";
import type { RoomConfig } from "./config.ts";
import { Connection } from "./connection.ts";
import type { Events } from "./connection.ts";
import { Conversations } from "./conversations.ts";
import { Keep, QUEUE } from "./keep.ts";
import { leftoversIn } from "./leftovers.ts";
import { WAITS, Waiting } from "./lobby/waiting.ts";
import { lastOf } from "./messages.ts";
import { namedConsole, namedEntered, namedRoom } from "./naming.ts";
import type { Queue } from "./outgoing.ts";
import { showSigns } from "./signs.ts";
import {
  initial,
  movesAway,
  withConsole,
  withEntered,
  withHeard,
  withPlace,
  withPulse,
  withRoomView,
  withSaid,
} from "./state.ts";
import type { Leftover, Line, State, Voted } from "./state.ts";
import { Store } from "./store.ts";
import { t } from "./texts.ts";
import { passes } from "./wire.ts";
import type {
  Answer,
  ConsoleView,
  Entered,
  Id,
  Latest,
  Message,
  Place,
  Pulse,
  Refusal,
  RoomView,
  Wire,
} from "./wire.ts";

const FLUSH_WITHIN = 2_000;
const LOOK_AGAIN = 15_000;
const BACK_TO_LOBBY = 1_000;

/** Something that holds words of the room one stands in, and can be asked to bring them home. */
export interface Holder {
  flush(within: number): Promise<void>;
  stash(): void;
}

/** A wire that can be opened and closed. */
export interface OpenableWire extends Wire {
  start(): void;
  stop(): void;
}

export class Session {
  readonly config: RoomConfig;
  readonly store: Store<State>;
  readonly clock = new Clock();
  readonly keep: Keep;
  readonly wire: OpenableWire;
  readonly chat: Chat;
  readonly conversations: Conversations;
  readonly lobby: Waiting;
  readonly #holders = new Set<Holder>();
  #entering = false;
  #enterAgain = false;
  #acts: Promise<unknown> = Promise.resolve();
  #early: (() => void)[] = []; // heard of another room than one's own before the answer to `enter`

  constructor(config: RoomConfig, keep: Keep, connect: (events: Events) => OpenableWire) {
    this.config = config;
    this.keep = keep;
    this.store = new Store(initial(keep.read<Queue>(QUEUE) ?? []));
    this.wire = connect({
      up: () => void this.enter(),
      down: () => this.#down(),
      refused: () => this.#out({ ok: false, code: "not_signed_in", message: "" }),
    });
    this.chat = new Chat(this.wire, this.store, keep, config.me, config.part);
    this.conversations = new Conversations(this.wire, this.store, keep, config.me.id, config.part);
    showSigns(this.wire, this.store);
    this.lobby = new Waiting(this.wire, this.store, this.clock, config.part, () => void this.enter());
    this.#listen();
  }

  start(): void {
    this.#line({ is: "connecting" });
    this.wire.start();
  }

  /** Go for good: what waits is brought home first, then nothing of it stays in this browser. */
  async leave(): Promise<void> {
    await this.#flush();
    await this.wire.ask("leave", { part: this.config.part });
    this.wire.stop();
    this.keep.clear();
    window.location.assign(this.config.leave_url);
  }

  /** Ask where one belongs, and be there. */
  async enter(): Promise<void> {
    this.#enterAgain = this.#entering;
    if (this.#entering) return;
    this.#entering = true;
    do {
      this.#enterAgain = false;
      await this.#enterOnce();
    } while (this.#enterAgain);
    this.#entering = false;
    this.#early = [];
  }

  /**
   * Do something, and say so if it was refused. Presses in quick succession go to the server one after
   * the other: it answers messages side by side, and would not keep their order.
   */
  async act(event: string, data: object): Promise<boolean> {
    const asked = this.#acts.then(() => this.wire.ask(event, data));
    this.#acts = asked;
    const answer = await asked;
    const trouble = answer.ok ? null : whyNot(answer);
    this.store.update((state) => ({ ...state, trouble }));
    return answer.ok;
  }

  async help(wanted: boolean): Promise<void> {
    const room = this.store.get().room;
    if (room && (await this.act("help", { room: room.id, wanted }))) {
      this.store.update((state) => ({ ...state, help: wanted }));
    }
  }

  /** Vote by the places of what was chosen; whoever had voted already is told so, and counts as such. */
  async vote(room: Id, poll: Voted, choices: number[]): Promise<boolean> {
    const answer = await this.wire.ask("vote", { room, ...poll, choices });
    const counted = answer.ok || answer.code === "already_voted";
    const trouble = answer.ok ? null : answer.message || answer.code;
    this.store.update((state) => ({ ...state, trouble, voted: counted ? poll : state.voted }));
    return counted;
  }

  say(text: string, urgent = false): void {
    this.store.update((state) => withSaid(state, text, urgent));
  }

  /** While it holds unsent words, `holder` is asked before this page changes rooms. */
  holds(holder: Holder): () => void {
    this.#holders.add(holder);
    return () => this.#holders.delete(holder);
  }

  forget(leftover: Leftover): void {
    this.keep.write(leftover.id, null);
    this.#recount();
  }

  #listen(): void {
    this.wire.hear<Place>("place", (place) => void this.#moved(place));
    this.wire.hear<RoomView>("room", (room) => {
      this.clock.set(room.now);
      this.#view(room);
      this.#again(room.id, () => this.#view(room));
    });
    this.wire.hear<Message>("message", (message) => {
      this.#again(message.room, () => this.chat.heard(message)); // the chat hears it by itself, too
    });
    this.wire.hear<ConsoleView>("console", (console) => {
      this.clock.set(console.now);
      this.store.update((state) => withConsole(state, namedConsole(console)));
      this.#comeIn(console);
    });
    this.wire.hear<Pulse>("pulse", (pulse) => this.store.update((state) => withPulse(state, pulse)));
    this.wire.hear<Voted>("voted", (voted) => this.store.update((state) => ({ ...state, voted })));
    this.wire.hear<{ step: Id }>("answered", ({ step }) => this.store.update((state) => ({ ...state, answered: step })));
    this.wire.hear<Latest>("latest", (latest) => this.#compare(latest));
    this.wire.hear<Refusal>("out", (out) => (WAITS.has(out.code) ? this.#sentBack() : this.#out(out)));
  }

  #view(room: RoomView): void {
    this.store.update((state) => withRoomView(state, namedRoom(room)));
    void this.chat.catchUp(this.#isHere(room.id) ? room.last : 0);
  }

  /** The server counts one into a room before its answer says so: what is heard then waits for it. */
  #again(room: Id, take: () => void): void {
    if (this.#entering && !this.#isHere(room)) this.#early.push(take);
  }

  /** Whoever waits backstage comes in when another facilitator opens the doors. */
  #comeIn(console: ConsoleView): void {
    const { line, room } = this.store.get();
    if (line.is === "connected" && !room && console.part.state === "open") void this.enter();
  }

  async #moved(place: Place): Promise<void> {
    if (!movesAway(this.store.get(), place)) {
      return this.store.update((state) => withPlace(state, place));
    }
    await this.#flush();
    await this.enter();
  }

  async #enterOnce(): Promise<void> {
    const answer: Answer<Entered> = await this.wire.ask<Entered>("enter", { part: this.config.part, ...this.#held() });
    if (answer.ok) return this.#entered(answer);
    const refused = WAITS.has(answer.code) ? await this.#wait() : answer;
    if (!refused) return;
    if (refused.code === "doors_open") this.#enterAgain = true; // in this very moment
    else if (!passes(refused)) this.#out(refused);
    else if (this.wire.connected) setTimeout(() => void this.enter(), 1_000 + Math.random() * 2_000);
  }

  /** How much one has of which room's chat: the answer has the rest. */
  #held(): { room?: Id; since?: number } {
    const { log } = this.store.get();
    return log.room ? { room: log.room, since: lastOf(log) } : {};
  }

  /** Words of a room one was sent out of are kept for it before the lobby takes its place. */
  async #wait(): Promise<Refusal | null> {
    const refused = await this.lobby.wait();
    if (refused) return refused;
    for (const holder of this.#holders) holder.stash();
    this.#recount();
    return null;
  }

  #entered(entered: Entered): void {
    this.clock.set(entered.now);
    const { line, place } = this.store.get();
    const anew = line.is !== "connected" || place?.role !== entered.place.role;
    this.lobby.leave();
    if (!this.#isHere(entered.room?.id)) for (const holder of this.#holders) holder.stash();
    this.store.update((state) => ({ ...withEntered(state, namedEntered(entered)), line: { is: "connected" }, lobby: null }));
    this.#recount();
    this.store.update((state) => withHeard(state, entered.chat?.messages ?? []));
    for (const take of this.#early) take();
    void this.chat.catchUp(entered.room?.last ?? 0);
    void this.chat.send();
    if (anew) void this.conversations.refresh();
  }

  #compare(latest: Latest): void {
    const { room } = this.store.get();
    // The numbers of another room than the one shown: word of a move has been lost.
    if (room?.id !== latest.room || latest.version > room.version) void this.enter();
    else void this.chat.catchUp(latest.messages);
  }

  async #flush(): Promise<void> {
    await Promise.all([...this.#holders].map((holder) => holder.flush(FLUSH_WITHIN)));
  }

  #isHere(room: Id | undefined): boolean {
    return room !== undefined && this.store.get().room?.id === room;
  }

  #down(): void {
    const { line } = this.store.get();
    if (line.is === "connected") this.#line({ is: "reconnecting", since: this.clock.now() });
    this.lobby.down();
  }

  /** One is not in, for now or for good; where waiting helps, this page looks again by itself. */
  #out(refusal: Refusal): void {
    const line = lineAfter(refusal);
    this.#leave(line);
    if (line.is === "out" && line.waits) setTimeout(() => this.wire.start(), LOOK_AGAIN);
  }

  /** One is put before the doors again: what the room showed is gone at once, and the lobby follows. */
  #sentBack(): void {
    this.#leave({ is: "connecting" });
    setTimeout(() => this.wire.start(), BACK_TO_LOBBY);
  }

  #leave(line: Line): void {
    this.wire.stop();
    this.lobby.leave();
    for (const holder of this.#holders) holder.stash();
    this.store.update((state) => ({ ...state, line, room: null, console: null, lobby: null, talks: [], chat: null }));
    this.#recount();
  }

  #line(line: Line): void {
    this.store.update((state) => ({ ...state, line }));
  }

  #recount(): void {
    const { room, line } = this.store.get();
    const leftovers = leftoversIn(this.keep, room?.id ?? null, isOut(line));
    this.store.update((state) => ({ ...state, leftovers }));
  }
}

function isOut(line: Line): boolean {
  return line.is === "out" || line.is === "signed_out";
}

function lineAfter({ code, message, next }: Refusal): Line {
  if (code === "not_signed_in") return { is: "signed_out" };
  return { is: "out", code, message, waits: WAITS.has(code), ...(next ? { next } : {}) };
}

function whyNot({ act, code, message }: Refusal): string {
  return act ? t("act.clash", { act: told(act) }) : message || code;
}

export function connectTo(token: string, language: string): (events: Events) => Connection {
  return (events) => new Connection(token, language, events);
}
