// Chat lines on their way. Each has a key of its own, so that sending one again stores nothing twice.
// A line leaves this list only when the server has it, or when its writer takes it back.
import type { To } from "./talks.ts";
import type { Id } from "./wire.ts";

export interface Outgoing {
  readonly key: string;
  readonly room: Id; // a conversation's: `to`
  readonly roomName: string;
  readonly to?: To; // what is said in a room has none
  readonly text: string;
  readonly refused: string | null; // why, in words for people; null: still to be sent
}

export type Queue = readonly Outgoing[];

export function queued(queue: Queue, line: Omit<Outgoing, "refused">): Queue {
  return [...queue, { ...line, refused: null }];
}

/** The oldest line to send. One goes at a time, so that lines arrive in the order of writing. */
export function nextToSend(queue: Queue): Outgoing | undefined {
  return queue.find((line) => line.refused === null);
}

export function without(queue: Queue, key: string): Queue {
  return queue.filter((line) => line.key !== key);
}

export function refuse(queue: Queue, key: string, reason: string): Queue {
  return queue.map((line) => (line.key === key ? { ...line, refused: reason } : line));
}

/** Try a refused line again, under its old key. */
export function again(queue: Queue, key: string): Queue {
  return queue.map((line) => (line.key === key ? { ...line, refused: null } : line));
}

/** How many of these lines stand there with the reason for which they were not taken. */
export function refusedIn(queue: Queue): number {
  return queue.filter((line) => line.refused !== null).length;
}
