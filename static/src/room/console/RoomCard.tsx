import { useEffect, useRef, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t, tn } from "../texts.ts";
import type { ConsoleRoom, ConsoleView } from "../wire.ts";
import { PeopleRows } from "./PeopleRows.tsx";
import { RoomCase } from "./RoomCase.tsx";
import { Rename } from "./Rename.tsx";

interface Props {
  room: ConsoleRoom;
  view: ConsoleView;
  here: boolean;
  onVisit: () => void;
}

/** One room from outside: who is there, who wants something, whether it is moving. */
export function RoomCard({ room, view, here, onVisit }: Props) {
  const session = useSession();
  const [renaming, setRenaming] = useState(false);
  const present = room.people.filter((person) => person.present).length;
  const plenary = room.kind === "plenary";
  const goTo = async () => {
    if (here || (await session.act("visit", { room: plenary ? null : room.id }))) onVisit();
  };
  return (
    <article class={here ? "card card--here" : "card"} aria-labelledby={`card-${room.id}`}>
      <header class="card__head">
        <h3 class="card__name" id={`card-${room.id}`}>
          {room.name}
        </h3>
        {room.people.length > 0 && (
          <p class="card__count">{t("card.count", { present, all: room.people.length })}</p>
        )}
      </header>
      <Signs room={room} />
      {room.presenter && <RoomCase room={room} part={view.part.id} />}
      <PeopleRows people={room.people} room={room.id} view={view} />
      <footer class="card__foot">
        <button type="button" class="link" onClick={() => void goTo()}>
          {here ? t("card.here") : t(plenary ? "card.return" : "card.visit")}
          <span class="visually-hidden"> ({room.name})</span>
        </button>
        {!plenary && (
          <button type="button" class="link" onClick={() => setRenaming(true)}>
            {t("card.rename")}
            <span class="visually-hidden"> ({room.name})</span>
          </button>
        )}
      </footer>
      {renaming && <Rename room={room} onClose={() => setRenaming(false)} />}
    </article>
  );
}

function Signs({ room }: { room: ConsoleRoom }) {
  const notes = useMoving(room.notes_last);
  const chat = useMoving(room.messages_last);
  return (
    <p class="card__signs">
      {room.help.length > 0 && <span class="tag tag--help">{t("card.help")}</span>}
      {room.hands > 0 && <span class="tag tag--hands">{tn("card.hands", room.hands)}</span>}
      <span class={notes ? "sign sign--moving" : "sign"}>
        {t(notes ? "card.notes.moving" : room.notes_last > 0 ? "card.notes.still" : "card.notes.none")}
      </span>
      <span class={chat ? "sign sign--moving" : "sign"}>{tn("card.messages", room.messages_last)}</span>
    </p>
  );
}

const MOVES_FOR = 20_000;

/** Whether a number has grown within the last moments. */
function useMoving(number: number): boolean {
  const [moving, setMoving] = useState(false);
  const known = useRef(number);
  useEffect(() => {
    if (number === known.current) return;
    known.current = number;
    setMoving(true);
    const timer = setTimeout(() => setMoving(false), MOVES_FOR);
    return () => clearTimeout(timer);
  }, [number]);
  return moving;
}
