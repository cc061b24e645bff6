// Whose voice the step that runs leaves, seen from one person in one room. The server judges it anew.
import type { State } from "./state.ts";
import type { Id, RoomView } from "./wire.ts";

export function presenterOf(room: RoomView): Id | null {
  return room.people.find((person) => person.presents)?.id ?? null;
}

/** Why this person may neither write in the chat nor raise a hand just now; null: they may. */
export function quietBy(state: State, room: RoomView, me: Id): "silence" | "turned_away" | null {
  if (state.rights.facilitate) return null;
  if (room.voices === "silence") return "silence";
  return room.voices === "turned_away" && presenterOf(room) === me ? "turned_away" : null;
}
