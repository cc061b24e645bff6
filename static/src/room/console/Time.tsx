import { useState } from "preact/hooks";

import { asClock } from "../clock.ts";
import { useSession } from "../context.ts";
import { useSeconds } from "../hooks.ts";
import { t } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";

const MOST_MINUTES = 480;
const LANDING = 60; // seconds in which a sentence can be finished

/** The part's one clock: set it, pause it, lengthen it, bring it to its end, take it away. */
export function Time({ view }: { view: ConsoleView }) {
  return (
    <section class="desk" aria-labelledby="desk-time">
      <h2 class="desk__title" id="desk-time">
        {t("console.time")}
      </h2>
      {view.timer_ends_at || view.timer_left !== null ? <Running view={view} /> : <Start view={view} />}
    </section>
  );
}

function Start({ view }: { view: ConsoleView }) {
  const session = useSession();
  const [minutes, setMinutes] = useState(20);
  const start = () => {
    const wanted = Math.min(MOST_MINUTES, Math.max(1, Math.round(minutes) || 1));
    void session.act("timer", { part: view.part.id, seconds: wanted * 60, seen: view.version });
  };
  return (
    <form class="desk__form" onSubmit={(event) => (event.preventDefault(), start())}>
      <label class="field">
        <span class="field__label">{t("console.time.minutes")}</span>
        <input
          class="field__input field__input--short"
          type="number"
          min={1}
          max={MOST_MINUTES}
          value={minutes}
          onInput={(event) => setMinutes(event.currentTarget.valueAsNumber)}
        />
      </label>
      <button type="submit" class="button button--quiet">
        {t("console.time.start")}
      </button>
    </form>
  );
}

function Running({ view }: { view: ConsoleView }) {
  const session = useSession();
  const part = view.part.id;
  const paused = view.timer_left !== null;
  useSeconds(!paused);
  const seconds = view.timer_ends_at ? session.clock.secondsUntil(view.timer_ends_at) : (view.timer_left ?? 0);
  const act = (event: string, data: object) => session.act(event, { part, ...data, seen: view.version });
  const finish = async () => {
    if (!(await act("timer", { seconds: LANDING }))) return;
    if (view.round?.state === "open") await act("close_round", { seconds: LANDING });
  };
  return (
    <>
      <p class="desk__figure">{seconds > 0 ? asClock(seconds) : t("timer.over")}</p>
      <p>{t(paused ? "console.time.paused" : "console.time.zero")}</p>
      <div class="desk__buttons">
        <button type="button" class="button button--quiet" onClick={() => void act("pause", { paused: !paused })}>
          {t(paused ? "console.time.go_on" : "console.time.pause")}
        </button>
        <button type="button" class="button button--quiet" onClick={() => void act("extend", { seconds: 60 })}>
          {t("console.time.one")}
        </button>
        <button type="button" class="button button--quiet" onClick={() => void act("extend", { seconds: 300 })}>
          {t("console.time.five")}
        </button>
        {(paused || seconds > LANDING) && (
          <button type="button" class="button button--quiet" onClick={() => void finish()}>
            {t("console.time.land")}
          </button>
        )}
        <button type="button" class="link" onClick={() => void act("timer", { seconds: null })}>
          {t("console.time.stop")}
        </button>
      </div>
    </>
  );
}
