import { asClock } from "../clock.ts";
import { hourIn } from "../config.ts";
import { useSession } from "../context.ts";
import { useSeconds } from "../hooks.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import type { ConsoleView } from "../wire.ts";
import { Banned } from "../console/Banned.tsx";
import { Doors } from "../console/Doors.tsx";
import { FacilitatorsChat } from "../console/FacilitatorsChat.tsx";
import { LineState } from "./Bar.tsx";
import { Trouble } from "./Notices.tsx";

interface Props {
  state: State;
  view: ConsoleView;
}

/** A facilitator before the doors open, or after they have closed. */
export function Backstage({ state, view }: Props) {
  const session = useSession();
  const closed = view.part.state === "closed";
  const open = async () => {
    if (await session.act("open_part", { part: view.part.id })) await session.enter();
  };
  return (
    <div class="room">
      <header class="bar">
        <div class="bar__names">
          <p class="bar__event">{session.config.title}</p>
          <h1 class="bar__room">{view.part.title}</h1>
        </div>
        <LineState line={state.line} />
      </header>
      <Trouble state={state} />
      <div class="doors">
        <h2 class="doors__title">{t(closed ? "doors.closed" : "doors.waiting")}</h2>
        {!closed && <Start />}
        <p>{t(closed ? "doors.closed.text" : "doors.waiting.text")}</p>
        <div class="doors__buttons">
          <button
            type="button"
            class={closed ? "button button--quiet" : "button"}
            onClick={() => void open()}
          >
            {t(closed ? "doors.reopen" : "doors.open")}
          </button>
          <a class="link" href={session.config.leave_url}>
            {t("doors.leave")}
          </a>
        </div>
        {view.doors.waiting.length > 0 && <Doors view={view} />}
        <Banned view={view} />
        <FacilitatorsChat state={state} shown />
      </div>
    </div>
  );
}

/** When the part begins, and how long it is until then: the doors do not open by themselves. */
function Start() {
  const { clock, config } = useSession();
  useSeconds(true);
  const at = hourIn(config.locale, config.zone)(config.starts_at);
  const seconds = clock.secondsUntil(config.starts_at);
  return (
    <p class="doors__start">
      {t(seconds > 0 ? "lobby.starts" : "lobby.started", { at })}
      {seconds > 0 && (
        <span class="doors__clock" role="timer">
          {asClock(seconds)}
        </span>
      )}
    </p>
  );
}
