import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";

/** Who is shut out of the event, why, and how they may come again. */
export function Banned({ view }: { view: ConsoleView }) {
  const session = useSession();
  const { banned } = view.doors;
  if (banned.length === 0) return null;
  return (
    <section class="removed" aria-labelledby="banned-title">
      <h3 class="removed__title" id="banned-title">
        {t("banned.title")}
      </h3>
      <ul class="removed__list">
        {banned.map((person) => (
          <li key={person.id} class="removed__one">
            <span>
              {person.name}: {t(`ban.reason.${person.reason}`)}
            </span>
            <button
              type="button"
              class="button button--small button--quiet"
              onClick={() => void session.act("lift_ban", { part: view.part.id, person: person.id })}
            >
              {t("banned.lift")}
              <span class="visually-hidden"> ({person.name})</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
