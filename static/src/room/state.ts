// What this browser knows, and how it takes in what it hears. Everything the server sends is a whole
// view with a version: the newest wins, so that doubled, late and reordered messages do no harm.
import { emptyLog, withMessages } from "./messages.ts";
import type { Log } from "./messages.ts";
import type { Queue } from "./outgoing.ts";
import type { Shown } from "./signs.ts";
import { FACILITATORS } from "./talks.ts";
import type { Talks, To } from "./talks.ts";
import type { ConsoleView, Entered, Id, LobbyView, Message, Place, Pulse, Rights, RoomView } from "./wire.ts";

/** A vote in which this person has voted already; what, is kept nowhere. */
export interface Voted {
  readonly poll: Id;
  readonly vote: number;
}

/** The state of the line to the server, as it is told to the person. */
export type Line =
  | { is: "connecting" }
  | { is: "connected" }
  | { is: "reconnecting"; since: number }
  | { is: "lobby"; reason: string; why: string; down: boolean }
  | { is: "out"; code: string; message: string; waits: boolean; next?: string }
  | { is: "signed_out" };

/** Whether asking again may open the door. Who is shut out of the event can only write to somebody. */
export function mayComeBack(line: Line): boolean {
  return line.is === "out" && line.code !== "banned";
}

/** Unsent words of a room that one is no longer in. */
export interface Leftover {
  readonly id: string;
  readonly roomName: string;
  readonly from: "chat" | "notes" | "private";
  readonly text: string;
}

export interface State {
  readonly line: Line;
  readonly place: Place | null;
  readonly rights: Rights;
  readonly help: boolean;
  readonly voted: Voted | null;
  readonly answered: Id | null; // the step whose question this person has answered
  readonly room: RoomView | null;
  readonly console: ConsoleView | null;
  readonly lobby: LobbyView | null;
  readonly muted: boolean; // a facilitator has paused this person's chat
  readonly log: Log; // of the room
  readonly talks: Talks;
  readonly chat: To | null; // the conversation that is turned to; null: the room's chat
  readonly asked: To | null; // whom one has just asked to write to, until the box is in front
  readonly signs: readonly Shown[];
  readonly queue: Queue;
  readonly leftovers: readonly Leftover[];
  readonly moves: number; // how often this page has changed rooms
  readonly said: { text: string; urgent: boolean; count: number }; // for screen readers
  readonly trouble: string | null; // why the last act was refused
}

const NONE: Rights = { say: false, write_notes: false, facilitate: false };

export function initial(queue: Queue): State {
  return {
    line: { is: "connecting" },
    place: null,
    rights: NONE,
    help: false,
    voted: null,
    answered: null,
    room: null,
    console: null,
    muted: false,
    lobby: null,
    log: emptyLog(""),
    talks: [],
    chat: null,
    asked: null,
    signs: [],
    queue,
    leftovers: [],
    moves: 0,
    said: { text: "", urgent: false, count: 0 },
    trouble: null,
  };
}

/** The answer to `enter`: the whole of what one may see. */
export function withEntered(state: State, entered: Entered): State {
  const older = state.place !== null && entered.place.version < state.place.version;
  const { room, console } = entered;
  if (older) return withConsole(room ? withRoomView(state, room) : state, console);
  const next = withRoom(withPlace(state, entered.place), room);
  const voted = votedAsEntered(entered) ?? state.voted;
  return withConsole({ ...next, help: entered.place.help ?? false, voted, answered: answeredAsEntered(entered) ?? state.answered }, console);
}

function answeredAsEntered({ place, room }: Entered): Id | null {
  return place.answered && room?.asking ? room.asking.step : null;
}

function votedAsEntered({ place, room }: Entered): Voted | null {
  return place.voted && room?.poll ? { poll: room.poll.id, vote: room.poll.vote } : null;
}

/** Whether this person has voted in the vote of their room that is open. */
export function hasVoted({ voted, room }: State): boolean {
  return voted !== null && voted.poll === room?.poll?.id && voted.vote === room.poll.vote;
}

/** A `place` that leaves one where one is may still change what one may do there. */
export function withPlace(state: State, place: Place): State {
  if (state.place !== null && place.version < state.place.version) return state;
  const { can: rights = state.rights, help = state.help, muted = state.muted } = place;
  const next = { ...state, place, rights, help, muted };
  return place.role === "facilitator" ? next : withoutFacilitators(next);
}

/** What is for facilitators leaves the page of somebody who is none. */
function withoutFacilitators(state: State): State {
  const talks = state.talks.filter((talk) => talk.to !== FACILITATORS);
  return { ...state, console: null, talks, chat: state.chat === FACILITATORS ? null : state.chat };
}

/** Whether a `place` means that this page stands in the wrong room. */
export function movesAway(state: State, place: Place): boolean {
  const older = state.place !== null && place.version < state.place.version;
  return !older && place.room !== (state.room?.id ?? null);
}

/** A view of the room that one is in; one of another room is passed over. */
export function withRoomView(state: State, room: RoomView): State {
  if (state.room?.id !== room.id || room.version < state.room.version) return state;
  return { ...state, room };
}

function withRoom(state: State, room: RoomView | null): State {
  if (room === null) return { ...state, room: null };
  if (room.id !== state.room?.id) {
    const log = state.log.room === room.id ? state.log : emptyLog(room.id);
    return { ...state, room, log, moves: state.room ? state.moves + 1 : state.moves };
  }
  return withRoomView(state, room);
}

export function withConsole(state: State, console: ConsoleView | null): State {
  if (!console || (state.console && console.version < state.console.version)) return state;
  return { ...state, console };
}

/** What has moved in the rooms since the console's view. Counts only grow. */
export function withPulse(state: State, { rooms }: Pulse): State {
  const { console } = state;
  if (!console) return state;
  const moved = new Map(rooms.map((room) => [room.id, room]));
  return { ...state, console: { ...console, rooms: console.rooms.map((room) => ({ ...room, ...moved.get(room.id) })) } };
}

export function withHeard(state: State, messages: readonly Message[]): State {
  return { ...state, log: withMessages(state.log, messages) };
}

/** Say something to those who listen rather than look. */
export function withSaid(state: State, text: string, urgent = false): State {
  return { ...state, said: { text, urgent, count: state.said.count + 1 } };
}

export function nameOf(state: State, person: Id): string {
  return state.room?.people.find((one) => one.id === person)?.name ?? "";
}

/** Whether nobody writes privately now: by a lock, or by the step that runs. */
export function isPrivateShut(room: Pick<RoomView, "private_locked" | "private_paused">): boolean {
  return room.private_locked || room.private_paused;
}
