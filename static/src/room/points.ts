// The ideas and actions beside a room's notes. The room counts every change of them: the newest of each
// row wins, and a number that stays away is asked for, so that what one hears equals what one fetches.
import { Store } from "./store.ts";
import type { Answer, Id, Latest, Point, PointKind, Wire } from "./wire.ts";

export interface PointList {
  readonly points: readonly Point[]; // in the order in which they were noted
  readonly last: number; // all changes up to this one are known
  readonly known: boolean; // the list was fetched once
}

interface Page {
  points: Point[];
  last: number;
}

/** What somebody has written in the form. `key` stays the same until the server has it. */
export interface Draft {
  readonly key: string;
  readonly kind: PointKind;
  readonly text: string;
  readonly due: string; // ISO 8601, or empty
  readonly take: boolean;
  readonly alone: boolean; // the room does not see it
}

export const EMPTY: PointList = { points: [], last: 0, known: false };

/** The list with points as they were told or fetched; older news of a row changes nothing. */
export function withPoints(list: PointList, told: readonly Point[]): PointList {
  const rows = new Map(list.points.map((point) => [point.id, point]));
  for (const point of told) {
    if ((rows.get(point.id)?.number ?? 0) < point.number) rows.set(point.id, point);
  }
  const points = [...rows.values()].sort((a, b) => a.position - b.position);
  let { last } = list;
  for (const number of told.map((point) => point.number).sort((a, b) => a - b)) {
    if (number === last + 1) last = number;
  }
  return { ...list, points, last };
}

/** Those that stand: a removed one is remembered only so that older news does not bring it back. */
export function standing(list: PointList, kind: PointKind): Point[] {
  return list.points.filter((point) => point.kind === kind && !point.removed);
}

export class Points {
  readonly list = new Store<PointList>(EMPTY);
  readonly #room: Id;
  readonly #wire: Wire;
  readonly #ends: (() => void)[];
  #fetching = false;

  constructor(room: Id, wire: Wire) {
    this.#room = room;
    this.#wire = wire;
    this.#ends = [
      wire.hear<Point>("points", (point) => point.room === room && this.#heard(point)),
      wire.hear<Latest>("latest", (latest) => {
        if (latest.room === room && latest.points > this.list.get().last) void this.fetch();
      }),
    ];
  }

  /** Fetch what is missing. Called after each connect. */
  async fetch(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    const since = this.list.get().last;
    const page = await this.#wire.ask<Page>("points.since", { room: this.#room, since });
    this.#fetching = false;
    if (!page.ok) return;
    this.list.update((list) => {
      const next = withPoints(list, page.points);
      return { ...next, last: Math.max(next.last, page.last), known: true };
    });
  }

  note({ key, kind, text, due, take, alone }: Draft): Promise<Answer> {
    const action = kind === "action";
    if (action && take && alone) return this.#wire.ask("points.keep", { room: this.#room, key, text, due: due || null });
    return this.#do("points.note", { key, kind, text, due: (action && due) || null, take: action && take });
  }

  change(point: Id, text: string, due: string): Promise<Answer> {
    return this.#do("points.change", { point, text, due: due || null });
  }

  take(point: Id, taken: boolean): Promise<Answer> {
    return this.#do("points.take", { point, taken });
  }

  remove(point: Id): Promise<Answer> {
    return this.#do("points.remove", { point });
  }

  end(): void {
    for (const end of this.#ends) end();
  }

  async #do(event: string, data: object): Promise<Answer> {
    const answer = await this.#wire.ask<{ point: Point }>(event, { room: this.#room, ...data });
    if (answer.ok) this.#heard(answer.point);
    return answer;
  }

  #heard(point: Point): void {
    this.list.update((list) => withPoints(list, [point]));
    if (point.number > this.list.get().last) void this.fetch();
  }
}
