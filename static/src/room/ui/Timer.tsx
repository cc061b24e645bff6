import { useEffect, useRef } from "preact/hooks";

import { asClock } from "../clock.ts";
import { useSession } from "../context.ts";
import { useSeconds } from "../hooks.ts";
import { t } from "../texts.ts";

export type Stretch = "running" | "soon" | "last" | "over";

export function stretchOf(seconds: number): Stretch {
  if (seconds <= 0) return "over";
  if (seconds <= 60) return "last";
  return seconds <= 300 ? "soon" : "running";
}

const SPOKEN = { soon: "timer.say.soon", last: "timer.say.last", over: "timer.say.over" } as const;

/** The clock while it is paused: what is left stays left. */
export function Paused({ seconds }: { seconds: number }) {
  return (
    <p class="timer timer--paused" role="timer" aria-live="off">
      <span class="timer__label">{t("timer.paused")}</span>
      <span class="timer__clock">{asClock(seconds)}</span>
    </p>
  );
}

/** The one clock of the part. It warns at five minutes and at one, and never cuts anything off. */
export function Timer({ endsAt }: { endsAt: string }) {
  const session = useSession();
  useSeconds(true);
  const seconds = session.clock.secondsUntil(endsAt);
  const stretch = stretchOf(seconds);
  const known = useRef(stretch);
  useEffect(() => {
    if (known.current !== stretch && stretch !== "running") session.say(t(SPOKEN[stretch]));
    known.current = stretch;
  }, [stretch]);
  return (
    <p class={`timer timer--${stretch}`} role="timer" aria-live="off">
      <span class="timer__label">{t(stretch === "over" ? "timer.over" : "timer.left")}</span>
      <span class="timer__clock">{asClock(seconds)}</span>
    </p>
  );
}
