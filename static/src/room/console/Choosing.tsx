import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { Id, Round } from "../wire.ts";

/** Whether people may still change the rooms that they have chosen. */
export function Choosing({ part, round }: { part: Id; round: Round }) {
  const session = useSession();
  const lock = () => void session.act("lock_moves", { part, locked: !round.moves_locked });
  return (
    <>
      <p>{t(round.moves_locked ? "console.moves.locked" : "console.moves.open")}</p>
      <div class="desk__buttons">
        <button type="button" class="button button--quiet" onClick={lock}>
          {t(round.moves_locked ? "console.moves.unlock" : "console.moves.lock")}
        </button>
      </div>
    </>
  );
}
