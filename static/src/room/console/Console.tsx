import { useMemo } from "preact/hooks";

import { useSession } from "../context.ts";
import { Moving } from "../moving.ts";
import type { State } from "../state.ts";
import { t, tn } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";
import { Announce } from "./Announce.tsx";
import { Banned } from "./Banned.tsx";
import { Beside } from "./Beside.tsx";
import { Doors } from "./Doors.tsx";
import { FacilitatorsChat } from "./FacilitatorsChat.tsx";
import { Hands } from "./Hands.tsx";
import { Help } from "./Help.tsx";
import { Missing } from "./Missing.tsx";
import { MovingContext } from "./moving.ts";
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
  const breakouts = view.rooms.filter((room) => room.kind === "breakout");
  const people = view.rooms.reduce((sum, room) => sum + room.people.length, view.unseated.length);
  const session = useSession();
  const moving = useMemo(() => new Moving(session), [session]);
  const here = state.room?.id ?? null;
  return (
    <MovingContext.Provider value={moving}>
      <div class="console">
        <Help view={view} here={here} onVisit={onVisit} />
        <Hands view={view} here={here} onVisit={onVisit} />
        <div class="console__desk">
          <Sheet view={view} />
          <Rooms view={view} />
          <Time view={view} />
          <Polls view={view} />
          <Announce view={view} />
          <FacilitatorsChat state={state} shown={shown} />
        </div>
        <section class="console__rooms" aria-labelledby="console-title">
          <div class="console__head">
            <h2 class="console__title" id="console-title">
              {t("console.title")}
            </h2>
            <p class="console__figures">
              {tn("console.people", people)} · {tn("console.breakouts", breakouts.length)}
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
      </div>
    </MovingContext.Provider>
  );
}
