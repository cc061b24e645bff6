import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsoleRoom, ConsoleView, Id, Person } from "../wire.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { BanDialog } from "./BanDialog.tsx";
import { useMoving } from "./moving.ts";

interface Props {
  person: Person;
  from: Id | null;
  view: ConsoleView;
  onClose: () => void;
}

/** What can be done for one person: move them, let them present, write to them, mute them, or put them out. */
export function Move({ person, from, view, onClose }: Props) {
  const session = useSession();
  const [asking, ask] = useState<"remove" | "ban" | null>(null);
  const part = view.part.id;
  const [moving] = useMoving();
  const move = (room: ConsoleRoom) => {
    onClose();
    void moving.move(view, [person.id], room);
  };
  const remove = () => {
    onClose();
    void session.act("remove", { part, person: person.id });
  };
  const toLobby = () => {
    onClose();
    void session.act("send_to_lobby", { part, person: person.id });
  };
  if (asking === "ban") return <BanDialog key="ban" person={person} part={part} onClose={onClose} />;
  if (asking === "remove") {
    return (
      <Dialog key="remove" title={t("remove.title", { name: person.name })} confirm={t("remove.confirm")} danger onConfirm={remove} onClose={onClose}>
        <p>{t("remove.text")}</p>
      </Dialog>
    );
  }
  return (
    <Dialog key="move" title={person.name} onClose={onClose}>
      {person.organisation && <p class="move__from">{person.organisation}</p>}
      <Targets rooms={view.rooms} from={from} onMove={move} />
      <Presents person={person} from={from} view={view} onClose={onClose} />
      <Voice person={person} view={view} onClose={onClose} />
      {person.role === "participant" && (
        <div class="move__out">
          {view.doors.admits_each && (
            <button type="button" class="link" onClick={toLobby}>
              {t("move.lobby")}
            </button>
          )}
          <button type="button" class="link link--danger" onClick={() => ask("remove")}>
            {t("remove.ask")}
          </button>
          <button type="button" class="link link--danger" onClick={() => ask("ban")}>
            {t("ban.ask")}
          </button>
        </div>
      )}
    </Dialog>
  );
}

/** In a breakout room: whose case it is now, whatever the room was opened for. */
function Presents({ person, from, view, onClose }: Props) {
  const session = useSession();
  const room = view.rooms.find((one) => one.id === from);
  if (room?.kind !== "breakout" || person.role !== "participant") return null;
  const name = async () => {
    onClose();
    const whom = person.presents ? null : person.id;
    const done = await session.act("name_presenter", { part: view.part.id, room: room.id, person: whom });
    if (done) session.say(t(whom ? "presents.done" : "presents.undone", { name: person.name, room: room.name }));
  };
  return (
    <p class="move__presents">
      <button type="button" class="link" onClick={() => void name()}>
        {t(person.presents ? "presents.undo" : "presents.do")}
      </button>
    </p>
  );
}

interface VoiceProps {
  person: Person;
  view: ConsoleView;
  onClose: () => void;
}

/** Writing to somebody, and pausing what they write. They alone are told of that. */
function Voice({ person, view, onClose }: VoiceProps) {
  const session = useSession();
  const muted = view.muted.includes(person.id);
  const write = () => {
    onClose();
    session.conversations.open(person.id, person.name);
  };
  const mute = async () => {
    onClose();
    const done = await session.act(muted ? "unmute" : "mute", { part: view.part.id, person: person.id });
    if (done) session.say(t(muted ? "mute.undone" : "mute.done", { name: person.name }));
  };
  return (
    <div class="move__voice">
      {person.present && !view.private_locked && (
        <button type="button" class="link" onClick={write}>
          {t("people.write")}
        </button>
      )}
      <button type="button" class="link" aria-describedby="mute-hint" onClick={() => void mute()}>
        {t(muted ? "mute.undo" : "mute.do")}
      </button>
      <p class="move__hint" id="mute-hint">
        {t(muted ? "mute.hint.muted" : "mute.hint")}
      </p>
    </div>
  );
}

interface TargetsProps {
  rooms: ConsoleRoom[];
  from: Id | null;
  onMove: (room: ConsoleRoom) => void;
}

function Targets({ rooms, from, onMove }: TargetsProps) {
  const others = rooms.filter((room) => room.id !== from);
  if (others.length === 0) return <p>{t("move.nowhere")}</p>;
  return (
    <>
      <h3 class="move__caption">{t("move.to")}</h3>
      <ul class="move__rooms">
        {others.map((room) => (
          <li key={room.id}>
            <button type="button" class="move__room" onClick={() => onMove(room)}>
              <span>{room.name}</span>
              <span class="move__count">{room.people.length}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
