import { useSession } from "../context.ts";
import { useSeconds } from "../hooks.ts";
import { t, tn } from "../texts.ts";
import type { ConsoleRoom } from "../wire.ts";

const MOVES_FOR = 60_000;

/** What a room looks like from outside: who wants something, and whether its notes move. Never a word. */
export function Signs({ room }: { room: ConsoleRoom }) {
  const { clock } = useSession();
  useSeconds(room.notes_moved_at !== null);
  const age = room.notes_moved_at === null ? null : clock.now() - Date.parse(room.notes_moved_at);
  return (
    <p class="card__signs">
      {room.help.length > 0 && <span class="tag tag--help">{t("card.help")}</span>}
      {room.hands > 0 && <span class="tag tag--hands">{tn("card.hands", room.hands)}</span>}
      <span class={age !== null && age < MOVES_FOR ? "sign sign--moving" : "sign"}>{notesOf(age)}</span>
      <span class="sign">{tn("card.messages", room.messages_last)}</span>
    </p>
  );
}

function notesOf(age: number | null): string {
  if (age === null) return t("card.notes.none");
  if (age < MOVES_FOR) return t("card.notes.moving", { seconds: Math.max(0, Math.round(age / 1_000)) });
  return tn("card.notes.still", Math.floor(age / 60_000));
}
