import { t, tn } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";

/** Those who have a seat in a room and are not there. */
export function Missing({ view }: { view: ConsoleView }) {
  const missing = view.rooms.flatMap((room) =>
    room.people.filter((person) => !person.present).map((person) => ({ person, room })),
  );
  if (missing.length === 0) return null;
  return (
    <details class="missing">
      <summary>{tn("missing.title", missing.length)}</summary>
      <ul class="missing__list">
        {missing.map(({ person, room }) => (
          <li key={person.id}>{t("missing.one", { name: person.name, room: room.name })}</li>
        ))}
      </ul>
    </details>
  );
}
