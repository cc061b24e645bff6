import type { RefObject } from "preact";

import { useSession } from "../context.ts";
import { useSeconds } from "../hooks.ts";
import type { Line, State } from "../state.ts";
import { t } from "../texts.ts";
import type { RoomView } from "../wire.ts";
import { Paused, Timer } from "./Timer.tsx";

interface Props {
  state: State;
  room: RoomView;
  heading: RefObject<HTMLHeadingElement | null>;
}

/** The top of the page: where one is, how much time there is, and whether the line holds. */
export function Bar({ state, room, heading }: Props) {
  const { config } = useSession();
  return (
    <header class="bar">
      <div class="bar__names">
        <p class="bar__event">{config.title}</p>
        <h1 class="bar__room" tabIndex={-1} ref={heading}>
          {room.name}
        </h1>
      </div>
      {room.timer_ends_at && <Timer endsAt={room.timer_ends_at} />}
      {room.timer_left !== null && <Paused seconds={room.timer_left} />}
      <LineState line={state.line} />
    </header>
  );
}

/** Whether the line to the server holds; it is never claimed when it does not. */
export function LineState({ line }: { line: Line }) {
  const { clock } = useSession();
  const down = line.is === "reconnecting";
  useSeconds(down);
  const seconds = down ? Math.max(0, Math.floor((clock.now() - line.since) / 1000)) : 0;
  return (
    <p class={`line line--${line.is}`}>
      <span class="line__dot" aria-hidden="true" />
      {down ? t("line.reconnecting", { seconds }) : t("line.connected")}
    </p>
  );
}
