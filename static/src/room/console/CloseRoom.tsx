import { useState } from "preact/hooks";

import { asClock } from "../clock.ts";
import { useSession } from "../context.ts";
import { useSeconds } from "../hooks.ts";
import { t } from "../texts.ts";
import type { ConsoleRoom, ConsoleView } from "../wire.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Choices } from "./Choices.tsx";

interface Props {
  room: ConsoleRoom;
  view: ConsoleView;
}

const COUNTDOWNS = [60, 30, 0] as const;

/** Close one room alone: when, and where its people go. */
export function CloseRoom({ room, view, onClose }: Props & { onClose: () => void }) {
  const session = useSession();
  const [seconds, setSeconds] = useState("60");
  const others = view.rooms.filter((one) => one.id !== room.id && !one.closes_at);
  const [to, setTo] = useState(others[0]?.id ?? ""); // the plenary
  const close = () => {
    onClose();
    const into = others.find((one) => one.id === to && one.kind === "breakout")?.id ?? null;
    void session.act("close_room", { room: room.id, seconds: Number(seconds), to: into, seen: view.version });
  };
  return (
    <Dialog title={t("close_room.title", { room: room.name })} confirm={t("close_room.confirm")} onConfirm={close} onClose={onClose}>
      <p>{t("close_room.text")}</p>
      <label class="field">
        <span class="field__label">{t("close_room.to")}</span>
        <select class="field__input" value={to} onChange={(event) => setTo(event.currentTarget.value)}>
          {others.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <Choices
        legend={t("console.close.countdown")}
        options={COUNTDOWNS.map((count) => ({
          value: String(count),
          text: count > 0 ? t("console.seconds", { count }) : t("close_room.now"),
        }))}
        chosen={seconds}
        onChoose={setSeconds}
      />
    </Dialog>
  );
}

/** The countdown of one room, and how to stop it. */
export function ClosingRoom({ room, view, closesAt }: Props & { closesAt: string }) {
  const session = useSession();
  useSeconds(true);
  return (
    <p class="card__closing">
      {t("close_room.closing", { left: asClock(session.clock.secondsUntil(closesAt)) })}{" "}
      <button type="button" class="link" onClick={() => void session.act("keep_room", { room: room.id, seen: view.version })}>
        {t("close_room.keep")}
        <span class="visually-hidden"> ({room.name})</span>
      </button>
    </p>
  );
}
