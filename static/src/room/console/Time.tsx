import { useState } from "preact/hooks";

import { asClock } from "../clock.ts";
import { useSession } from "../context.ts";
import { useSeconds } from "../hooks.ts";
import { t } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";

const MOST_MINUTES = 480;

/** The part's one clock: set it, lengthen it, take it away. */
export function Time({ view }: { view: ConsoleView }) {
  return (
    <section class="desk" aria-labelledby="desk-time">
      <h2 class="desk__title" id="desk-time">
        {t("console.time")}
      </h2>
      {view.timer_ends_at ? (
        <Running part={view.part.id} endsAt={view.timer_ends_at} />
      ) : (
        <Start part={view.part.id} />
      )}
    </section>
  );
}

function Start({ part }: { part: string }) {
  const session = useSession();
  const [minutes, setMinutes] = useState(20);
  const start = () => {
    const wanted = Math.min(MOST_MINUTES, Math.max(1, Math.round(minutes) || 1));
    void session.act("timer", { part, seconds: wanted * 60 });
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

function Running({ part, endsAt }: { part: string; endsAt: string }) {
  const session = useSession();
  useSeconds(true);
  const seconds = session.clock.secondsUntil(endsAt);
  const extend = (by: 60 | 300) => void session.act("extend", { part, seconds: by });
  return (
    <>
      <p class="desk__figure">{seconds > 0 ? asClock(seconds) : t("timer.over")}</p>
      <div class="desk__buttons">
        <button type="button" class="button button--quiet" onClick={() => extend(60)}>
          {t("console.time.one")}
        </button>
        <button type="button" class="button button--quiet" onClick={() => extend(300)}>
          {t("console.time.five")}
        </button>
        <button type="button" class="link" onClick={() => void session.act("timer", { part, seconds: null })}>
          {t("console.time.stop")}
        </button>
      </div>
    </>
  );
}
