import { useEffect, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { t } from "../texts.ts";
import type { TextKey } from "../texts.ts";
import { Dialog } from "../ui/Dialog.tsx";
import type { Asked, Dilemma, PollKind } from "../polls.ts";
import type { ConsoleView } from "../wire.ts";
import { Choices } from "./Choices.tsx";

const KINDS = ["single", "several", "scale"] as const;

interface Draft {
  kind: PollKind;
  background: string;
  question: string;
  options: string; // one on each line
  room: string; // empty: every room
}

const EMPTY: Draft = { kind: "single", background: "", question: "", options: "", room: "" };

function asked({ kind, background, question, options }: Draft): Asked {
  const lines = options.split("\n").map((line) => line.trim());
  return { kind, background: background.trim(), question: question.trim(), options: lines.filter(Boolean) };
}

function fits({ kind, question, options }: Asked): boolean {
  const enough = kind === "scale" ? options.length === 2 : options.length >= 2 && options.length <= 8;
  return question !== "" && enough && new Set(options).size === options.length;
}

/** A poll of one's own, or one made from a dilemma, which may be changed before it is kept. */
export function PreparePoll({ view, onClose }: { view: ConsoleView; onClose: () => void }) {
  const session = useSession();
  const part = view.part.id;
  const [draft, setDraft] = useState(EMPTY);
  const [fault, setFault] = useState(false);
  const keep = async () => {
    const poll = asked(draft);
    if (!fits(poll)) return setFault(true);
    if (!(await session.act("prepare_poll", { part, ...poll, room: draft.room || null }))) return;
    session.say(t("polls.kept"));
    onClose();
  };
  const change = (some: Partial<Draft>) => (setFault(false), setDraft({ ...draft, ...some }));
  return (
    <Dialog title={t("polls.prepare.title")} confirm={t("polls.keep")} onConfirm={() => void keep()} onClose={onClose}>
      <Library part={part} onChoose={change} />
      <Area text="polls.situation" rows={3} most={4000} value={draft.background} onText={(background) => change({ background })} />
      <Area text="polls.question" rows={2} most={500} value={draft.question} onText={(question) => change({ question })} />
      <Area text="polls.options" rows={4} most={1000} value={draft.options} onText={(options) => change({ options })} />
      <Choices
        legend={t("polls.kind")}
        options={KINDS.map((kind) => ({ value: kind, text: t(`polls.kind.${kind}`) }))}
        chosen={draft.kind}
        onChoose={(kind) => change({ kind })}
      />
      {view.rooms.length > 1 && <Where view={view} chosen={draft.room} onChoose={(room) => change({ room })} />}
      {fault && (
        <p class="field__error" role="alert">
          {t("polls.invalid")}
        </p>
      )}
    </Dialog>
  );
}

/** The network's dilemmas, if it has any. */
function Library({ part, onChoose }: { part: string; onChoose: (some: Partial<Draft>) => void }) {
  const session = useSession();
  const [dilemmas, setDilemmas] = useState<Dilemma[]>([]);
  useEffect(() => {
    void session.wire.ask<{ dilemmas: Dilemma[] }>("dilemmas", { part }).then((answer) => answer.ok && setDilemmas(answer.dilemmas));
  }, []);
  const choose = (slug: string) => {
    const found = dilemmas.find((dilemma) => dilemma.slug === slug);
    if (!found) return onChoose(EMPTY);
    onChoose({ kind: "single", background: found.situation, question: found.question, options: found.options.join("\n") });
  };
  if (dilemmas.length === 0) return null;
  return (
    <label class="field">
      <span class="field__label">{t("polls.dilemma")}</span>
      <select class="field__input" onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t("polls.dilemma.none")}</option>
        {dilemmas.map((dilemma) => (
          <option key={dilemma.slug} value={dilemma.slug} lang={dilemma.language}>
            {dilemma.title}
          </option>
        ))}
      </select>
    </label>
  );
}

interface WhereProps {
  view: ConsoleView;
  chosen: string;
  onChoose: (room: string) => void;
}

function Where({ view, chosen, onChoose }: WhereProps) {
  return (
    <label class="field">
      <span class="field__label">{t("polls.where")}</span>
      <select class="field__input" value={chosen} onChange={(event) => onChoose(event.currentTarget.value)}>
        <option value="">{t("polls.everywhere")}</option>
        {view.rooms.map((room) => (
          <option key={room.id} value={room.id}>
            {room.name}
          </option>
        ))}
      </select>
    </label>
  );
}

interface AreaProps {
  text: TextKey;
  rows: number;
  most: number;
  value: string;
  onText: (text: string) => void;
}

function Area({ text, rows, most, value, onText }: AreaProps) {
  return (
    <label class="field">
      <span class="field__label">{t(text)}</span>
      <textarea
        class="field__input"
        rows={rows}
        maxLength={most}
        value={value}
        onInput={(event) => onText(event.currentTarget.value)}
      />
    </label>
  );
}
