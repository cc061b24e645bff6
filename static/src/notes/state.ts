import type { Refusal } from "../room/wire.ts";

/** How the notes stand between this browser and the server, as it is told to the person. */
export type Standing =
  | "joining" // nothing is known yet
  | "saving"
  | "saved" // everything on the screen is committed by the server
  | "offline" // no line to the server; edits are kept here
  | "locked" // read-only: a facilitator has locked them, or the room is closed
  | "refused" // this person may not write here any more, or the server cannot use the edits
  | "outdated"; // a newer editor is in use; this page must be loaded again

export interface NotesState {
  readonly standing: Standing;
  readonly unsaved: boolean; // this browser holds edits that the server has not acknowledged
  readonly reason: string;
}

export const JOINING: NotesState = { standing: "joining", unsaved: false, reason: "" };

/** What a refusal of the server means for the notes; null: it passes, ask again. */
export function standingAfter(refusal: Refusal): Standing | null {
  switch (refusal.code) {
    case "read_only":
    case "notes_locked":
      return "locked";
    case "schema":
      return "outdated";
    case "resync":
    case "retry":
    case "no_answer":
    case "unavailable":
    case "too_many":
      return null;
    case "offline":
      return "offline";
    default:
      return "refused";
  }
}
