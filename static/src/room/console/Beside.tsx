import { told } from "../acts.ts";
import { hourIn } from "../config.ts";
import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";

/** Those who facilitate beside this person: where each stands, and what all of them did lately. */
export function Beside({ view }: { view: ConsoleView }) {
  const { config } = useSession();
  const hour = hourIn(config.locale, config.zone);
  const others = view.rooms.flatMap((room) =>
    room.people
      .filter((person) => person.role === "facilitator" && person.id !== config.me.id)
      .map((person) => ({ person, room })),
  );
  if (others.length === 0 && view.acts.length === 0) return null;
  return (
    <section class="beside" aria-labelledby="beside-title">
      <h3 class="part__title" id="beside-title">
        {t("beside.title")}
      </h3>
      {others.length > 0 && (
        <ul class="beside__people">
          {others.map(({ person, room }) => (
            <li key={person.id}>
              {t(person.present ? "beside.where" : "beside.away", { name: person.name, room: room.name })}
            </li>
          ))}
        </ul>
      )}
      <ol class="beside__acts" aria-label={t("beside.acts")}>
        {view.acts.map((act, index) => (
          <li key={`${act.at}${index}`}>
            <time class="beside__at" dateTime={act.at}>
              {hour(act.at)}
            </time>{" "}
            {told(act)}
          </li>
        ))}
      </ol>
    </section>
  );
}
