import { useRef, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { pointName } from "../keep.ts";
import type { Kept } from "../keep.ts";
import type { Draft, Points } from "../points.ts";
import { t } from "../texts.ts";
import { passes } from "../wire.ts";
import type { PointKind, RoomView } from "../wire.ts";
import { DayField, TextField } from "./PointFields.tsx";

const KINDS: readonly PointKind[] = ["idea", "action"];

/** The small form for a new row. Its words are kept for this room until the server has them. */
export function NewPoint({ points, room }: { points: Points; room: RoomView }) {
  const session = useSession();
  const box = useRef<HTMLTextAreaElement>(null);
  const [draft, setDraft] = useState<Draft>(() => blank(session.keep.read<Kept>(pointName(room.id))?.text ?? ""));
  const [trouble, setTrouble] = useState("");
  const change = (next: (now: Draft) => Draft) =>
    setDraft((now) => {
      const changed = next(now);
      session.keep.write(pointName(room.id), keptOf(changed, room));
      return changed;
    });
  const set = (more: Partial<Draft>) => change((now) => ({ ...now, ...more }));
  const add = async () => {
    if (!draft.text.trim()) return box.current?.focus();
    const answer = await points.note({ ...draft, text: draft.text.trim() });
    if (!answer.ok) return setTrouble(passes(answer) ? t("points.not_saved") : answer.message || answer.code);
    setTrouble("");
    change((now) => after(draft, now));
    session.say(t(keptAlone(draft) ? "points.kept" : `points.added.${draft.kind}`));
    box.current?.focus();
  };
  return (
    <form class="points__form" aria-label={t("points.new")} onSubmit={(event) => (event.preventDefault(), void add())}>
      <fieldset class="points__kinds">
        <legend class="field__label">{t("points.kind")}</legend>
        {KINDS.map((kind) => (
          <label key={kind} class="choices__one">
            <input type="radio" name="point-kind" checked={draft.kind === kind} onChange={() => set({ kind })} />
            {t(`points.kind.${kind}`)}
          </label>
        ))}
      </fieldset>
      <TextField label={t(`points.text.${draft.kind}`)} box={box} text={draft.text} onText={(text) => set({ text })} />
      {draft.kind === "action" && (
        <div class="points__more">
          <DayField due={draft.due} onDue={(due) => set({ due })} />
          <label class="choices__one">
            <input type="checkbox" checked={draft.take} onChange={(event) => set({ take: event.currentTarget.checked })} />
            {t("points.take")}
          </label>
          {draft.take && (
            <label class="choices__one">
              <input type="checkbox" checked={draft.alone} onChange={(event) => set({ alone: event.currentTarget.checked })} />
              {t("points.alone")}
            </label>
          )}
        </div>
      )}
      {trouble && (
        <p class="field__error" role="alert">
          {trouble}
        </p>
      )}
      <button type="submit" class="button button--small">
        {t("points.add")}
      </button>
    </form>
  );
}

/** What the form shows once `sent` is on the list: what was typed in the meantime stays. */
function after(sent: Draft, now: Draft): Draft {
  return blank(now.text === sent.text ? "" : now.text, now.kind);
}

function keptAlone({ kind, take, alone }: Draft): boolean {
  return kind === "action" && take && alone;
}

function keptOf({ text }: Draft, room: RoomView): Kept | null {
  return text.trim() ? { room: room.id, roomName: room.name, text } : null;
}

function blank(text: string, kind: PointKind = "idea"): Draft {
  return { key: crypto.randomUUID(), kind, text, due: "", take: false, alone: false };
}
