// Unsent words of rooms that one is not in: theirs to copy, to download, or to forget.
import { QUEUE, SEEN, draftName, privateName } from "./keep.ts";
import type { Keep, Kept } from "./keep.ts";
import type { Leftover } from "./state.ts";
import type { Id } from "./wire.ts";

/** What is kept of other rooms than `here`; what waits where it was written privately, once one is `out`. */
export function leftoversIn(keep: Keep, here: Id | null, out: boolean): Leftover[] {
  return keep.names().flatMap((id): Leftover[] => {
    const kept = id === QUEUE || id === SEEN ? null : keep.read<Kept>(id);
    if (!kept || kept.room === here) return [];
    const from = whence(id, kept);
    if (from === "private" && !out) return [];
    return [{ id, roomName: kept.roomName, from, text: kept.text }];
  });
}

function whence(id: string, { room }: Kept): Leftover["from"] {
  if (id === privateName(room)) return "private";
  return id === draftName(room) ? "chat" : "notes";
}

/** Which of `ids` takes the place of one that goes: the one after it, else the last that is left. */
export function nextTo(ids: readonly string[], gone: string): string | null {
  const place = ids.indexOf(gone);
  return ids[place + 1] ?? ids[place - 1] ?? null;
}
