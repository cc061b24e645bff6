// What one writes to single people, and facilitators to each other: one log for each, wherever one
// stands in the part.
import { emptyLog, lacks, lastOf, withMessages } from "./messages.ts";
import type { Log } from "./messages.ts";
import type { Id, Message, Party, Told } from "./wire.ts";

export const FACILITATORS = "facilitators";

/** Whom one writes to: a person's id, or the facilitators of the part. */
export type To = Id | typeof FACILITATORS;

export interface Talk {
  readonly to: To;
  readonly name: string; // of the person
  readonly log: Log; // its `room` is `to`
  readonly last: number; // the newest number that the server has told of
  readonly seen: number;
}

export type Talks = readonly Talk[];

export function talkWith(talks: Talks, to: To | null): Talk | undefined {
  return talks.find((talk) => talk.to === to);
}

/** With a conversation that may be new; what is known of it stays. */
export function withTalk(talks: Talks, to: To, name: string, known: { last?: number; seen?: number } = {}): Talks {
  if (!talkWith(talks, to)) {
    const talk = { to, name, log: emptyLog(to), last: 0, seen: known.seen ?? 0 };
    talks = to === FACILITATORS ? [talk, ...talks] : [...talks, talk];
  }
  return changed(talks, to, (talk) => ({ ...talk, last: Math.max(talk.last, known.last ?? 0) }));
}

/** With lines in their places. One's own from another tab are no news. */
export function withLines(talks: Talks, to: To, messages: readonly Message[], me: Id): Talks {
  return changed(talks, to, (talk) => {
    const log = withMessages(talk.log, messages.map((message) => ({ ...message, room: to })));
    const next = log.lines[talk.seen];
    const own = talk.seen === talk.log.lines.length && next?.person === me;
    return { ...talk, log, last: Math.max(talk.last, lastOf(log)), seen: own ? talk.seen + 1 : talk.seen };
  });
}

/** With everything that is held of a conversation marked as read. */
export function withRead(talks: Talks, to: To): Talks {
  return changed(talks, to, (talk) => (talk.seen >= lastOf(talk.log) ? talk : { ...talk, seen: lastOf(talk.log) }));
}

export function unreadIn(talk: Talk): number {
  return Math.max(0, talk.last - talk.seen);
}

export function lacksIn(talk: Talk): boolean {
  return lacks(talk.log, talk.last);
}

/** Whom a line belongs to, as `me` sees it. */
export function partyOf(told: Told, me: Id): Party {
  const other = told.between.find((party) => party.id !== me);
  return other ?? { id: FACILITATORS, name: "" };
}

function changed(talks: Talks, to: To, change: (talk: Talk) => Talk): Talks {
  return talks.map((talk) => (talk.to === to ? change(talk) : talk));
}
