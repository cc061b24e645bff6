// In which order the console is read: a phone shows one thing below the other, and the rooms come first that one runs.

export type Place = "sheet" | "opening" | "time" | "polls" | "announce" | "chat" | "rooms";

const BESIDE: readonly Place[] = ["sheet", "opening", "time", "polls", "announce", "chat", "rooms"];
const BELOW: readonly Place[] = ["sheet", "time", "rooms", "opening", "polls", "announce", "chat"];

/** The same in the page's order and before the eyes, so that Tab never jumps. */
export function orderOf(narrow: boolean): readonly Place[] {
  return narrow ? BELOW : BESIDE;
}
