import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsoleRoom, ConsoleView } from "../wire.ts";
import { CloseRoom, ClosingRoom } from "./CloseRoom.tsx";
import { useDrop } from "./moving.ts";
import { PeopleRows } from "./PeopleRows.tsx";
import { Prompt } from "./Prompt.tsx";
import { Rename } from "./Rename.tsx";
import { RoomCase } from "./RoomCase.tsx";
import { Signs } from "./Signs.tsx";

interface Props {
  room: ConsoleRoom;
  view: ConsoleView;
  here: boolean;
  onVisit: () => void;
}

const CARE = { rename: "card.rename", prompt: "card.prompt", close: "card.close" } as const;

/** One room from outside: who is there, who wants something, whether it is moving. */
export function RoomCard({ room, view, here, onVisit }: Props) {
  const session = useSession();
  const [open, setOpen] = useState<"rename" | "prompt" | "close" | null>(null);
  const { over, on } = useDrop(view, room);
  const shut = () => setOpen(null);
  const present = room.people.filter((person) => person.present).length;
  const plenary = room.kind === "plenary";
  const goTo = async () => {
    if (here || (await session.act("visit", { room: plenary ? null : room.id }))) onVisit();
  };
  return (
    <article class={`card${here ? " card--here" : ""}${over ? " card--over" : ""}`} {...on} aria-labelledby={`card-${room.id}`}>
      <header class="card__head">
        <h3 class="card__name" id={`card-${room.id}`}>
          {room.name}
        </h3>
        {room.people.length > 0 && (
          <p class="card__count">{t("card.count", { present, all: room.people.length })}</p>
        )}
      </header>
      {room.closes_at && <ClosingRoom room={room} view={view} closesAt={room.closes_at} />}
      <Signs room={room} />
      {room.presenter && <RoomCase room={room} part={view.part.id} />}
      <PeopleRows people={room.people} room={room.id} view={view} />
      <footer class="card__foot">
        <button type="button" class="link" onClick={() => void goTo()}>
          {here ? t("card.here") : t(plenary ? "card.return" : "card.visit")}
          <span class="visually-hidden"> ({room.name})</span>
        </button>
        {!plenary && (
          <>
            {(["rename", "prompt", "close"] as const).map((what) => (
              <button key={what} type="button" class="link" onClick={() => setOpen(what)}>
                {t(CARE[what])}
                <span class="visually-hidden"> ({room.name})</span>
              </button>
            ))}
          </>
        )}
      </footer>
      {open === "rename" && <Rename room={room} version={view.version} onClose={shut} />}
      {open === "prompt" && <Prompt room={room} version={view.version} onClose={shut} />}
      {open === "close" && <CloseRoom room={room} view={view} onClose={shut} />}
    </article>
  );
}
