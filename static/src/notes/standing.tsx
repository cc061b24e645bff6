import { t } from "../room/texts.ts";
import type { TextKey } from "../room/texts.ts";
import type { NotesState } from "./state.ts";

/**
 * One line that says whether what is on the screen is with the server. It changes with every word,
 * so that it is no live region; what matters is told by `spoken.ts`.
 */
export function NotesStanding({ state }: { state: NotesState }) {
  const key = `notes.standing.${keyOf(state)}` as TextKey;
  return (
    <p class={`notes-standing notes-standing--${state.standing}`} id="notes-standing">
      {t(key)} {state.standing === "refused" && state.reason}
      {state.standing === "outdated" && (
        <button type="button" class="link" onClick={() => window.location.reload()}>
          {t("notes.reload")}
        </button>
      )}
    </p>
  );
}

function keyOf(state: NotesState): string {
  if (state.standing === "offline") return state.unsaved ? "offline_unsaved" : "offline";
  if (state.standing === "locked" && state.unsaved) return "locked_unsaved";
  return state.standing;
}
