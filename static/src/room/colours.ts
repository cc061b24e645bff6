import type { Id } from "./wire.ts";

export const COLOURS = 8;

/** One of the colours of people, the same for a person in every browser. */
export function colourOf(person: Id): number {
  let sum = 0;
  for (const letter of person) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return sum % COLOURS;
}
