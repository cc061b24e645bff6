import { useState } from "preact/hooks";

import { asClock } from "../clock.ts";
import { useSession } from "../context.ts";
import { useSeconds } from "../hooks.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import type { Message, Place, RoomView } from "../wire.ts";
import { Leftovers } from "./Leftovers.tsx";

interface Props {
  state: State;
  room: RoomView;
  onRoom: () => void;
}

/** What everyone must see now, above whatever they are doing. */
export function Notices({ state, room, onRoom }: Props) {
  return (
    <div class="notices">
      {state.line.is !== "connected" && <p class="notice notice--line">{t("notice.line")}</p>}
      {room.round?.state === "closing" && <Closing text="notice.closing" closesAt={room.round.closes_at} />}
      {room.round?.state === "open" && room.closes_at && <Closing text="notice.closing_one" closesAt={room.closes_at} />}
      {state.place && !state.place.aside && <Brought key={room.id} place={state.place} room={room} />}
      <Broadcast state={state} onRoom={onRoom} />
      <Trouble state={state} />
      <Leftovers state={state} />
    </div>
  );
}

/** Why the last thing that was asked for did not happen. */
export function Trouble({ state }: { state: State }) {
  const session = useSession();
  if (!state.trouble) return null;
  return (
    <div class="notice notice--trouble" role="alert">
      <p>{sentenceOf(state.trouble)}</p>
      <Close onClick={() => session.store.update((old) => ({ ...old, trouble: null }))} />
    </div>
  );
}

function sentenceOf(trouble: string): string {
  if (trouble === "offline") return t("trouble.offline");
  return trouble === "no_answer" ? t("trouble.no_answer") : trouble;
}

function Closing({ text, closesAt }: { text: "notice.closing" | "notice.closing_one"; closesAt: string | null }) {
  const { clock } = useSession();
  useSeconds(true);
  const left = asClock(closesAt ? clock.secondsUntil(closesAt) : 0);
  return (
    <p class="notice notice--closing">
      <strong>{t(text, { left })}</strong>{" "}
      {t(text === "notice.closing" ? "notice.closing.hint" : "notice.closing_one.hint")}
    </p>
  );
}

/** Why one is here and not in one's own room, and the way into one if that is open. */
function Brought({ place, room }: { place: Place; room: RoomView }) {
  const session = useSession();
  const [read, setRead] = useState(false);
  const { room_closed: closed = false } = place;
  const strays = place.back && room.kind === "plenary" && room.round;
  if (!strays && (!closed || read)) return null;
  const back = () => void session.act("bring_back", { part: session.config.part });
  return (
    <div class="notice notice--broadcast">
      <p>{closed ? t("notice.room_closed", { room: room.name }) : t("notice.way_back")}</p>
      {strays ? (
        <button type="button" class="button button--small" onClick={back}>
          {t(closed ? "notice.bring_on" : "notice.bring_back")}
        </button>
      ) : (
        <Close onClick={() => setRead(true)} />
      )}
    </div>
  );
}

/** The newest announcement to all rooms, until its reader puts it away. It stays in the chat. */
function Broadcast({ state, onRoom }: { state: State; onRoom: () => void }) {
  const me = useSession().config.me.id;
  const [read, setRead] = useState(newestBroadcast(state)?.number ?? 0);
  const [room, setRoom] = useState(state.log.room);
  const newest = newestBroadcast(state);
  if (room !== state.log.room) {
    setRoom(state.log.room);
    setRead(0);
  }
  if (!newest || newest.number <= read || newest.person === me) return null;
  return (
    <div class="notice notice--broadcast" role="status">
      <p>
        <strong>{t("notice.broadcast", { name: newest.name })}</strong> {newest.text}
      </p>
      <button type="button" class="link" onClick={onRoom}>
        {t("notice.show")}
      </button>
      <Close onClick={() => setRead(newest.number)} />
    </div>
  );
}

function newestBroadcast(state: State): Message | undefined {
  return state.log.lines.filter((line) => line.kind === "broadcast").at(-1);
}

function Close({ onClick }: { onClick: () => void }) {
  return (
    <button type="button" class="notice__close" onClick={onClick}>
      {t("notice.close")}
    </button>
  );
}
