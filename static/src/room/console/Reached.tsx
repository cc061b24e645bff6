import { t, tn } from "../texts.ts";
import type { Reached as Figures } from "../wire.ts";

/** What mixing has reached by now, and how far that is from what is possible. */
export function Reached({ reached }: { reached: Figures }) {
  return (
    <ul class="desk__list" aria-label={t("reached.title")}>
      <li>{met(reached)}</li>
      <li>{repeated(reached)}</li>
      <li>{colleagues(reached)}</li>
      {reached.broken > 0 && <li>{tn("reached.broken", reached.broken)}</li>}
    </ul>
  );
}

function met({ new_least, new_most, new_median }: Figures): string {
  if (new_least === new_most) return tn("reached.new", new_least);
  return t("reached.new.range", { least: new_least, median: new_median });
}

function repeated({ repeated, repeated_bound }: Figures): string {
  if (repeated === 0) return t("reached.repeated.none");
  if (repeated <= repeated_bound) return t("reached.repeated.best", { times: repeated });
  return t("reached.repeated", { times: repeated, least: repeated_bound });
}

function colleagues({ colleagues, colleagues_bound, colleague_rooms, largest }: Figures): string {
  if (colleagues === 0) return t("reached.colleagues.none");
  if (colleagues > colleagues_bound) return t("reached.colleagues", { rooms: colleague_rooms });
  return t("reached.colleagues.best", { rooms: colleague_rooms, people: largest });
}
