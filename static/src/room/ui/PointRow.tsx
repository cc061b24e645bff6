import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import type { Points } from "../points.ts";
import { t } from "../texts.ts";
import { passes } from "../wire.ts";
import type { Answer, Point, RoomView } from "../wire.ts";
import { Dialog } from "./Dialog.tsx";
import { DayField, TextField } from "./PointFields.tsx";

interface Props {
  point: Point;
  points: Points;
  room: RoomView;
  facilitates: boolean;
  writable: boolean;
}

/** One idea or action, with what this person may do with it. */
export function PointRow({ point, points, facilitates, writable }: Props) {
  const session = useSession();
  const me = session.config.me.id;
  const [doing, setDoing] = useState<"change" | "remove" | null>(null);
  const [trouble, setTrouble] = useState("");
  const done = (answer: Answer) => {
    setTrouble(answer.ok ? "" : passes(answer) ? t("points.not_saved") : answer.message || answer.code);
    if (answer.ok) setDoing(null);
  };
  const mine = point.taker ? point.taker.id === me : point.writer === me;
  const removes = facilitates || (writable && point.writer === me && mine);
  if (doing === "change" && writable && mine) {
    const save = (text: string, due: string) => void points.change(point.id, text, due).then(done);
    return <ChangePoint point={point} trouble={trouble} onSave={save} onBack={() => (setTrouble(""), setDoing(null))} />;
  }
  return (
    <li class="points__row">
      <p class="points__text">{point.text}</p>
      <Facts point={point} me={me} />
      {trouble && (
        <p class="field__error" role="alert">
          {trouble}
        </p>
      )}
      <p class="points__buttons">
        {writable && point.kind === "action" && (!point.taker || point.taker.id === me) && (
          <Press text={t(point.taker ? "points.give_back" : "points.take_on")} about={point.text} onPress={() => void points.take(point.id, !point.taker).then(done)} />
        )}
        {writable && mine && <Press text={t("points.change")} about={point.text} onPress={() => setDoing("change")} />}
        {removes && <Press text={t("points.remove")} about={point.text} onPress={() => setDoing("remove")} />}
      </p>
      {doing === "remove" && (
        <Dialog
          title={t("points.remove.title")}
          confirm={t("points.remove")}
          danger
          onConfirm={() => void points.remove(point.id).then(done)}
          onClose={() => setDoing(null)}
        >
          <p>{point.text}</p>
          <p>{t("points.remove.text")}</p>
        </Dialog>
      )}
    </li>
  );
}

function Facts({ point, me }: { point: Point; me: string }) {
  const session = useSession();
  if (point.kind === "idea") return null;
  const who = !point.taker ? t("points.free") : point.taker.id === me ? t("points.yours") : t("points.taker", { name: point.taker.name });
  return (
    <p class="points__facts">
      {who}
      {point.due && <> · {t("points.by", { day: dayIn(session.config.locale, point.due) })}</>}
    </p>
  );
}

function Press({ text, about, onPress }: { text: string; about: string; onPress: () => void }) {
  return (
    <button type="button" class="link" onClick={onPress}>
      {text}
      <span class="visually-hidden">: {about}</span>
    </button>
  );
}

interface ChangeProps {
  point: Point;
  trouble: string;
  onSave: (text: string, due: string) => void;
  onBack: () => void;
}

function ChangePoint({ point, trouble, onSave, onBack }: ChangeProps) {
  const [text, setText] = useState(point.text);
  const [due, setDue] = useState(point.due ?? "");
  return (
    <li class="points__row">
      <form class="points__form" onSubmit={(event) => (event.preventDefault(), text.trim() && onSave(text.trim(), due))}>
        <TextField label={t(`points.text.${point.kind}`)} text={text} onText={setText} />
        {point.kind === "action" && <DayField due={due} onDue={setDue} />}
        {trouble && (
          <p class="field__error" role="alert">
            {trouble}
          </p>
        )}
        <p class="points__buttons">
          <button type="submit" class="button button--small">
            {t("points.save")}
          </button>
          <button type="button" class="button button--small button--quiet" onClick={onBack}>
            {t("dialog.back")}
          </button>
        </p>
      </form>
    </li>
  );
}

/** A day as people write it: it belongs to no zone. */
function dayIn(locale: string, day: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${day}T00:00:00Z`));
}
