// The notes of one room: provider, carets, editor and what is said about them. Loaded only where
// notes are; it lives as long as one stands in the room.
import type { Editor } from "@tiptap/core";
import { useEffect, useRef, useState } from "preact/hooks";

import { colourOf } from "../room/colours.ts";
import { useStore } from "../room/hooks.ts";
import { notesName } from "../room/keep.ts";
import type { Kept } from "../room/keep.ts";
import type { Session } from "../room/session.ts";
import { Store } from "../room/store.ts";
import { t } from "../room/texts.ts";
import type { RoomView } from "../room/wire.ts";
import { Carets } from "./carets.ts";
import { makeEditor, showMovingNames } from "./editor.ts";
import { HistoryDialog } from "./HistoryDialog.tsx";
import { LinkDialog } from "./link_dialog.tsx";
import { Provider } from "./provider.ts";
import { spokenOf } from "./spoken.ts";
import { NotesStanding } from "./standing.tsx";
import { Toolbar } from "./toolbar.tsx";
import { UnsavedWords } from "./unsaved.tsx";

interface Open {
  provider: Provider;
  carets: Carets;
  editor: Editor;
  linking: Store<boolean>; // the address of a link is being asked for
}

interface Props {
  session: Session;
  room: RoomView;
  lookingBack: boolean; // at earlier notes, in a dialog
  onLooked: () => void;
}

export default function NotesEditor({ session, room, lookingBack, onLooked }: Props) {
  const element = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<Open | null>(null);
  useEffect(() => {
    if (!element.current) return;
    const opened = openNotes(element.current, session, room);
    const close = tie(opened, session, room);
    setOpen(opened);
    return () => {
      setOpen(null);
      close();
    };
  }, [room.id]);
  useEffect(() => {
    open?.carets.keepOnly(new Set(room.people.filter((one) => one.present).map((one) => one.id)));
  }, [open, room.people]);
  return (
    <div class="notes">
      {open && <NotesHead key={room.id} open={open} room={room} say={(text) => session.say(text)} />}
      {open && lookingBack && (
        <HistoryDialog
          key={room.id}
          session={session}
          room={room}
          provider={open.provider}
          editor={open.editor}
          onClose={onLooked}
        />
      )}
      <div class="notes__page">
        <div id="notes-editor" ref={element} />
        <p class="visually-hidden" id="notes-keys">
          {t("notes.keys")}
        </p>
        {open && <EmptyHint key={room.id} open={open} headings={room.step?.headings ?? []} />}
      </div>
    </div>
  );
}

interface HeadProps {
  open: Open;
  room: RoomView;
  say: (text: string) => void;
}

function NotesHead({ open, room, say }: HeadProps) {
  const state = useStore(open.provider.state);
  const linking = useStore(open.linking);
  const link = (asked: boolean) => open.linking.update(() => asked);
  const writable = open.provider.writable;
  useEffect(() => {
    open.editor.setEditable(writable, false);
  }, [open, writable]);
  const stuck = state.unsaved && !open.provider.writable && state.standing !== "joining";
  return (
    <div class="notes__head">
      <Toolbar editor={open.editor} enabled={writable} onLink={() => link(true)} say={say} />
      <NotesStanding state={state} />
      {stuck && <UnsavedWords text={open.provider.unsaved()?.text ?? ""} roomName={room.name} />}
      {linking && <LinkDialog editor={open.editor} onClose={() => link(false)} />}
    </div>
  );
}

/** What to do with an empty page. Where the step's headings were taken out, or its words have changed,
 * whoever wants them puts them in. */
function EmptyHint({ open, headings }: { open: Open; headings: string[] }) {
  const { editor, provider } = open;
  useStore(provider.state);
  const [empty, setEmpty] = useState(editor.isEmpty);
  useEffect(() => {
    const look = () => setEmpty(editor.isEmpty);
    editor.on("transaction", look);
    return () => void editor.off("transaction", look);
  }, [editor]);
  if (!empty || provider.state.get().standing === "locked") return null;
  const offered = headings.length > 0 && provider.writable;
  return (
    <div class="notes__hint">
      <p id="notes-hint">{t("notes.empty")}</p>
      {offered && (
        <button type="button" class="button button--small button--quiet" onClick={() => putIn(editor, headings)}>
          {t("notes.headings", { headings: headings.join(", ") })}
        </button>
      )}
    </div>
  );
}

/** Headings with an empty line under each, as edits like any other: undone like any other. */
function putIn(editor: Editor, headings: string[]): void {
  const lines = headings.flatMap((text) => [
    { type: "heading", attrs: { level: 2 }, content: [{ type: "text", text }] },
    { type: "paragraph" },
  ]);
  editor.chain().focus().insertContent(lines).run();
}

function openNotes(element: HTMLElement, session: Session, room: RoomView): Open {
  const provider = new Provider(room.id, session.wire);
  const kept = session.keep.read<Kept>(notesName(room.id));
  if (kept?.update) provider.restore(kept.update);
  const { id, name } = session.config.me;
  const label = t("notes.label", { room: room.name });
  const user = { id, name, colour: colourOf(id) };
  const linking = new Store(false);
  const keys = {
    toTools: () => element.closest(".notes")?.querySelector<HTMLElement>(".toolbar [tabindex='0']")?.focus(),
    link: () => provider.writable && linking.update(() => true),
  };
  const texts = { label, describedBy: "notes-keys notes-standing" };
  const editor = makeEditor(element, provider, user, texts, keys);
  return { provider, carets: new Carets(room.id, session.wire, provider.awareness), editor, linking };
}

/** Tie the notes to the line and to what is kept in this tab; returns what unties them. */
function tie({ provider, carets, editor }: Open, session: Session, room: RoomView): () => void {
  const stash = () => keepUnsaved(provider, session, room);
  const follow = () => {
    const { is } = session.store.get().line;
    if (is !== line && is === "connected") provider.join();
    else if (is !== line) provider.lost();
    line = is;
  };
  const tell = () => {
    const spoken = spokenOf(told, provider.state.get());
    told = provider.state.get();
    if (spoken) session.say(spoken.text, spoken.urgent);
  };
  let line: string | null = null;
  let told = provider.state.get();
  follow();
  const ends = [
    session.store.watch(follow),
    showMovingNames(editor.view.dom, provider.awareness),
    session.holds({ stash, flush: async (within) => (await provider.flush(within), stash()) }),
    provider.state.watch(tell),
    provider.state.watch(() => {
      if (provider.state.get().standing === "saved") session.keep.write(notesName(room.id), null);
    }),
    every(1_000, () => provider.state.get().unsaved && stash()),
    on(window, "pagehide", stash),
    on(window, "beforeunload", (event) => provider.state.get().unsaved && event.preventDefault()),
  ];
  return () => {
    stash();
    for (const end of ends) end();
    carets.end();
    editor.destroy();
    provider.end();
  };
}

function keepUnsaved(provider: Provider, session: Session, room: RoomView): void {
  const unsaved = provider.unsaved();
  // Edits that the server cannot use belong to no room: they are only offered as words.
  const kept = unsaved && { room: unsaved.update ? room.id : "", roomName: room.name, ...unsaved };
  session.keep.write(notesName(room.id), kept);
}

function every(milliseconds: number, run: () => void): () => void {
  const timer = setInterval(run, milliseconds);
  return () => clearInterval(timer);
}

function on<K extends keyof WindowEventMap>(
  target: Window,
  event: K,
  handler: (event: WindowEventMap[K]) => void,
): () => void {
  target.addEventListener(event, handler);
  return () => target.removeEventListener(event, handler);
}
