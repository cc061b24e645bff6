// What goes over /live, as the server sends it. Ids are 32 hexadecimal digits, instants ISO 8601 in UTC.

import type { ConsolePoll, Poll } from "./polls.ts";

export type Id = string;
export type Instant = string;
export type Role = "participant" | "facilitator";

export interface Person {
  id: Id;
  name: string;
  organisation: string | null;
  role: Role;
  present: boolean;
  visiting?: boolean;
  aside?: boolean; // takes a short break
  presents?: boolean; // a case, in this room
}

export interface Rights {
  say: boolean;
  write_notes: boolean;
  facilitate: boolean;
}

/** Where a person belongs now. `can` and `help` come only in the answer to `enter`. */
export interface Place {
  version: number;
  room: Id | null;
  role: Role;
  reason: string | null;
  can?: Rights;
  help?: boolean;
  voted?: boolean; // in the vote that is open
  muted?: boolean; // a facilitator has paused one's chat
  aside?: boolean; // takes a short break
  back?: boolean; // rooms are open, and one can be brought to one's own
  room_closed?: boolean; // one's own, and that is why one is here
  answered?: boolean; // what is asked before the next step
}

export interface Round {
  number: number;
  state: "prepared" | "open" | "closing" | "closed";
  seating: string;
  moves_locked: boolean; // where people choose their rooms
  closes_at: Instant | null;
}

/** A room that people may choose: how many have, never who. */
export interface Choice {
  id: Id;
  kind: "breakout";
  name: string;
  prompt: string;
  people: number;
  capacity: number | null;
}

/** What is asked before a step to come. */
export interface Asking {
  step: Id;
  seating: "by_topic" | "by_answer";
  question: string; // empty where the topic is asked for
  options: { name: string; about: string }[];
  answered: number;
}

export type StepKind = "plenary" | "breakout" | "poll" | "dilemma" | "silence" | "break" | "external_call";

/** The step of the run sheet that the part is in. */
export interface Step {
  id: Id;
  kind: StepKind;
  title: string;
  prompt: string;
  material: string;
  headings: string[];
  began_at: Instant | null;
}

export interface PlannedStep {
  id: Id;
  kind: StepKind;
  title: string;
  minutes: number;
}

/** The run sheet and where it stands; `waiting` begins once the rooms have closed. */
export interface Sheet {
  steps: PlannedStep[];
  current: Id | null;
  began_at: Instant | null;
  waiting: Id | null;
  back: Id | null;
  next: Id | null;
}

/** The case a room works on. Without words its presenter tells it, or has withdrawn it. */
export interface Case {
  presenter: string;
  here: boolean;
  withdrawn: boolean;
  words: { title: string; topic: string; situation: string; question: string } | null;
}

/** Whose voice a step leaves; empty: everybody's. */
export type Voices = "" | "questions" | "turned_away" | "silence";

export interface RoomView {
  id: Id;
  version: number;
  kind: "plenary" | "breakout";
  name: string;
  prompt: string;
  people: Person[];
  hands: Id[];
  last: number;
  notes: { last: number; locked: boolean; paused: boolean };
  chat_locked: boolean;
  private_locked: boolean;
  private_paused: boolean; // by the step that runs
  hands_locked: boolean;
  votes_locked: boolean;
  voices: Voices;
  case: Case | null;
  poll: Poll | null;
  round: Round | null;
  choices: Choice[] | null; // null: people do not choose their rooms
  step: Step | null;
  asking: Asking | null;
  timer_ends_at: Instant | null;
  timer_left: number | null; // seconds, while the clock is paused
  closes_at: Instant | null; // this room alone
  now: Instant;
}

export interface ConsoleRoom {
  id: Id;
  name: string;
  kind: "plenary" | "breakout";
  people: Person[];
  hands: number;
  prompt: string;
  closes_at: Instant | null; // this room alone
  help: { person: Id; at: Instant }[];
  notes_last: number;
  notes_moved_at: Instant | null;
  notes_locked: boolean;
  messages_last: number;
  presenter: string;
  presenter_here: boolean;
}

/** What the mixed rounds of this part have come to; each bound is what counting allows. */
export interface Reached {
  people: number;
  rounds: number;
  new_least: number;
  new_median: number;
  new_most: number;
  repeated: number;
  repeated_bound: number;
  colleagues: number;
  colleagues_bound: number;
  colleague_rooms: number;
  largest: number;
  broken: number;
}

export interface Move {
  person: Id;
  room: Id;
}

export type Shown = "nothing" | "organisation" | "name";

/** The lobby as those who wait in it see it. */
export interface LobbyView {
  starts_at: Instant;
  ends_at: Instant;
  doors_at: Instant;
  agenda: { at: string; minutes: number; title: string }[];
  facilitators: string[];
  coming: { name: string | null; organisation: string | null }[];
  others: number; // who come, and are not shown
  pledges: { title: string; path: string }[];
  shown: Shown | null; // what others see of oneself; null: one has no place
}

/** Why the doors are shut for somebody, by its code and in words. */
export interface Why {
  reason: string;
  why: string;
}

export interface Waits extends Why {
  lobby: LobbyView;
  now: Instant;
}

export type BanReason = "confidence" | "recording" | "conduct" | "identity";

/** The doors of a part as facilitators see them. */
export interface Doors {
  admits_each: boolean;
  waiting: { id: Id; name: string; organisation: string | null; since: Instant }[];
  banned: { id: Id; name: string; reason: BanReason }[];
}

/** What a facilitator did, as the others are told; what is null plays no part in it. */
export interface Act {
  at: Instant;
  person: Id;
  who: string;
  act: string;
  whom: string | null;
  room: { name: string; kind: "plenary" | "breakout" } | null;
  step: string | null;
  number: number | null;
}

export interface ConsoleView {
  version: number;
  part: { id: Id; title: string; state: string };
  round: Round | null;
  asking: Asking | null; // before a step to come: the question, and how many have answered
  reached: Reached | null; // where the round is a mixed one
  sheet: Sheet;
  rooms: ConsoleRoom[];
  hands: { person: Id; room: Id; at: Instant }[]; // of all rooms, in their order
  unseated: Person[];
  removed: { id: Id; name: string }[];
  doors: Doors;
  timer_ends_at: Instant | null;
  timer_left: number | null; // seconds, while the clock is paused
  chat_locked: boolean;
  private_locked: boolean;
  muted: Id[];
  poll: ConsolePoll | null;
  prepared: ConsolePoll[];
  acts: Act[]; // newest first
  now: Instant;
}

/** Whether rooms are moving: what facilitators are told between two views. */
export interface Pulse {
  rooms: Pick<ConsoleRoom, "id" | "messages_last" | "notes_last" | "notes_moved_at">[];
}

export interface Message {
  room: Id;
  number: number;
  kind: "said" | "broadcast" | "notice";
  person: Id | null;
  name: string;
  text: string;
  at: Instant;
  notice?: string; // the code of what the platform itself says; `text` is its English
}

export interface Party {
  id: Id;
  name: string;
}

/** A line of a conversation; `between` is empty in the facilitators' own. */
export interface Told extends Message {
  between: Party[];
}

/** A conversation that one has begun; `with` null: the facilitators' own. */
export interface Conversation {
  with: Party | null;
  last: number;
}

/** How far a conversation is; `with` null: the facilitators' own. */
export interface LatestTold {
  with: Id | null;
  last: number;
}

export type Reaction = "thumbs_up" | "clap" | "yes" | "slower";

/** A sign that somebody gives the room; it is kept nowhere. */
export interface Sign {
  room: Id;
  person: Id;
  name: string;
  reaction: Reaction;
}

export interface Latest {
  room: Id;
  version: number;
  messages: number;
  notes: number;
  points: number;
}

export type PointKind = "idea" | "action";

/** An idea or an action beside the notes. A removed one has neither words nor taker. */
export interface Point {
  room: Id;
  id: Id;
  number: number; // of the room's changes: the newest of this row
  position: number;
  kind: PointKind;
  text: string;
  due: string | null; // a day
  writer: Id;
  taker: { id: Id; name: string } | null;
  removed: boolean;
}

/** A stretch of a chat, oldest first; `more` if there is newer. */
export interface Page {
  messages: Message[];
  last: number;
  more: boolean;
}

export interface Entered {
  place: Place;
  room: RoomView | null;
  console: ConsoleView | null;
  chat?: Page | null; // what one lacks of the room's
  now: Instant;
}

export interface Refusal {
  ok: false;
  code: string;
  message: string;
  next?: string;
  retry_after?: number;
  act?: Act; // of somebody else, that came first
}

export type Answer<T = object> = ({ ok: true } & T) | Refusal;

/** Refusals that say nothing about rights: the same thing may be asked again a little later. */
const PASSING = new Set(["offline", "no_answer", "unavailable", "retry", "too_many", "broken"]);

export function passes(refusal: Refusal): boolean {
  return PASSING.has(refusal.code);
}

/** A line to the server. `ask` never rejects: no answer in time is a refusal like any other. */
export interface Wire {
  readonly connected: boolean;
  readonly transport: string; // "websocket" or "polling"
  ask<T = object>(event: string, data: object): Promise<Answer<T>>;
  hear<T>(event: string, handler: (data: T) => void): () => void;
}
