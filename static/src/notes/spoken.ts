// What is told of the notes to people who listen: trouble and its end, and not each word that is saved.
import type { Utterance } from "../room/spoken.ts";
import { t } from "../room/texts.ts";
import type { NotesState } from "./state.ts";

/** What is said when the standing changes; null: nothing. That the line is lost is told for the whole room. */
export function spokenOf(before: NotesState, now: NotesState): Utterance | null {
  if (before.standing === now.standing) return null;
  switch (now.standing) {
    case "locked":
      return { text: t(now.unsaved ? "notes.standing.locked_unsaved" : "notes.standing.locked"), urgent: now.unsaved };
    case "refused":
      return { text: `${t("notes.standing.refused")} ${now.reason}`.trim(), urgent: true };
    case "outdated":
      return { text: t("notes.standing.outdated"), urgent: true };
    case "saved":
    case "saving":
      return before.standing === "locked" ? { text: t("notes.said.unlocked"), urgent: false } : null;
    default:
      return null;
  }
}
