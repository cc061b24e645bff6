import { useEffect, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { privateName } from "../keep.ts";
import { lastOf } from "../messages.ts";
import { refusedIn } from "../outgoing.ts";
import { isPrivateShut } from "../state.ts";
import type { State } from "../state.ts";
import { FACILITATORS } from "../talks.ts";
import type { Talk } from "../talks.ts";
import { t } from "../texts.ts";
import { ChatLines } from "./ChatLines.tsx";
import { Composer } from "./Composer.tsx";
import { Lines } from "./Lines.tsx";
import { Unsent } from "./Unsent.tsx";

interface Props {
  talk: Talk;
  state: State;
  shown: boolean;
}

/** What one writes to one person, or facilitators to each other. */
export function TalkPane({ talk, state, shown }: Props) {
  const { config, chat, conversations } = useSession();
  const [edited, setEdited] = useState<string | null>(null);
  const { to, log } = talk;
  const name = to === FACILITATORS ? t("talk.facilitators") : talk.name;
  const unsent = state.queue.filter((line) => line.to === to);
  const last = lastOf(log);
  const asked = shown && state.asked === to;
  useEffect(() => void (shown && conversations.read(to)), [to, last, shown]);
  useEffect(() => void (asked && conversations.found()), [asked]);
  return (
    <>
      <p class={to === FACILITATORS ? "chat__who chat__who--facilitators" : "chat__who"}>
        {to === FACILITATORS ? t("talk.facilitators.who") : t("talk.private.who", { name })}
      </p>
      <Lines of={to} count={last + unsent.length} height={refusedIn(unsent)} shown={shown} label={name}>
        <ChatLines lines={log.lines} config={config} />
        <Unsent state={state} lines={unsent} here={to} onEdit={setEdited} />
      </Lines>
      <Composer
        key={to}
        draft={privateName(to)}
        to={{ id: to, name }}
        label={to === FACILITATORS ? t("talk.facilitators.write") : t("chat.write", { room: name })}
        closed={closedWhy(state, talk)}
        edited={edited}
        focus={asked}
        onTaken={() => setEdited(null)}
        onSend={(text) => chat.tell(to, name, text)}
      />
    </>
  );
}

function closedWhy({ room, rights, muted }: State, { to }: Talk): string | null {
  if (to === FACILITATORS) return null;
  if (muted && !rights.facilitate) return t("chat.muted");
  if (room?.private_locked) return t("talk.locked");
  return room && isPrivateShut(room) ? t("talk.paused") : null;
}
