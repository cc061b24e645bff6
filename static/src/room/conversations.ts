// Conversations with single people and among facilitators: heard, fetched where something is missing,
// and marked as read. Sending is the chat's: what one writes leaves in the order of writing.
import { SEEN } from "./keep.ts";
import type { Keep } from "./keep.ts";
import { lastOf } from "./messages.ts";
import type { State } from "./state.ts";
import type { Store } from "./store.ts";
import { FACILITATORS, lacksIn, partyOf, talkWith, withLines, withRead, withTalk } from "./talks.ts";
import type { Talks, To } from "./talks.ts";
import type { Conversation, Id, LatestTold, Page, Told, Wire } from "./wire.ts";

const SETTLE = 250; // a line may overtake another; ask only for what stays away

export class Conversations {
  readonly #wire: Wire;
  readonly #store: Store<State>;
  readonly #keep: Keep;
  readonly #me: Id;
  readonly #part: Id;
  readonly #replaying = new Set<To>();

  constructor(wire: Wire, store: Store<State>, keep: Keep, me: Id, part: Id) {
    this.#wire = wire;
    this.#store = store;
    this.#keep = keep;
    this.#me = me;
    this.#part = part;
    wire.hear<Told>("told", (told) => this.#heard(told));
    wire.hear<LatestTold>("latest_told", ({ with: other, last }) => this.#latest(other ?? FACILITATORS, last));
  }

  /** Ask which conversations there are, and fetch what is missing of those that are shown. */
  async refresh(): Promise<void> {
    const answer = await this.#wire.ask<{ conversations: Conversation[] }>("conversations", { part: this.#part });
    if (!answer.ok) return;
    for (const { with: other, last } of answer.conversations) {
      const to = other?.id ?? FACILITATORS;
      this.#know(to, other?.name ?? "", last);
      this.#follow(to);
    }
  }

  /** Turn to a conversation, which may be new. */
  open(to: To, name: string): void {
    this.#know(to, name, 0);
    this.#store.update((state) => ({ ...state, chat: to, asked: to }));
    void this.catchUp(to);
  }

  /** The box that was asked for is in front. */
  found(): void {
    this.#store.update((state) => ({ ...state, asked: null }));
  }

  /** Show a chat that is there: a conversation, or with null the room's own. */
  choose(to: To | null): void {
    this.#store.update((state) => ({ ...state, chat: to }));
    if (to) void this.catchUp(to);
  }

  /** What is held of the conversation is being read. */
  read(to: To): void {
    this.#change((talks) => withRead(talks, to));
    const seen = Object.fromEntries(this.#store.get().talks.map((talk) => [talk.to, talk.seen]));
    this.#keep.write(SEEN, seen);
  }

  async catchUp(to: To): Promise<void> {
    if (this.#replaying.has(to) || !this.#lacks(to)) return;
    this.#replaying.add(to);
    try {
      let more = true;
      while (more) more = await this.#nextPage(to);
    } finally {
      this.#replaying.delete(to);
    }
  }

  async #nextPage(to: To): Promise<boolean> {
    const talk = talkWith(this.#store.get().talks, to);
    if (!talk) return false;
    const asked = { part: this.#part, to: to === FACILITATORS ? null : to, since: lastOf(talk.log) };
    const page = await this.#wire.ask<Page>("replay_told", asked);
    if (!page.ok) return false;
    this.#change((talks) => withLines(talks, to, page.messages, this.#me));
    return page.messages.length > 0 && this.#lacks(to);
  }

  #heard(told: Told): void {
    const { id, name } = partyOf(told, this.#me);
    this.#know(id, name, told.number);
    this.#change((talks) => withLines(talks, id, [told], this.#me));
    if (this.#lacks(id)) setTimeout(() => void this.catchUp(id), SETTLE);
  }

  #latest(to: To, last: number): void {
    const talk = talkWith(this.#store.get().talks, to);
    if (!talk) return void this.refresh();
    this.#know(to, talk.name, last);
    this.#follow(to);
  }

  /** A conversation that was not looked at yet is fetched when it is. */
  #follow(to: To): void {
    const { talks, chat } = this.#store.get();
    const talk = talkWith(talks, to);
    if (talk && (chat === to || lastOf(talk.log) > 0)) void this.catchUp(to);
  }

  #know(to: To, name: string, last: number): void {
    const seen = this.#keep.read<Record<To, number>>(SEEN)?.[to] ?? 0;
    this.#change((talks) => withTalk(talks, to, name, { last, seen }));
  }

  #lacks(to: To): boolean {
    const talk = talkWith(this.#store.get().talks, to);
    return talk !== undefined && lacksIn(talk);
  }

  #change(change: (talks: Talks) => Talks): void {
    this.#store.update((state) => ({ ...state, talks: change(state.talks) }));
  }
}
