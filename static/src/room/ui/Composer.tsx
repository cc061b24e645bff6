import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

import { useSession } from "../context.ts";
import type { Kept } from "../keep.ts";
import { t, tn } from "../texts.ts";
import type { Id } from "../wire.ts";

const MOST = 2_000;
const WARN_FROM = 1_800;

interface Props {
  draft: string; // under which unsent words are kept
  to: { id: Id; name: string };
  label: string; // of the box
  closed: string | null; // why nothing can be sent now
  focus?: boolean;
  edited: string | null; // a refused line that comes back to be changed
  onTaken: () => void;
  onSend: (text: string) => void;
}

/** The box one writes in. Its words are kept for whom they are meant until they are sent. */
export function Composer({ draft, to, label, closed, focus = false, edited, onTaken, onSend }: Props) {
  const session = useSession();
  const [text, setText] = useState(session.keep.read<Kept>(draft)?.text ?? "");
  const box = useRef<HTMLTextAreaElement>(null);
  const length = [...text.trim()].length;
  const sendable = closed === null && length > 0 && length <= MOST;
  const change = (next: string) => {
    setText(next);
    session.keep.write(draft, next.trim() ? { room: to.id, roomName: to.name, text: next } : null);
  };
  const send = () => {
    if (!sendable) return;
    onSend(text.trim());
    change("");
    box.current?.focus();
  };
  useEffect(() => {
    if (edited === null) return;
    change(text ? `${text}\n${edited}` : edited);
    onTaken();
    box.current?.focus();
  }, [edited]);
  useEffect(() => void (focus && box.current?.focus()), [focus]);
  useGrowth(box, text);
  return (
    <form class="composer" onSubmit={(event) => (event.preventDefault(), send())}>
      {closed !== null && <p class="composer__closed">{closed}</p>}
      <div class="composer__row">
        <label class="composer__field">
          <span class="visually-hidden">{label}</span>
          <textarea
            ref={box}
            class="composer__box"
            rows={1}
            value={text}
            placeholder={label}
            onInput={(event) => change(event.currentTarget.value)}
            onKeyDown={(event) => sends(event) && (event.preventDefault(), send())}
          />
        </label>
        <button type="submit" class="button" aria-disabled={!sendable}>
          {t("chat.send")}
        </button>
      </div>
      {length > WARN_FROM && (
        <p class={length > MOST ? "composer__count composer__count--over" : "composer__count"}>
          {length > MOST ? tn("chat.over", length - MOST) : tn("chat.left", MOST - length)}
        </p>
      )}
    </form>
  );
}

/** Enter sends, except while a word is composed, and on screens without a keyboard. */
function sends(event: KeyboardEvent): boolean {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return false;
  return !window.matchMedia("(pointer: coarse)").matches;
}

function useGrowth(box: { current: HTMLTextAreaElement | null }, text: string): void {
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  }, [text]);
}
