import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { isPrivateShut } from "../state.ts";
import type { State } from "../state.ts";
import { talkWith } from "../talks.ts";
import { t, tn } from "../texts.ts";
import type { Person, RoomView } from "../wire.ts";
import { Disc } from "./Disc.tsx";

const MANY = 20; // from here on a list wants a search field

interface Props {
  state: State;
  room: RoomView;
}

/** Who is in the room: raised hands in their order, those present, those who should be. */
export function People({ state, room }: Props) {
  const [wanted, setWanted] = useState("");
  const sorted = [...room.people].sort(inOrder);
  const found = sorted.filter((person) => matches(person, wanted));
  const here = found.filter((person) => person.present);
  const away = found.filter((person) => !person.present);
  const present = room.people.filter((person) => person.present).length;
  return (
    <section class="people">
      <h2 class="panel__title" id="people-title">
        {tn("people.here", present)}
      </h2>
      <Hands room={room} mayLower={state.rights.facilitate} />
      {room.people.length > MANY && (
        <label class="people__find">
          <span class="visually-hidden">{t("people.find")}</span>
          <input
            type="search"
            class="field__input"
            placeholder={t("people.find")}
            value={wanted}
            onInput={(event) => setWanted(event.currentTarget.value)}
          />
        </label>
      )}
      <List people={here} state={state} />
      {present < 2 && !wanted && <p class="empty">{t("people.alone")}</p>}
      {wanted && found.length === 0 && <p class="empty">{t("people.none")}</p>}
      {away.length > 0 && (
        <>
          <h3 class="people__caption">{t("people.away")}</h3>
          <List people={away} state={state} />
        </>
      )}
    </section>
  );
}

function inOrder(one: Person, other: Person): number {
  if (one.role !== other.role) return one.role === "facilitator" ? -1 : 1;
  return one.name.localeCompare(other.name);
}

function matches(person: Person, wanted: string): boolean {
  const text = `${person.name} ${person.organisation ?? ""}`.toLocaleLowerCase();
  return text.includes(wanted.trim().toLocaleLowerCase());
}

function List({ people, state }: { people: Person[]; state: State }) {
  const me = useSession().config.me.id;
  return (
    <ul class="people__list">
      {people.map((person) => (
        <li key={person.id} class={person.present ? "person" : "person person--away"}>
          <Disc person={person} />
          <span class="person__words">
            <span class="person__name">
              {person.name}
              {person.id === me && <span class="person__you"> {t("people.you")}</span>}
            </span>
            {person.organisation && <span class="person__from">{person.organisation}</span>}
            <Tags person={person} />
            {state.console?.muted.includes(person.id) && <span class="tag">{t("people.muted")}</span>}
            {person.id !== me && person.present && <Write person={person} state={state} />}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** Begin to write to this person, or go on; what was written before can always be read. */
function Write({ person, state }: { person: Person; state: State }) {
  const { conversations } = useSession();
  const shut = state.room !== null && isPrivateShut(state.room);
  if (shut && !talkWith(state.talks, person.id)) return null;
  return (
    <button
      type="button"
      class="link person__write"
      aria-label={t("people.write.label", { name: person.name })}
      onClick={() => conversations.open(person.id, person.name)}
    >
      {t("people.write")}
    </button>
  );
}

function Tags({ person }: { person: Person }) {
  if (person.aside) return <span class="tag">{t("people.aside")}</span>;
  if (person.visiting) return <span class="tag tag--visiting">{t("people.visiting")}</span>;
  if (person.presents) return <span class="tag">{t("people.presents")}</span>;
  if (person.role === "facilitator") return <span class="tag">{t("people.facilitator")}</span>;
  return null;
}

function Hands({ room, mayLower }: { room: RoomView; mayLower: boolean }) {
  const session = useSession();
  const raised = room.hands.flatMap((id) => room.people.filter((person) => person.id === id));
  if (raised.length === 0) return null;
  return (
    <div class="hands">
      <h3 class="people__caption">{t("people.hands")}</h3>
      <ol class="hands__list">
        {raised.map((person) => (
          <li key={person.id} class="hands__one">
            <span>{person.name}</span>
            {mayLower && (
              <button
                type="button"
                class="link"
                aria-label={t("people.lower.label", { name: person.name })}
                onClick={() => void session.act("lower", { room: room.id, person: person.id })}
              >
                {t("people.lower")}
              </button>
            )}
          </li>
        ))}
      </ol>
    </div>
  );
}
