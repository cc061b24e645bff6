// Moving people between rooms: one or several, by pointer or keyboard, and back again.
import { Store } from "./store.ts";
import { t, tn } from "./texts.ts";
import type { ConsoleRoom, ConsoleView, Id, Person } from "./wire.ts";

/** What moving needs of the session. */
export interface Mover {
  act(event: string, data: object): Promise<boolean>;
  say(text: string): void;
}

/** The last move, for as long as it can be taken back. */
export interface Moved {
  readonly text: string;
  readonly seen: number; // the version of the view by which it was decided
  readonly from: ReadonlyMap<Id | null, readonly Id[]>; // null: the plenary
}

export interface Moves {
  readonly picking: boolean;
  readonly picked: ReadonlySet<Id>;
  readonly last: Moved | null;
}

const NOBODY: ReadonlySet<Id> = new Set();

export class Moving {
  readonly store = new Store<Moves>({ picking: false, picked: NOBODY, last: null });
  readonly #mover: Mover;
  #dragged: readonly Id[] = [];

  constructor(mover: Mover) {
    this.#mover = mover;
  }

  /** Begin or end choosing several people. */
  choose(picking: boolean): void {
    this.store.update((old) => ({ ...old, picking, picked: NOBODY }));
  }

  pick(person: Id): void {
    this.store.update((old) => {
      const picked = new Set(old.picked);
      if (!picked.delete(person)) picked.add(person);
      return { ...old, picked };
    });
  }

  /** A row is taken up: it takes along those that are picked with it. */
  drag(person: Id): void {
    const { picked } = this.store.get();
    this.#dragged = picked.has(person) ? [...picked] : [person];
  }

  async drop(view: ConsoleView, room: ConsoleRoom): Promise<void> {
    const dragged = this.#dragged;
    this.#dragged = [];
    await this.move(view, dragged, room);
  }

  async move(view: ConsoleView, people: Iterable<Id>, room: ConsoleRoom): Promise<void> {
    const whom = movable(view, people, room);
    if (whom.length === 0) return;
    const to = room.kind === "plenary" ? null : room.id;
    const ids = whom.map(({ person }) => person.id);
    if (!(await this.#mover.act("seat", { part: view.part.id, people: ids, room: to, seen: view.version }))) return;
    const [only] = whom;
    const text =
      whom.length === 1 && only
        ? t("move.done", { name: only.person.name, room: room.name })
        : tn("move.done_all", whom.length, { room: room.name });
    this.store.update(() => ({ picking: false, picked: NOBODY, last: { text, seen: view.version, from: origins(whom) } }));
    this.#mover.say(text);
  }

  /** Take the last move back: everybody to where they came from. */
  async back(part: Id): Promise<void> {
    const { last } = this.store.get();
    if (!last) return;
    this.forget();
    for (const [room, people] of last.from) {
      if (!(await this.#mover.act("seat", { part, people, room, seen: last.seen }))) return;
    }
    this.#mover.say(t("move.undone"));
  }

  forget(): void {
    this.store.update((old) => ({ ...old, last: null }));
  }
}

interface Located {
  person: Person;
  room: ConsoleRoom;
}

/** Those of `people` who can be moved there: participants who are somewhere else. */
function movable(view: ConsoleView, people: Iterable<Id>, to: ConsoleRoom): Located[] {
  const wanted = new Set(people);
  return view.rooms
    .filter((room) => room.id !== to.id)
    .flatMap((room) => room.people.map((person) => ({ person, room })))
    .filter(({ person }) => wanted.has(person.id) && person.role === "participant");
}

function origins(whom: Located[]): Map<Id | null, Id[]> {
  const from = new Map<Id | null, Id[]>();
  for (const { person, room } of whom) {
    const key = room.kind === "plenary" ? null : room.id;
    from.set(key, [...(from.get(key) ?? []), person.id]);
  }
  return from;
}
