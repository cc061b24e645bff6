import { useEffect, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import { Dialog } from "../ui/Dialog.tsx";
import type { ConsoleRoom } from "../wire.ts";

interface Offered {
  id: string;
  title: string;
  presenter: string;
}

/** Whose case a room works on, and another one for it, when the presenter does not come. */
export function RoomCase({ room, part }: { room: ConsoleRoom; part: string }) {
  const [giving, give] = useState(false);
  return (
    <p class="card__case">
      {t(room.presenter_here ? "card.case" : "card.case.absent", { name: room.presenter })}{" "}
      <button type="button" class="link" onClick={() => give(true)}>
        {t("card.case.give")}
        <span class="visually-hidden"> ({room.name})</span>
      </button>
      {giving && <GiveCase room={room} part={part} onClose={() => give(false)} />}
    </p>
  );
}

function GiveCase({ room, part, onClose }: { room: ConsoleRoom; part: string; onClose: () => void }) {
  const session = useSession();
  const [offered, setOffered] = useState<Offered[]>([]);
  const [chosen, choose] = useState("");
  useEffect(() => {
    void session.wire.ask<{ cases: Offered[] }>("cases", { part }).then((answer) => answer.ok && setOffered(answer.cases));
  }, []);
  const give = async () => {
    if (chosen && (await session.act("give_case", { part, room: room.id, case: chosen }))) onClose();
  };
  return (
    <Dialog title={t("give.title", { room: room.name })} confirm={t("give.confirm")} onConfirm={() => void give()} onClose={onClose}>
      <label class="field">
        <span class="field__label">{t("give.case")}</span>
        <select class="field__input" value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">{t("give.choose")}</option>
          {offered.map((each) => (
            <option key={each.id} value={each.id}>
              {each.title} ({each.presenter})
            </option>
          ))}
        </select>
      </label>
    </Dialog>
  );
}
