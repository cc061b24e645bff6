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

/** The raised hands of all rooms, in the order in which they went up. */
export function Hands({ view, here, onVisit }: Props) {
  const session = useSession();
  useSeconds(view.hands.length > 0);
  if (view.hands.length === 0) return null;
  const visit = async (room: ConsoleRoom) => {
    const to = room.kind === "plenary" ? null : room.id;
    if (room.id === here || (await session.act("visit", { room: to }))) onVisit();
  };
  return (
    <section class="raised" aria-labelledby="raised-title">
      <h2 class="raised__title" id="raised-title">
        {tn("hands.title", view.hands.length)}
      </h2>
      <ol class="raised__list">
        {view.hands.map(({ person, room: id, at }) => {
          const room = view.rooms.find((one) => one.id === id);
          const name = room?.people.find((one) => one.id === person)?.name;
          return (
            room &&
            name && (
              <li key={person} class="raised__one">
                <span class="raised__who">
                  <strong>{name}</strong> {room.name}
                  <span class="help__since">{since(session.clock.now() - Date.parse(at))}</span>
                </span>
                <button type="button" class="link" onClick={() => void session.act("lower", { room: id, person })}>
                  {t("people.lower")}
                  <span class="visually-hidden"> ({name})</span>
                </button>
                <button type="button" class="link" onClick={() => void visit(room)}>
                  {t(room.id === here ? "card.here" : room.kind === "plenary" ? "card.return" : "card.visit")}
                  <span class="visually-hidden"> ({room.name})</span>
                </button>
              </li>
            )
          );
        })}
      </ol>
    </section>
  );
}
