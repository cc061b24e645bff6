import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";

/** Who was put out of the part, and how they come back. */
export function Removed({ view }: { view: ConsoleView }) {
  const session = useSession();
  if (view.removed.length === 0) return null;
  return (
    <section class="removed" aria-labelledby="removed-title">
      <h3 class="removed__title" id="removed-title">
        {t("removed.title")}
      </h3>
      <ul class="removed__list">
        {view.removed.map((person) => (
          <li key={person.id} class="removed__one">
            <span>{person.name}</span>
            <button
              type="button"
              class="button button--small button--quiet"
              onClick={() => void session.act("readmit", { part: view.part.id, person: person.id })}
            >
              {t("removed.readmit")}
              <span class="visually-hidden"> ({person.name})</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
