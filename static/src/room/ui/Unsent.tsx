import { useSession } from "../context.ts";
import type { Outgoing, Queue } from "../outgoing.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import type { Id } from "../wire.ts";
import { Forget } from "./Forget.tsx";

interface Props {
  state: State;
  lines?: Queue; // all, where none are named
  here?: Id; // the room or conversation that is in front
  onEdit?: (text: string) => void;
}

/** Chat lines that the server does not have: on their way, or refused with a reason. */
export function Unsent({ state, lines = state.queue, here, onEdit }: Props) {
  const online = state.line.is === "connected";
  return (
    <>
      {lines.map((line) => (
        <div key={line.key} class={line.refused === null ? "unsent" : "unsent unsent--refused"}>
          {line.room !== here && (
            <p class="unsent__room">
              {t(line.to === undefined ? "unsent.for" : "unsent.private", { room: line.roomName })}
            </p>
          )}
          <p class="unsent__text">{line.text}</p>
          {line.refused === null ? (
            <p class="unsent__state">{t(online ? "unsent.sending" : "unsent.waiting")}</p>
          ) : (
            <Refused line={line} online={online} onEdit={onEdit} />
          )}
        </div>
      ))}
    </>
  );
}

interface RefusedProps {
  line: Outgoing;
  online: boolean;
  onEdit: Props["onEdit"] | undefined;
}

function Refused({ line, online, onEdit }: RefusedProps) {
  const session = useSession();
  const { chat } = session;
  const copy = async () => {
    await navigator.clipboard.writeText(line.text);
    session.say(t("words.copied"));
  };
  const edit = () => {
    onEdit?.(line.text);
    chat.takeBack(line.key);
  };
  return (
    <>
      <p class="unsent__state" role="alert">
        {t("unsent.refused")} {line.refused}
      </p>
      <div class="unsent__buttons">
        {online && <LinkButton text={t("unsent.again")} onClick={() => chat.sayAgain(line.key)} />}
        {onEdit && <LinkButton text={t("unsent.edit")} onClick={edit} />}
        <LinkButton text={t("words.copy")} onClick={() => void copy()} />
        <Forget class="link" onForget={() => chat.takeBack(line.key)} />
      </div>
    </>
  );
}

function LinkButton({ text, onClick }: { text: string; onClick: () => void }) {
  return (
    <button type="button" class="link" onClick={onClick}>
      {text}
    </button>
  );
}
