import { useEffect, useRef } from "preact/hooks";

import { asClock } from "../clock.ts";
import { hourIn } from "../config.ts";
import { useSession } from "../context.ts";
import { useSeconds } from "../hooks.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import type { LobbyView } from "../wire.ts";
import { Leftovers } from "../ui/Leftovers.tsx";
import { Trouble } from "../ui/Notices.tsx";
import { Unsent } from "../ui/Unsent.tsx";
import { Check } from "./Check.tsx";
import { Coming } from "./Coming.tsx";

interface Props {
  state: State;
  lobby: LobbyView;
}

/** Before the doors: how long, what comes, with whom, and whether this browser is ready for it. */
export function Lobby({ state, lobby }: Props) {
  const { config } = useSession();
  const { line } = state;
  if (line.is !== "lobby") return null;
  return (
    <div class="lobby">
      <header class="lobby__head">
        <p class="lobby__event">{config.title}</p>
        <Countdown lobby={lobby} />
        <p class="lobby__why" role="status">
          {line.down ? t("lobby.down") : line.why}
        </p>
        <p>{t("lobby.hint")}</p>
      </header>
      <Trouble state={state} />
      <div class="lobby__main">
        <Agenda lobby={lobby} />
        <Pledges lobby={lobby} />
        <YourCase />
        <Unsent state={state} />
        <Leftovers state={state} />
      </div>
      <div class="lobby__side">
        <Check />
        <Coming lobby={lobby} />
      </div>
      <footer class="lobby__foot">
        <a class="link" href={config.event_url}>
          {t("out.event")}
        </a>
      </footer>
    </div>
  );
}

/** The heading, with the focus when one comes here; the seconds are for the eye alone. */
function Countdown({ lobby }: { lobby: LobbyView }) {
  const { clock, config } = useSession();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  useSeconds(true);
  const at = hourIn(config.locale, config.zone)(lobby.starts_at);
  const seconds = clock.secondsUntil(lobby.starts_at);
  return (
    <>
      <h1 class="lobby__title" tabIndex={-1} ref={heading}>
        {t(seconds > 0 ? "lobby.starts" : "lobby.started", { at })}
      </h1>
      {seconds > 0 && (
        <p class="lobby__clock" role="timer">
          {asClock(seconds)}
        </p>
      )}
    </>
  );
}

function Agenda({ lobby }: { lobby: LobbyView }) {
  if (lobby.agenda.length === 0) return null;
  return (
    <section aria-labelledby="lobby-agenda">
      <h2 class="lobby__caption" id="lobby-agenda">
        {t("lobby.agenda")}
      </h2>
      <ol class="agenda">
        {lobby.agenda.map((item) => (
          <li key={`${item.at} ${item.title}`} class="agenda__item">
            <span class="agenda__at">{item.at}</span>
            <span class="agenda__title">{item.title}</span>
            <span class="agenda__minutes">{t("sheet.minutes", { minutes: item.minutes })}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}

function YourCase() {
  const { case_url } = useSession().config;
  if (!case_url) return null;
  return (
    <section aria-labelledby="lobby-case">
      <h2 class="lobby__caption" id="lobby-case">
        {t("lobby.case")}
      </h2>
      <a class="link" href={case_url} target="_blank" rel="noopener">
        {t("lobby.case.look")}
      </a>
    </section>
  );
}

function Pledges({ lobby }: { lobby: LobbyView }) {
  if (lobby.pledges.length === 0) return null;
  return (
    <section aria-labelledby="lobby-pledges">
      <h2 class="lobby__caption" id="lobby-pledges">
        {t("lobby.pledges")}
      </h2>
      <ul class="lobby__list">
        {lobby.pledges.map((pledge) => (
          <li key={pledge.path}>
            <a class="link" href={pledge.path} target="_blank" rel="noopener">
              {t("lobby.pledge", { title: pledge.title })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
