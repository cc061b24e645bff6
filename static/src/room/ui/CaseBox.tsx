import { useSession } from "../context.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import { presenterOf } from "../voices.ts";
import type { Case, RoomView } from "../wire.ts";

interface Props {
  state: State;
  room: RoomView;
}

/** The case that the room works on, and who presents it. */
export function CaseBox({ state, room }: Props) {
  if (room.kind !== "breakout" || !(room.case || room.voices || presenterOf(room))) return null;
  return (
    <section class="case" aria-label={t("case.title")}>
      {room.case && <Words about={room.case} />}
      <Presenter state={state} room={room} />
    </section>
  );
}

function Words({ about }: { about: Case }) {
  const { words, presenter } = about;
  if (about.withdrawn) return <p>{t("case.withdrawn")}</p>;
  if (!words) return <p>{t("case.told", { name: presenter })}</p>;
  return (
    <>
      <h2 class="case__title">{words.title}</h2>
      <p class="case__question">{words.question}</p>
      <details class="case__situation">
        <summary>{t("case.situation")}</summary>
        <p>{words.situation}</p>
      </details>
    </>
  );
}

/** Who presents; whoever sits here may take the place that nobody has, and give it up again. */
function Presenter({ state, room }: Props) {
  const session = useSession();
  const me = session.config.me.id;
  const presenter = room.people.find((person) => person.presents);
  const take = (presents: boolean) => void session.act("present", { room: room.id, presents });
  const absent = room.case && !room.case.here && !room.case.withdrawn;
  return (
    <p class="case__presenter">
      {absent && <span>{t("case.absent", { name: room.case?.presenter ?? "" })} </span>}
      {presenter?.present && presenter.id !== me && <span>{t("case.presents", { name: presenter.name })} </span>}
      {presenter?.id === me && <span>{t("case.you")} </span>}
      {presenter?.id === me && (
        <button type="button" class="link" onClick={() => take(false)}>
          {t("case.give_up")}
        </button>
      )}
      {!presenter?.present && presenter?.id !== me && !state.rights.facilitate && (
        <button type="button" class="link" onClick={() => take(true)}>
          {t("case.take")}
        </button>
      )}
    </p>
  );
}
