import { t } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";
import { useDrop } from "./moving.ts";
import { PeopleRows } from "./PeopleRows.tsx";

/** People who sit in no room while rooms are open. */
export function Unseated({ view }: { view: ConsoleView }) {
  const { over, on } = useDrop(view, view.rooms.find((room) => room.kind === "plenary"));
  if (view.unseated.length === 0) return null;
  return (
    <section class={over ? "unseated unseated--over" : "unseated"} {...on} aria-labelledby="unseated-title">
      <h3 class="unseated__title" id="unseated-title">
        {t("unseated.title")}
      </h3>
      <p class="unseated__hint">{t("unseated.hint")}</p>
      <PeopleRows people={view.unseated} room={null} view={view} />
    </section>
  );
}
