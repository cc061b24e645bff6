import { useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { useMedia } from "../hooks.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import { quietBy } from "../voices.ts";
import type { RoomView } from "../wire.ts";
import { Dialog } from "./Dialog.tsx";
import { Popover } from "./Popover.tsx";
import { React } from "./React.tsx";
import { Signs } from "./Signs.tsx";

interface Props {
  state: State;
  room: RoomView;
}

/** What one does without words: raise a hand, ask for help, leave. On narrow screens the rest stands behind one button. */
export function Actions({ state, room }: Props) {
  const session = useSession();
  const narrow = useMedia("(max-width: 59.99rem)");
  const [leaving, setLeaving] = useState(false);
  const place = room.hands.indexOf(session.config.me.id) + 1;
  const raised = place > 0;
  const still = (room.hands_locked && !state.rights.facilitate) || quietBy(state, room, session.config.me.id) !== null;
  const quiet = still && !raised;
  const hand = () => !quiet && void session.act("hand", { room: room.id, raised: !raised });
  return (
    <footer class="actions">
      <Signs state={state} />
      <button
        type="button"
        class={raised ? "button button--on" : "button button--quiet"}
        aria-disabled={quiet}
        onClick={hand}
      >
        {raised ? t("actions.hand.down", { place }) : t(quiet ? "actions.hand.quiet" : "actions.hand")}
      </button>
      {!narrow && (
        <Popover name={t("actions.react")} quiet={still}>
          {(close) => <React room={room} onGiven={close} />}
        </Popover>
      )}
      {!state.rights.facilitate && (
        <button
          type="button"
          class={state.help ? "button button--on" : "button button--quiet"}
          onClick={() => void session.help(!state.help)}
        >
          {t(state.help ? "actions.help.down" : "actions.help")}
        </button>
      )}
      {narrow ? (
        <Popover name={t("actions.more")} end>
          {(close) => (
            <>
              {!still && <React room={room} onGiven={close} />}
              <Beside state={state} onLeave={() => (close(), setLeaving(true))} onDone={close} />
            </>
          )}
        </Popover>
      ) : (
        <Beside state={state} onLeave={() => setLeaving(true)} />
      )}
      {leaving && (
        <Dialog
          title={t("leave.title")}
          confirm={t("leave.confirm")}
          onConfirm={() => void session.leave()}
          onClose={() => setLeaving(false)}
        >
          <p>{t(state.queue.length > 0 ? "leave.unsent" : "leave.text")}</p>
        </Dialog>
      )}
    </footer>
  );
}

interface BesideProps {
  state: State;
  onLeave: () => void;
  onDone?: () => void;
}

/** A break, what can be read elsewhere, and the way out. */
function Beside({ state, onLeave, onDone }: BesideProps) {
  const session = useSession();
  const aside = () => {
    onDone?.();
    void session.act("step_aside", { part: session.config.part, aside: true });
  };
  return (
    <>
      {!state.rights.facilitate && (
        <button type="button" class="button button--quiet" onClick={aside}>
          {t("actions.aside")}
        </button>
      )}
      {session.config.notes_url && (
        <a class="link" href={session.config.notes_url}>
          {t("actions.notes")}
        </a>
      )}
      <a class="link" href={session.config.confidentiality_url}>
        {t("actions.confidentiality")}
      </a>
      <button type="button" class="button button--quiet actions__leave" onClick={onLeave}>
        {t("actions.leave")}
      </button>
    </>
  );
}
