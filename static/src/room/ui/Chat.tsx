import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import { lastOf } from "../messages.ts";
import type { State } from "../state.ts";
import { t, tn } from "../texts.ts";
import type { RoomView } from "../wire.ts";
import { ChatLines } from "./ChatLines.tsx";
import { Composer } from "./Composer.tsx";
import { Unsent } from "./Unsent.tsx";

interface Props {
  state: State;
  room: RoomView;
  shown: boolean;
}

/** What is said in writing in this room. */
export function Chat({ state, room, shown }: Props) {
  const { config } = useSession();
  const [edited, setEdited] = useState<string | null>(null);
  const { log } = state;
  const list = useMemo(() => <ChatLines lines={log.lines} config={config} />, [log.lines]);
  const here = log.lines.length > 0 || state.queue.length > 0;
  const scroll = useStickToEnd(log.room, lastOf(log) + state.queue.length, shown);
  return (
    <section class="chat">
      <h2 class="panel__title" id="chat-title">
        {t("chat.title")}
      </h2>
      <div class="chat__lines" ref={scroll.box} onScroll={scroll.moved} tabIndex={0} role="log" aria-live="off" aria-labelledby="chat-title">
        {here ? list : <p class="empty">{t("chat.empty", { room: room.name })}</p>}
        <Unsent state={state} onEdit={setEdited} />
      </div>
      {scroll.below > 0 && (
        <button type="button" class="chat__below" onClick={scroll.toEnd}>
          {tn("chat.below", scroll.below)}
        </button>
      )}
      <Composer key={room.id} state={state} room={room} edited={edited} onTaken={() => setEdited(null)} />
    </section>
  );
}

const NEAR = 60; // pixels from the end that still count as being there

/** Keep the newest line in sight, unless the reader has gone back to read. */
function useStickToEnd(room: string, count: number, shown: boolean) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [seen, setSeen] = useState(count);
  const stay = () => {
    if (box.current) box.current.scrollTop = box.current.scrollHeight;
  };
  const toEnd = () => {
    stay();
    atEnd.current = true;
    setSeen(count);
  };
  const moved = () => {
    const element = box.current;
    if (!element) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    if (atEnd.current) setSeen(count);
  };
  useEffect(() => void (atEnd.current = true), [room]);
  useEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(() => atEnd.current && stay());
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
  }, [room, count, shown]);
  return { box, moved, toEnd, below: atEnd.current ? 0 : Math.max(0, count - seen) };
}
