import { useId, useState } from "preact/hooks";

import { t, tn } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";
import { useMoving } from "./moving.ts";

/** Several people moved in one go, and the last move taken back. */
export function Picked({ view }: { view: ConsoleView }) {
  const [moving, { picking, last }] = useMoving();
  if (!view.round) return null;
  return (
    <div class="picked">
      {picking ? (
        <Target view={view} />
      ) : (
        <button type="button" class="button button--small button--quiet" onClick={() => moving.choose(true)}>
          {t("move.several")}
        </button>
      )}
      {last && (
        <p class="picked__last">
          {last.text}{" "}
          <button type="button" class="link" onClick={() => void moving.back(view.part.id)}>
            {t("move.back")}
          </button>
        </p>
      )}
    </div>
  );
}

function Target({ view }: { view: ConsoleView }) {
  const [moving, { picked }] = useMoving();
  const [to, setTo] = useState("");
  const id = useId();
  const room = view.rooms.find((one) => one.id === to);
  const move = () => void (room && moving.move(view, picked, room));
  return (
    <form class="picked__form" onSubmit={(event) => (event.preventDefault(), move())}>
      <p class="picked__count" role="status">
        {picked.size > 0 ? tn("move.picked", picked.size) : t("move.pick")}
      </p>
      <label class="field__label" for={id}>
        {t("move.to")}
      </label>
      <select id={id} class="field__input picked__to" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
        <option value="">{t("move.choose")}</option>
        {view.rooms.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name} ({one.people.length})
          </option>
        ))}
      </select>
      <button type="submit" class="button button--small" aria-disabled={!room || picked.size === 0}>
        {t("move.now")}
      </button>
      <button type="button" class="button button--small button--quiet" onClick={() => moving.choose(false)}>
        {t("dialog.back")}
      </button>
    </form>
  );
}
