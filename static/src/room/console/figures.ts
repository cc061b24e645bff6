import type { ConsoleRoom } from "../wire.ts";

/** How many people are in the rooms; whoever waits in the plenary for a room is among them. */
export function peopleIn(rooms: readonly ConsoleRoom[]): number {
  return new Set(rooms.flatMap((room) => room.people.map((person) => person.id))).size;
}
