import { useSession } from "../context.ts";
import { t, tn } from "../texts.ts";
import type { LobbyView, Shown } from "../wire.ts";
import { Choices } from "../console/Choices.tsx";

const CHOICES: Shown[] = ["name", "organisation", "nothing"];

/** Who else comes, as far as each allows, and how far one allows it oneself. */
export function Coming({ lobby }: { lobby: LobbyView }) {
  const session = useSession();
  return (
    <section class="coming" aria-labelledby="lobby-coming">
      <h2 class="lobby__caption" id="lobby-coming">
        {t("lobby.coming")}
      </h2>
      <ul class="lobby__list">
        {lobby.facilitators.map((name) => (
          <li key={`f ${name}`}>
            {name} <span class="tag">{t("people.facilitator")}</span>
          </li>
        ))}
        {lobby.coming.map(({ name, organisation }) => name && <Named key={`${name} ${organisation}`} name={name} organisation={organisation} />)}
        {byOrganisation(lobby).map(([organisation, count]) => (
          <li key={`o ${organisation}`}>
            {organisation ? tn("lobby.from", count, { organisation }) : tn("lobby.guests", count)}
          </li>
        ))}
        {lobby.others > 0 && <li class="lobby__soft">{tn("lobby.others", lobby.others)}</li>}
      </ul>
      {lobby.shown && (
        <Choices
          legend={t("lobby.shown")}
          options={CHOICES.map((value) => ({ value, text: t(`lobby.shown.${value}`) }))}
          chosen={lobby.shown}
          onChoose={(shown) => void session.lobby.choose(shown)}
        />
      )}
    </section>
  );
}

function Named({ name, organisation }: { name: string; organisation: string | null }) {
  return (
    <li>
      {name}
      {organisation && <span class="lobby__soft">, {organisation}</span>}
    </li>
  );
}

/** How many come from where without their names, in the order of places. */
function byOrganisation({ coming }: LobbyView): [string, number][] {
  const counts = new Map<string, number>();
  for (const { name, organisation } of coming) {
    if (!name) counts.set(organisation ?? "", (counts.get(organisation ?? "") ?? 0) + 1);
  }
  return [...counts].sort(([one], [other]) => one.localeCompare(other));
}
