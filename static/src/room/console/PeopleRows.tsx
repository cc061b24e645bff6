import { useState } from "preact/hooks";

import { t, tn } from "../texts.ts";
import type { ConsoleView, Id, Person } from "../wire.ts";
import { Disc } from "../ui/Disc.tsx";
import { Move } from "./Move.tsx";
import { useMoving } from "./moving.ts";

const FIRST = 12; // of a plenary of a hundred, the first dozen; the rest on demand

interface Props {
  people: Person[];
  room: Id | null;
  view: ConsoleView;
}

/** People with what can be done for each of them behind their name. */
export function PeopleRows({ people, room, view }: Props) {
  const [whole, setWhole] = useState(false);
  const [chosen, setChosen] = useState<Person | null>(null);
  const [moving, { picking, picked }] = useMoving();
  const carried = ({ id, role }: Person) =>
    view.round && role === "participant" ? { draggable: true, onDragStart: (event: DragEvent) => takeUp(event, id) } : {};
  const takeUp = (event: DragEvent, id: Id) => {
    event.dataTransfer?.setData("text/plain", ""); // without any, nothing is carried in Firefox
    moving.drag(id);
  };
  if (people.length === 0) return <p class="card__nobody">{t("card.nobody")}</p>;
  const sorted = [...people].sort((one, other) => one.name.localeCompare(other.name));
  const shown = whole ? sorted : sorted.slice(0, FIRST);
  return (
    <>
      <ul class="rows">
        {shown.map((person) => (
          <li key={person.id} class="rows__one" {...carried(person)}>
            {picking && person.role === "participant" && (
              <input
                type="checkbox"
                class="rows__pick"
                aria-label={t("move.pick_one", { name: person.name })}
                checked={picked.has(person.id)}
                onChange={() => moving.pick(person.id)}
              />
            )}
            <button
              type="button"
              class={person.present ? "row" : "row row--away"}
              aria-haspopup="dialog"
              onClick={() => setChosen(person)}
            >
              <Disc person={person} />
              <span class="row__name">
                {person.name}
                {person.organisation && <span class="row__from">{person.organisation}</span>}
                <States person={person} muted={view.muted.includes(person.id)} />
              </span>
              <span class="visually-hidden">{t("row.more")}</span>
            </button>
          </li>
        ))}
      </ul>
      {sorted.length > FIRST && (
        <button type="button" class="link rows__more" onClick={() => setWhole(!whole)}>
          {whole ? t("rows.fewer") : tn("rows.more", sorted.length - FIRST)}
        </button>
      )}
      {chosen && <Move person={chosen} from={room} view={view} onClose={() => setChosen(null)} />}
    </>
  );
}

/** What stands out about a person, below their name: beside it, it would leave the name no room. */
function States({ person, muted }: { person: Person; muted: boolean }) {
  const states = [
    person.presents && t("people.presents"),
    muted && t("people.muted"),
    person.aside && t("people.aside"),
    !person.present && t("row.away"),
  ].filter(Boolean);
  return states.length > 0 ? <span class="row__state">{states.join(" · ")}</span> : null;
}
