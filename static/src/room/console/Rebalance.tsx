import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t, tn } from "../texts.ts";
import { Dialog } from "../ui/Dialog.tsx";
import type { ConsoleRoom, ConsoleView, Move } from "../wire.ts";

/** Offered while somebody sits alone: what would be moved is shown first. */
export function Rebalance({ view }: { view: ConsoleView }) {
  const session = useSession();
  const [moves, setMoves] = useState<Move[] | null>(null);
  const alone = view.rooms.filter(isLonely).length;
  const part = view.part.id;
  const others = view.rooms.filter((room) => room.kind === "breakout" && here(room) > 0).length;
  if (alone === 0 || others < 2) return null;
  const propose = async () => {
    const answer = await session.wire.ask<{ moves: Move[] }>("propose_moves", { part });
    if (answer.ok) setMoves(answer.moves);
    else session.store.update((state) => ({ ...state, trouble: answer.message || answer.code }));
  };
  const confirm = async () => {
    const agreed = moves ?? [];
    setMoves(null);
    if (agreed.length > 0 && (await session.act("rebalance", { part, moves: agreed }))) {
      session.say(t("rebalance.done"));
    }
  };
  return (
    <section class="unseated" aria-labelledby="rebalance-title">
      <h3 class="unseated__title" id="rebalance-title">
        {tn("rebalance.title", alone)}
      </h3>
      <button type="button" class="button button--small button--quiet" onClick={() => void propose()}>
        {t("rebalance.ask")}
      </button>
      {moves && (
        <Dialog
          title={t("rebalance.dialog")}
          {...(moves.length > 0 ? { confirm: t("rebalance.confirm"), onConfirm: () => void confirm() } : {})}
          onClose={() => setMoves(null)}
        >
          {moves.length > 0 ? <Moves moves={moves} rooms={view.rooms} /> : <p>{t("rebalance.none")}</p>}
        </Dialog>
      )}
    </section>
  );
}

function Moves({ moves, rooms }: { moves: Move[]; rooms: ConsoleRoom[] }) {
  const people = rooms.flatMap((room) => room.people.map((person) => ({ ...person, from: room.name })));
  return (
    <ul>
      {moves.map(({ person, room }) => {
        const who = people.find((one) => one.id === person);
        const to = rooms.find((one) => one.id === room)?.name ?? "";
        return <li key={person}>{t("rebalance.move", { name: who?.name ?? "", from: who?.from ?? "", to })}</li>;
      })}
    </ul>
  );
}

function here(room: ConsoleRoom): number {
  return room.people.filter((person) => person.present && person.role === "participant").length;
}

function isLonely(room: ConsoleRoom): boolean {
  return room.kind === "breakout" && here(room) === 1;
}
