import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t, tn } from "../texts.ts";
import type { ConsoleView, Doors as DoorsView } from "../wire.ts";
import { BanDialog } from "./BanDialog.tsx";

/** Who stands at the doors, in the order of coming, and whether each is let in by hand. */
export function Doors({ view }: { view: ConsoleView }) {
  const session = useSession();
  const part = view.part.id;
  const { admits_each: each, waiting } = view.doors;
  const open = view.part.state === "open";
  return (
    <section class="at-doors" aria-labelledby="at-doors-title">
      <h3 class="at-doors__title" id="at-doors-title">
        {waiting.length > 0 ? tn("at_doors.waiting", waiting.length) : t("at_doors.title")}
      </h3>
      {open && (
        <div class="part__row">
          <p>{t(each ? "at_doors.each" : "at_doors.all")}</p>
          <button
            type="button"
            class="button button--small button--quiet"
            onClick={() => void session.act("admit_each", { part, wanted: !each })}
          >
            {t(each ? "at_doors.each.end" : "at_doors.each.begin")}
          </button>
        </div>
      )}
      <Waiting view={view} mayAdmit={open && each} />
      {open && each && waiting.length > 1 && (
        <button type="button" class="button button--small" onClick={() => void session.act("admit", { part, person: null })}>
          {t("at_doors.admit.all")}
        </button>
      )}
    </section>
  );
}

function Waiting({ view, mayAdmit }: { view: ConsoleView; mayAdmit: boolean }) {
  const session = useSession();
  const [banning, ban] = useState<DoorsView["waiting"][number] | null>(null);
  const admit = (person: string) => void session.act("admit", { part: view.part.id, person });
  if (view.doors.waiting.length === 0) return null;
  return (
    <>
      <ol class="at-doors__list">
        {view.doors.waiting.map((person) => (
          <li key={person.id} class="at-doors__one">
            <span class="row__name">
              {person.name}
              {person.organisation && <span class="row__from">{person.organisation}</span>}
            </span>
            {mayAdmit && (
              <button type="button" class="button button--small" onClick={() => admit(person.id)}>
                {t("at_doors.admit")}
                <span class="visually-hidden"> ({person.name})</span>
              </button>
            )}
            <button type="button" class="link link--danger" onClick={() => ban(person)}>
              {t("ban.ask")}
              <span class="visually-hidden"> ({person.name})</span>
            </button>
          </li>
        ))}
      </ol>
      {banning && <BanDialog person={banning} part={view.part.id} onClose={() => ban(null)} />}
    </>
  );
}
