import { useMemo } from "preact/hooks";

import { useSession } from "../context.ts";
import { useHeldFocus, useMedia } from "../hooks.ts";
import { Moving } from "../moving.ts";
import type { State } from "../state.ts";
import { t, tn } from "../texts.ts";
import type { ConsoleView, Id } from "../wire.ts";
import { Announce } from "./Announce.tsx";
import { Banned } from "./Banned.tsx";
import { Beside } from "./Beside.tsx";
import { Doors } from "./Doors.tsx";
import { FacilitatorsChat } from "./FacilitatorsChat.tsx";
import { peopleIn } from "./figures.ts";
import { Hands } from "./Hands.tsx";
import { Help } from "./Help.tsx";
import { Missing } from "./Missing.tsx";
import { MovingContext } from "./moving.ts";
import { orderOf } from "./order.ts";
import { Part } from "./Part.tsx";
import { Picked } from "./Picked.tsx";
import { Polls } from "./Polls.tsx";
import { Rebalance } from "./Rebalance.tsx";
import { Removed } from "./Removed.tsx";
import { RoomCard } from "./RoomCard.tsx";
import { Rooms } from "./Rooms.tsx";
import { Sheet } from "./Sheet.tsx";
import { Time } from "./Time.tsx";
import { Unseated } from "./Unseated.tsx";

interface Props {
  view: ConsoleView;
  state: State;
  shown: boolean;
  onVisit: () => void;
}

/** Every room at a glance, and what a facilitator can do. It shows no words of any room. */
export function Console({ view, state, shown, onVisit }: Props) {
  const session = useSession();
  const moving = useMemo(() => new Moving(session), [session]);
  const here = state.room?.id ?? null;
  const narrow = useMedia("(max-width: 39.99rem)");
  useHeldFocus(narrow);
  const places = {
    sheet: <Sheet key="sheet" view={view} />,
    opening: <Rooms key="opening" view={view} />,
    time: <Time key="time" view={view} />,
    polls: <Polls key="polls" view={view} />,
    announce: <Announce key="announce" view={view} />,
    chat: <FacilitatorsChat key="chat" state={state} shown={shown} />,
    rooms: <AllRooms key="rooms" view={view} here={here} onVisit={onVisit} />,
  };
  return (
    <MovingContext.Provider value={moving}>
      <div class="console">
        <Help view={view} here={here} onVisit={onVisit} />
        <Hands view={view} here={here} onVisit={onVisit} />
        <div class="console__places">{orderOf(narrow).map((place) => places[place])}</div>
      </div>
    </MovingContext.Provider>
  );
}

interface RoomsProps {
  view: ConsoleView;
  here: Id | null;
  onVisit: () => void;
}

function AllRooms({ view, here, onVisit }: RoomsProps) {
  const breakouts = view.rooms.filter((room) => room.kind === "breakout");
  return (
    <section class="console__rooms" aria-labelledby="console-title">
      <div class="console__head">
        <h2 class="console__title" id="console-title">
          {t("console.title")}
        </h2>
        <p class="console__figures">
          {tn("console.people", peopleIn(view.rooms))} · {tn("console.breakouts", breakouts.length)}
        </p>
      </div>
      {view.doors.waiting.length > 0 && <Doors view={view} />}
      <Missing view={view} />
      <Picked view={view} />
      <Unseated view={view} />
      <Rebalance view={view} />
      <div class={breakouts.length > 0 ? "console__grid" : "console__grid console__grid--plenary"}>
        {view.rooms.map((room) => (
          <RoomCard key={room.id} room={room} view={view} here={room.id === here} onVisit={onVisit} />
        ))}
      </div>
      {breakouts.length === 0 && <p class="empty">{t("console.empty")}</p>}
      {view.doors.waiting.length === 0 && <Doors view={view} />}
      <Beside view={view} />
      <Removed view={view} />
      <Banned view={view} />
      <Part view={view} />
    </section>
  );
}
