import { useSession } from "../context.ts";
import type { State } from "../state.ts";
import { t, tn } from "../texts.ts";
import type { Choice, RoomView } from "../wire.ts";

interface Props {
  state: State;
  room: RoomView;
  choices: Choice[];
}

/** Which room one goes to: the first thing of a plenary in which one waits, put aside in a room. */
export function Choosing({ state, room, choices }: Props) {
  const locked = room.round?.moves_locked ?? false;
  const inRoom = room.kind === "breakout";
  if (inRoom && locked) return null;
  const body = locked ? <p>{t("choose.locked")}</p> : <Rooms room={room} choices={choices} />;
  return (
    <details class="choosing" key={state.moves} open={!inRoom}>
      <summary class="choosing__summary">
        <h2 class="choosing__title">{t(inRoom ? "choose.another" : "choose.title")}</h2>
      </summary>
      <div class="choosing__body">
        {!inRoom && !locked && <p class="choosing__hint">{t("choose.hint")}</p>}
        {body}
      </div>
    </details>
  );
}

function Rooms({ room, choices }: { room: RoomView; choices: Choice[] }) {
  const session = useSession();
  const go = (to: Choice) => void session.act("choose_room", { room: room.id, to: to.id });
  return (
    <ul class="choosing__rooms">
      {choices.map((choice) => (
        <One key={choice.id} choice={choice} here={choice.id === room.id} onGo={() => go(choice)} />
      ))}
    </ul>
  );
}

interface OneProps {
  choice: Choice;
  here: boolean;
  onGo: () => void;
}

function One({ choice, here, onGo }: OneProps) {
  const left = choice.capacity === null ? null : Math.max(0, choice.capacity - choice.people);
  const full = left === 0;
  return (
    <li class="choosing__room">
      <div class="choosing__what">
        <h3 class="choosing__name">{choice.name}</h3>
        {choice.prompt && <p>{choice.prompt}</p>}
        <p class="choosing__count">
          {tn("choose.people", choice.people)}
          {left !== null && <> · {full ? t("choose.full") : tn("choose.left", left)}</>}
        </p>
      </div>
      {here ? (
        <p class="choosing__here">{t("choose.here")}</p>
      ) : (
        <button type="button" class="button" aria-disabled={full} onClick={() => !full && onGo()}>
          {t("choose.go")}
          <span class="visually-hidden">: {choice.name}</span>
        </button>
      )}
    </li>
  );
}
