import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { tn } from "../texts.ts";

interface Props {
  of: string; // whose lines they are: another's begin at their end
  count: number;
  height?: number; // of what stands below them, in any unit: another one is scrolled to
  shown: boolean;
  label: string;
  children: ComponentChildren;
}

/** Lines of a chat, the newest in sight unless the reader has gone back to read. */
export function Lines({ of, count, height = 0, shown, label, children }: Props) {
  const scroll = useStickToEnd(of, count, height, shown);
  return (
    <>
      <div class="chat__lines" ref={scroll.box} onScroll={scroll.moved} tabIndex={0} role="log" aria-live="off" aria-label={label}>
        {children}
      </div>
      {scroll.below > 0 && (
        <button type="button" class="chat__below" onClick={scroll.toEnd}>
          {tn("chat.below", scroll.below)}
        </button>
      )}
    </>
  );
}

const NEAR = 60; // pixels from the end that still count as being there

/** Keep the newest line in sight, unless the reader has gone back to read. */
function useStickToEnd(of: string, count: number, height: number, shown: boolean) {
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
  useEffect(() => void (atEnd.current = true), [of]);
  useEffect(() => {
    if (!box.current) return;
    const watch = new ResizeObserver(() => atEnd.current && stay());
    watch.observe(box.current);
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (atEnd.current) toEnd();
  }, [of, count, height, shown]);
  return { box, moved, toEnd, below: atEnd.current ? 0 : Math.max(0, count - seen) };
}
