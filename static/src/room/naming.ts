// Rooms are named in the reader's language: the plenary by its kind, a room that nobody has given a
// name by its number.
import { t } from "./texts.ts";
import type { ConsoleView, Entered, RoomView } from "./wire.ts";

interface Named {
  kind: "plenary" | "breakout";
  name: string;
}

/** The same room, or view of rooms, with the name that people read. */
export function named<R extends Named>(room: R): R {
  return { ...room, name: nameOf(room) };
}

/** A room as those in it see it, with the rooms they may choose. */
export function namedRoom(room: RoomView): RoomView {
  return { ...named(room), choices: room.choices?.map(named) ?? null };
}

export function namedConsole(view: ConsoleView): ConsoleView {
  return { ...view, rooms: view.rooms.map(named) };
}

export function namedEntered(entered: Entered): Entered {
  const room: RoomView | null = entered.room && namedRoom(entered.room);
  return { ...entered, room, console: entered.console && namedConsole(entered.console) };
}

/** A room's name as people read it. */
export function nameOf(room: Named): string {
  if (room.kind === "plenary") return t("room.plenary");
  return /^\d+$/.test(room.name) ? t("room.numbered", { number: room.name }) : room.name;
}
