import { useMemo, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { draftName } from "../keep.ts";
import { lastOf } from "../messages.ts";
import { refusedIn } from "../outgoing.ts";
import type { State } from "../state.ts";
import { t } from "../texts.ts";
import { quietBy } from "../voices.ts";
import type { Id, RoomView } from "../wire.ts";
import { ChatLines } from "./ChatLines.tsx";
import { Composer } from "./Composer.tsx";
import { Lines } from "./Lines.tsx";
import { Unsent } from "./Unsent.tsx";

interface Props {
  state: State;
  room: RoomView;
  shown: boolean;
}

/** What is said in writing in this room. */
export function RoomChat({ state, room, shown }: Props) {
  const { config, chat } = useSession();
  const [edited, setEdited] = useState<string | null>(null);
  const { log } = state;
  const unsent = state.queue.filter((line) => line.to === undefined);
  const list = useMemo(() => <ChatLines lines={log.lines} config={config} />, [log.lines]);
  const here = log.lines.length > 0 || unsent.length > 0;
  return (
    <>
      <Lines of={log.room} count={lastOf(log) + unsent.length} height={refusedIn(unsent)} shown={shown} label={t("chat.title")}>
        {here ? list : <p class="empty">{t("chat.empty", { room: room.name })}</p>}
        <Unsent state={state} lines={unsent} here={room.id} onEdit={setEdited} />
      </Lines>
      <Composer
        key={room.id}
        draft={draftName(room.id)}
        to={room}
        label={t("chat.write", { room: room.name })}
        closed={closedWhy(state, room, config.me.id)}
        edited={edited}
        onTaken={() => setEdited(null)}
        onSend={(text) => chat.say(text)}
      />
    </>
  );
}

function closedWhy(state: State, room: RoomView, me: Id): string | null {
  const quiet = quietBy(state, room, me);
  if (quiet) return t(`chat.quiet.${quiet}`);
  if (state.rights.facilitate) return null;
  if (state.muted) return t("chat.muted");
  return room.chat_locked ? t("chat.locked") : null;
}
