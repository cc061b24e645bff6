// Signs to the room: shown for a moment, counted where many give the same, and kept nowhere.
import type { State } from "./state.ts";
import type { Store } from "./store.ts";
import type { Reaction, Sign, Wire } from "./wire.ts";

export const REACTIONS: readonly Reaction[] = ["thumbs_up", "clap", "yes", "slower"];
const STAYS = 6_000;
const MOST = 200;

export interface Shown extends Sign {
  readonly number: number;
}

/** Who gives one sign at the moment; whoever gives it twice counts once. */
export interface Given {
  readonly reaction: Reaction;
  readonly names: readonly string[];
}

export function given(signs: readonly Sign[]): Given[] {
  return REACTIONS.flatMap((reaction) => {
    const names = new Map(signs.filter((sign) => sign.reaction === reaction).map((sign) => [sign.person, sign.name]));
    return names.size > 0 ? [{ reaction, names: [...names.values()] }] : [];
  });
}

/** Show each sign of the room that one is in for as long as it takes to see it. */
export function showSigns(wire: Wire, store: Store<State>): void {
  let count = 0;
  wire.hear<Sign>("reaction", (sign) => {
    if (sign.room !== store.get().room?.id) return;
    const number = ++count;
    store.update((state) => ({ ...state, signs: [...state.signs, { ...sign, number }].slice(-MOST) }));
    setTimeout(() => store.update((state) => without(state, number)), STAYS);
  });
}

function without(state: State, number: number): State {
  return { ...state, signs: state.signs.filter((sign) => sign.number !== number) };
}
