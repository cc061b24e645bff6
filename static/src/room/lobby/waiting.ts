// Waiting in the lobby: the line stays up, and the server says when the doors open. What is shown is
// asked for again each minute or so, every browser at its own moment.
import type { Clock } from "../clock.ts";
import type { Store } from "../store.ts";
import type { State } from "../state.ts";
import type { Answer, Id, LobbyView, Refusal, Shown, Waits, Why, Wire } from "../wire.ts";

const LOOK_AGAIN = 45_000;
const SPREAD = 30_000;

/** Refusals that time or a facilitator mends. */
export const WAITS: ReadonlySet<string> = new Set(["too_early", "not_opened", "not_admitted"]);

export class Waiting {
  readonly #wire: Wire;
  readonly #store: Store<State>;
  readonly #clock: Clock;
  readonly #part: Id;
  readonly #enter: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(wire: Wire, store: Store<State>, clock: Clock, part: Id, enter: () => void) {
    this.#wire = wire;
    this.#store = store;
    this.#clock = clock;
    this.#part = part;
    this.#enter = enter;
    wire.hear<{ within: number }>("doors", ({ within }) => this.#enterIn(Math.random() * within));
    wire.hear<Why>("lobby", (why) => this.#told(why));
  }

  /** Wait here; null once one does, else why there is no waiting. */
  async wait(): Promise<Refusal | null> {
    const answer: Answer<Waits> = await this.#wire.ask<Waits>("wait", { part: this.#part });
    if (!answer.ok) return answer;
    this.#clock.set(answer.now);
    const { reason, why, lobby } = answer;
    const line = { is: "lobby", reason, why, down: false } as const;
    this.#store.update((state) => ({ ...state, line, lobby, room: null, console: null }));
    this.#enterIn(LOOK_AGAIN + Math.random() * SPREAD);
    return null;
  }

  /** The line is lost: one stays here, and is told so. */
  down(): void {
    const { line } = this.#store.get();
    if (line.is === "lobby") this.#store.update((state) => ({ ...state, line: { ...line, down: true } }));
  }

  /** Choose what others see of oneself. */
  async choose(shown: Shown): Promise<void> {
    const answer = await this.#wire.ask<{ lobby: LobbyView }>("choose_shown", { part: this.#part, shown });
    const trouble = answer.ok ? null : answer.message || answer.code;
    this.#store.update((state) => ({ ...state, trouble, lobby: answer.ok ? answer.lobby : state.lobby }));
  }

  leave(): void {
    clearTimeout(this.#timer);
  }

  #told({ reason, why }: Why): void {
    const { line } = this.#store.get();
    if (line.is === "lobby") this.#store.update((state) => ({ ...state, line: { ...line, reason, why } }));
  }

  /** A crowd that is let in at one moment comes one after another, so each has its own. */
  #enterIn(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#enter, milliseconds);
  }
}
