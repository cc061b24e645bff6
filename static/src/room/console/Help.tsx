import { since } from "../clock.ts";
import { useSession } from "../context.ts";
import { useSeconds } from "../hooks.ts";
import { t, tn } from "../texts.ts";
import type { ConsoleRoom, ConsoleView, Id } from "../wire.ts";

interface Props {
  view: ConsoleView;
  here: Id | null;
  onVisit: () => void;
}

/** Calls for help in the order in which they came. Facilitators alone see them. */
export function Help({ view, here, onVisit }: Props) {
  const session = useSession();
  const calls = view.rooms
    .flatMap((room) => room.help.map((call) => ({ room, ...call })))
    .sort((one, other) => one.at.localeCompare(other.at));
  useSeconds(calls.length > 0);
  if (calls.length === 0) return null;
  const visit = async (room: ConsoleRoom) => {
    if (room.id === here || (await session.act("visit", { room: room.id }))) onVisit();
  };
  return (
    <section class="help" aria-labelledby="help-title">
      <h2 class="help__title" id="help-title">
        {tn("help.title", calls.length)}
      </h2>
      <ol class="help__list">
        {calls.map(({ room, person, at }) => (
          <li key={`${room.id}${person}`} class="help__call">
            <span class="help__who">
              <strong>{room.name}</strong> {nameIn(room, person)}
              <span class="help__since">{since(session.clock.now() - Date.parse(at))}</span>
            </span>
            <button type="button" class="button button--small" onClick={() => void visit(room)}>
              {t("help.go", { room: room.name })}
            </button>
            <button type="button" class="button button--small button--quiet" onClick={() => void session.act("answer", { room: room.id })}>
              {t("help.answered")}
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

function nameIn(room: ConsoleRoom, person: Id): string {
  return room.people.find((one) => one.id === person)?.name ?? "";
}
