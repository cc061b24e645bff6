// How the notes stood earlier, and putting such a text back. For facilitators, while the room is open.
import type { Editor } from "@tiptap/core";
import { DOMSerializer } from "@tiptap/pm/model";
import type { Node } from "@tiptap/pm/model";
import { yUndoPluginKey } from "@tiptap/y-tiptap";
import type { ComponentChildren } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type * as Y from "yjs";

import { clockIn } from "../room/config.ts";
import { useStore } from "../room/hooks.ts";
import type { Session } from "../room/session.ts";
import { t, tn } from "../room/texts.ts";
import { Dialog } from "../room/ui/Dialog.tsx";
import type { RoomView } from "../room/wire.ts";
import { History } from "./history.ts";
import type { Moment } from "./history.ts";
import type { Provider } from "./provider.ts";
import { nodeOf, towards } from "./putting_back.ts";
import { linesNotIn, linesOf } from "./words.ts";

interface Props {
  session: Session;
  room: RoomView;
  provider: Provider;
  editor: Editor;
  onClose: () => void;
}

/** What was read of a moment: its document, or why there is none. */
type Read = { of: Moment; doc: Y.Doc; node: Node } | { of: Moment; trouble: string };

export function HistoryDialog({ session, room, provider, editor, onClose }: Props) {
  const [history] = useState(() => new History(room.id, session.wire));
  const { moments, more, trouble } = useStore(history.known);
  const [chosen, choose] = useState<Moment | null>(null);
  const [refused, refuse] = useState("");
  const read = useRead(history, editor, chosen ?? moments[0] ?? null);
  const time = clockIn(session.config.locale, session.config.zone);
  useStore(provider.state);
  useEdits(editor);
  useEffect(() => void history.more(), [history]);
  const differs = read !== null && "node" in read && !read.node.eq(editor.state.doc);
  const able = differs && provider.writable;
  const putBack = async () => {
    if (!able) return;
    const answer = await history.putBack(read.of.last);
    if (!answer.ok) return refuse(answer.message);
    yUndoPluginKey.getState(editor.state).undoManager.stopCapturing(); // undone by itself
    editor.view.dispatch(towards(editor.state, read.node));
    session.say(t("notes.history.done", { time: time(read.of.ended_at) }));
    onClose();
  };
  return (
    <Dialog
      wide
      title={t("notes.history.title", { room: room.name })}
      onClose={onClose}
      confirm={able ? t("notes.history.put_back") : undefined}
      onConfirm={() => void putBack()}
    >
      <p>{t("notes.history.intro")}</p>
      {trouble && <p role="alert">{trouble}</p>}
      {!trouble && !more && moments.length === 0 && <p class="empty">{t("notes.history.none")}</p>}
      <div class="history">
        <Choice moments={moments} chosen={read?.of ?? moments[0]} time={time} onChoose={choose}>
          {more && (
            <button type="button" class="link" onClick={() => void history.more()}>
              {t("notes.history.earlier")}
            </button>
          )}
          {!more && moments.length > 0 && <p class="history__end">{t("notes.history.all")}</p>}
        </Choice>
        {read && "node" in read && (
          <Text node={read.node} title={t("notes.history.text", { time: time(read.of.ended_at) })} />
        )}
        {read && "trouble" in read && <p role="alert">{read.trouble}</p>}
      </div>
      <p class="history__effect" role="status">
        {refused || (read && "doc" in read && effectOf(read.doc, provider, differs))}
      </p>
    </Dialog>
  );
}

/** Draw again whenever the page changes: others go on writing. */
function useEdits(editor: Editor): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const edited = () => redraw(undefined);
    editor.on("transaction", edited);
    return () => void editor.off("transaction", edited);
  }, [editor]);
}

/** Read the document of `wanted`; while it is read, nothing is shown in its place. */
function useRead(history: History, editor: Editor, wanted: Moment | null): Read | null {
  const [read, set] = useState<Read | null>(null);
  useEffect(() => {
    let left = false;
    void (async () => {
      if (!wanted) return;
      const doc = await history.at(wanted.last);
      if (left) return;
      if ("ok" in doc) return set({ of: wanted, trouble: doc.message });
      const node = nodeOf(doc, editor.schema);
      set(node ? { of: wanted, doc, node } : { of: wanted, trouble: t("notes.history.unreadable") });
    })();
    return () => void (left = true);
  }, [wanted?.last]);
  return read?.of.last === wanted?.last ? read : null;
}

interface ChoiceProps {
  moments: Moment[];
  chosen: Moment | undefined;
  time: (instant: string) => string;
  onChoose: (moment: Moment) => void;
  children: ComponentChildren;
}

function Choice({ moments, chosen, time, onChoose, children }: ChoiceProps) {
  return (
    <div class="history__list">
      {/* Enter chooses nothing here, and must not put a text back that was only looked at. */}
      <fieldset class="history__moments" onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}>
        <legend>{t("notes.history.moments")}</legend>
        {moments.map((moment) => (
          <label key={moment.last} class="history__moment">
            <input
              type="radio"
              name="moment"
              checked={moment.last === chosen?.last}
              onChange={() => onChoose(moment)}
            />
            <span>{time(moment.ended_at)}</span>
          </label>
        ))}
      </fieldset>
      {children}
    </div>
  );
}

/** The document, drawn as the editor draws it, for reading alone. */
function Text({ node, title }: { node: Node; title: string }) {
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const drawn = DOMSerializer.fromSchema(node.type.schema).serializeFragment(node.content);
    here.current?.replaceChildren(drawn);
  }, [node]);
  return (
    <section class="history__page" aria-label={title} tabIndex={0}>
      <div ref={here} class="notes-text history__text" />
    </section>
  );
}

/** What putting the text back would do to the page as it reads now. */
function effectOf(past: Y.Doc, provider: Provider, differs: boolean): string {
  if (!differs) return t("notes.history.same");
  const [now, then] = [linesOf(provider.doc), linesOf(past)];
  const [out, back] = [linesNotIn(now, then).length, linesNotIn(then, now).length];
  const effects = [
    out > 0 ? tn("notes.history.out", out) : "",
    back > 0 ? tn("notes.history.back", back) : "",
    out + back === 0 ? t("notes.history.form") : "",
    provider.writable ? "" : t("notes.history.locked"),
  ];
  return effects.filter(Boolean).join(" ");
}
