import { useState } from "preact/hooks";

import { asClock } from "../clock.ts";
import { useSession } from "../context.ts";
import { useSeconds } from "../hooks.ts";
import { sketches } from "../sketches.ts";
import { t } from "../texts.ts";
import type { ConsoleView, Round } from "../wire.ts";
import { Dialog } from "../ui/Dialog.tsx";
import { Choices } from "./Choices.tsx";
import { Choosing } from "./Choosing.tsx";
import { Reached } from "./Reached.tsx";

const MOST_ROOMS = 40;
const COUNTDOWNS = [30, 60, 120] as const;

/** Open the breakout rooms, mix them anew, close them with a countdown. */
export function Rooms({ view }: { view: ConsoleView }) {
  const { round } = view;
  const running = round !== null && (round.state === "open" || round.state === "closing");
  return (
    <section class="desk" aria-labelledby="desk-rooms">
      <h2 class="desk__title" id="desk-rooms">
        {running ? t("console.round", { number: round.number }) : t("console.open.title")}
      </h2>
      {!running && <OpenRooms view={view} />}
      {running && round.seating === "self_chosen" && <Choosing part={view.part.id} round={round} />}
      {running && view.reached && <Reached reached={view.reached} />}
      {running && round.state === "open" && <RunningRooms view={view} />}
      {running && round.state === "closing" && <ClosingRooms view={view} round={round} />}
    </section>
  );
}

function OpenRooms({ view }: { view: ConsoleView }) {
  const part = view.part.id;
  const session = useSession();
  const [rooms, setRooms] = useState(3);
  const [seating, setSeating] = useState<"random" | "mixed" | "by_hand" | "self_chosen">("random");
  const [topics, setTopics] = useState("");
  const [most, setMost] = useState(NaN);
  const choosing = seating === "self_chosen";
  const open = async () => {
    const named = choosing ? sketches(topics) : { names: [], abouts: [] };
    const wanted = named.names.length || Math.min(MOST_ROOMS, Math.max(1, Math.round(rooms) || 1));
    const limit = choosing && most >= 2 ? { most: Math.round(most) } : {};
    if (await session.act("open_round", { part, rooms: wanted, seating, ...named, ...limit, seen: view.version })) {
      session.say(t("console.opened"));
    }
  };
  return (
    <form class="desk__form" onSubmit={(event) => (event.preventDefault(), void open())}>
      <label class="field">
        <span class="field__label">{t("console.open.rooms")}</span>
        <input
          class="field__input field__input--short"
          type="number"
          min={1}
          max={MOST_ROOMS}
          value={rooms}
          onInput={(event) => setRooms(event.currentTarget.valueAsNumber)}
        />
      </label>
      <Choices
        legend={t("console.open.seating")}
        options={[
          { value: "random", text: t("console.open.random") },
          { value: "mixed", text: t("console.open.mixed") },
          { value: "by_hand", text: t("console.open.by_hand") },
          { value: "self_chosen", text: t("console.open.self_chosen") },
        ]}
        chosen={seating}
        onChoose={setSeating}
      />
      {choosing && (
        <>
          <label class="field">
            <span class="field__label">{t("console.open.topics")}</span>
            <span class="field__hint">{t("console.open.topics.hint")}</span>
            <textarea class="field__input" rows={3} value={topics} onInput={(event) => setTopics(event.currentTarget.value)} />
          </label>
          <label class="field">
            <span class="field__label">{t("console.open.most")}</span>
            <input
              class="field__input field__input--short"
              type="number"
              min={2}
              max={MOST_ROOMS}
              value={Number.isNaN(most) ? "" : most}
              onInput={(event) => setMost(event.currentTarget.valueAsNumber)}
            />
          </label>
        </>
      )}
      <button type="submit" class="button">
        {t("console.open")}
      </button>
    </form>
  );
}

function RunningRooms({ view }: { view: ConsoleView }) {
  const part = view.part.id;
  const session = useSession();
  const [asking, setAsking] = useState<"shuffle" | "close" | null>(null);
  const [seconds, setSeconds] = useState("60");
  const done = async (event: string, data: object) => {
    setAsking(null);
    await session.act(event, { part, ...data });
  };
  return (
    <div class="desk__buttons">
      <button type="button" class="button" onClick={() => setAsking("close")}>
        {t("console.close")}
      </button>
      <button type="button" class="button button--quiet" onClick={() => setAsking("shuffle")}>
        {t("console.shuffle")}
      </button>
      <button type="button" class="button button--quiet" onClick={() => void session.act("add_room", { part })}>
        {t("console.add")}
      </button>
      {asking === "shuffle" && (
        <Dialog title={t("console.shuffle.title")} confirm={t("console.shuffle.confirm")} onConfirm={() => void done("shuffle", {})} onClose={() => setAsking(null)}>
          <p>{t("console.shuffle.text")}</p>
        </Dialog>
      )}
      {asking === "close" && (
        <Dialog title={t("console.close.title")} confirm={t("console.close.confirm")} onConfirm={() => void done("close_round", { seconds: Number(seconds), seen: view.version })} onClose={() => setAsking(null)}>
          <p>{t("console.close.text")}</p>
          <Choices
            legend={t("console.close.countdown")}
            options={COUNTDOWNS.map((count) => ({ value: String(count), text: t("console.seconds", { count }) }))}
            chosen={seconds}
            onChoose={setSeconds}
          />
        </Dialog>
      )}
    </div>
  );
}

function ClosingRooms({ view, round }: { view: ConsoleView; round: Round }) {
  const session = useSession();
  useSeconds(true);
  const left = asClock(round.closes_at ? session.clock.secondsUntil(round.closes_at) : 0);
  return (
    <>
      <p class="desk__figure">{t("console.closing", { left })}</p>
      <button type="button" class="button button--quiet" onClick={() => void session.act("reprieve", { part: view.part.id, seen: view.version })}>
        {t("console.reprieve")}
      </button>
    </>
  );
}
