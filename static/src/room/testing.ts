// For tests alone: a line to a server that answers as it is told.
import type { Answer, ConsoleRoom, ConsoleView, LobbyView, Person, Place, Point, RoomView, Wire } from "./wire.ts";

type Reply = (data: Record<string, unknown>) => Answer<object> | Promise<Answer<object>>;

export class FakeWire implements Wire {
  connected = true;
  readonly transport = "websocket";
  readonly asked: { event: string; data: Record<string, unknown> }[] = [];
  readonly #replies = new Map<string, Reply>([["conversations", () => ({ ok: true, conversations: [] })]]);
  readonly #hearers = new Map<string, Set<(data: never) => void>>();

  answer(event: string, reply: Reply): void {
    this.#replies.set(event, reply);
  }

  async ask<T>(event: string, data: object): Promise<Answer<T>> {
    if (!this.connected) return { ok: false, code: "offline", message: "" };
    this.asked.push({ event, data: data as Record<string, unknown> });
    const reply = this.#replies.get(event) ?? (() => ({ ok: true }));
    const answer = await reply(data as Record<string, unknown>);
    if (!this.connected) return { ok: false, code: "offline", message: "" };
    return answer as Answer<T>;
  }

  hear<T>(event: string, handler: (data: T) => void): () => void {
    const hearers = this.#hearers.get(event) ?? new Set();
    this.#hearers.set(event, hearers.add(handler as (data: never) => void));
    return () => hearers.delete(handler as (data: never) => void);
  }

  push(event: string, data: unknown): void {
    for (const hearer of this.#hearers.get(event) ?? []) hearer(data as never);
  }

  start(): void {}

  stop(): void {
    this.connected = false;
  }

  asks(event: string): Record<string, unknown>[] {
    return this.asked.filter((one) => one.event === event).map((one) => one.data);
  }
}

/** Let everything happen that waits for nothing but a promise. */
export function settle(): Promise<void> {
  return new Promise((done) => setTimeout(done, 5));
}

/** Wait for something to come true; a test that waits in vain fails by its name. */
export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; !holds(); tries++) {
    if (tries === 1_000) throw new Error(`never came true: ${holds}`);
    await settle();
  }
}

export function somebody(id: string): Person {
  return { id, name: id, organisation: null, role: "participant", present: true };
}

export function aRoom(id: string, version = 1, more: Partial<RoomView> = {}): RoomView {
  return {
    id,
    version,
    kind: "breakout",
    name: `Room ${id}`,
    prompt: "",
    people: [somebody("me")],
    hands: [],
    last: 0,
    notes: { last: 0, locked: false, paused: false },
    chat_locked: false,
    private_locked: false,
    private_paused: false,
    hands_locked: false,
    votes_locked: false,
    voices: "",
    case: null,
    poll: null,
    round: null,
    choices: null,
    step: null,
    asking: null,
    timer_ends_at: null,
    timer_left: null,
    closes_at: null,
    now: "2026-11-23T10:00:00+00:00",
    ...more,
  };
}

export function aPoint(id: string, number: number, more: Partial<Point> = {}): Point {
  return {
    room: "room",
    id,
    number,
    position: number,
    kind: "idea",
    text: id,
    due: null,
    writer: "me",
    taker: null,
    removed: false,
    ...more,
  };
}

export function aPlace(room: string | null, version = 1): Place {
  const can = { say: true, write_notes: true, facilitate: false };
  return { version, room, role: "participant", reason: "entered", can, help: false };
}

export function aLobby(): LobbyView {
  return {
    starts_at: "2026-11-23T10:10:00+00:00",
    ends_at: "2026-11-23T13:00:00+00:00",
    doors_at: "2026-11-23T09:40:00+00:00",
    agenda: [],
    facilitators: [],
    coming: [],
    others: 1,
    pledges: [],
    shown: "organisation",
  };
}

export function aConsole(version: number, state: string): ConsoleView {
  return {
    version,
    part: { id: "part", title: "Part", state },
    round: null,
    asking: null,
    reached: null,
    sheet: { steps: [], current: null, began_at: null, waiting: null, back: null, next: null },
    poll: null,
    prepared: [],
    acts: [],
    rooms: [],
    hands: [],
    unseated: [],
    removed: [],
    doors: { admits_each: false, waiting: [], banned: [] },
    timer_ends_at: null,
    timer_left: null,
    chat_locked: false,
    private_locked: false,
    muted: [],
    now: "2026-11-23T10:00:00+00:00",
  };
}

export function aConsoleRoom(id: string, more: Partial<ConsoleRoom> = {}): ConsoleRoom {
  return {
    id,
    name: `Room ${id}`,
    kind: "breakout",
    people: [],
    hands: 0,
    prompt: "",
    closes_at: null,
    help: [],
    notes_last: 0,
    notes_moved_at: null,
    notes_locked: false,
    messages_last: 0,
    presenter: "",
    presenter_here: false,
    ...more,
  };
}
