// A room's chat as one holds it: numbers run from 1 without a gap. What comes early waits for what is
// missing; what comes twice is held once.
import type { Id, Message } from "./wire.ts";

export interface Log {
  readonly room: Id;
  readonly lines: readonly Message[]; // 1, 2, 3 … without a gap
  readonly early: readonly Message[]; // beyond a gap
}

export function emptyLog(room: Id): Log {
  return { room, lines: [], early: [] };
}

/** The newest number up to which nothing is missing. */
export function lastOf(log: Log): number {
  return log.lines.length;
}

/** Whether something between what is held is missing, or `newest` is not held yet. */
export function lacks(log: Log, newest = 0): boolean {
  return log.early.length > 0 || newest > lastOf(log);
}

/** The log with `messages` in their places; those of other rooms are passed over. */
export function withMessages(log: Log, messages: readonly Message[]): Log {
  const waiting = new Map(log.early.map((message) => [message.number, message]));
  for (const message of messages) {
    if (message.room === log.room && message.number > lastOf(log)) {
      waiting.set(message.number, message);
    }
  }
  const lines = [...log.lines];
  for (let next = waiting.get(lines.length + 1); next; next = waiting.get(lines.length + 1)) {
    waiting.delete(next.number);
    lines.push(next);
  }
  const early = [...waiting.values()].sort((a, b) => a.number - b.number);
  return { room: log.room, lines, early };
}
