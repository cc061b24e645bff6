// A toolbar as the ARIA pattern has it: one stop for the Tab key, arrows move inside.
import type { Editor } from "@tiptap/core";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";

import { t } from "../room/texts.ts";
import type { TextKey } from "../room/texts.ts";
import { LinkDialog } from "./link_dialog.tsx";

interface Tool {
  key: TextKey;
  path: string; // an icon of 20 by 20
  active?: (editor: Editor) => boolean;
  able?: (editor: Editor) => boolean;
  run: (editor: Editor) => void;
}

const TOOLS: Tool[] = [
  {
    key: "notes.tool.heading",
    path: "M4 4v12M4 10h8M12 4v12M15.5 11.5 17 10.5V16",
    active: (editor) => editor.isActive("heading"),
    run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    key: "notes.tool.bold",
    path: "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z",
    active: (editor) => editor.isActive("bold"),
    run: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    key: "notes.tool.italic",
    path: "M8 4h6M6 16h6M11.5 4l-3 12",
    active: (editor) => editor.isActive("italic"),
    run: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    key: "notes.tool.bullets",
    path: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
    active: (editor) => editor.isActive("bulletList"),
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    key: "notes.tool.numbers",
    path: "M9 5h8M9 10h8M9 15h8M3 4l1.2-.8V7.5M2.8 12.6c.6-1 2.4-.8 2.3.4-.1.9-2.2 1.8-2.3 3.4h2.5",
    active: (editor) => editor.isActive("orderedList"),
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    key: "notes.tool.quote",
    path: "M4 11h4V6H4zM4 11c0 2 1 3.5 3 4M12 11h4V6h-4zM12 11c0 2 1 3.5 3 4",
    active: (editor) => editor.isActive("blockquote"),
    run: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
];

const HISTORY: Tool[] = [
  {
    key: "notes.tool.undo",
    path: "M4 8h8a4 4 0 0 1 0 8H8M4 8l4-4M4 8l4 4",
    able: (editor) => editor.can().undo(),
    run: (editor) => editor.chain().focus().undo().run(),
  },
  {
    key: "notes.tool.redo",
    path: "M16 8H8a4 4 0 0 0 0 8h4M16 8l-4-4M16 8l-4 4",
    able: (editor) => editor.can().redo(),
    run: (editor) => editor.chain().focus().redo().run(),
  },
];

const LINK = "M8.5 11.5l3-3M7 9.5 5 11.5a2.5 2.5 0 0 0 3.5 3.5l2-2M13 10.5l2-2A2.5 2.5 0 0 0 11.5 5l-2 2";

export function Toolbar({ editor, enabled }: { editor: Editor; enabled: boolean }) {
  const [, refresh] = useReducer((count: number) => count + 1, 0);
  const [linking, setLinking] = useState(false);
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const redraw = () => refresh(undefined);
    editor.on("transaction", redraw);
    return () => void editor.off("transaction", redraw);
  }, [editor]);
  const link: Tool = {
    key: "notes.tool.link",
    path: LINK,
    active: () => editor.isActive("link"),
    run: () => setLinking(true),
  };
  const tools = [...TOOLS, link, ...HISTORY];
  return (
    <>
      <div
        ref={bar}
        class="toolbar"
        role="toolbar"
        aria-label={t("notes.toolbar")}
        aria-controls="notes-editor"
        onKeyDown={(event) => moveFocus(event, bar.current)}
      >
        {tools.map((tool, index) => (
          <ToolButton key={tool.key} tool={tool} editor={editor} enabled={enabled} first={index === 0} />
        ))}
      </div>
      {linking && <LinkDialog editor={editor} onClose={() => setLinking(false)} />}
    </>
  );
}

interface ToolProps {
  tool: Tool;
  editor: Editor;
  enabled: boolean;
  first: boolean;
}

function ToolButton({ tool, editor, enabled, first }: ToolProps) {
  const able = enabled && (tool.able?.(editor) ?? true);
  return (
    <button
      type="button"
      class="toolbar__tool"
      tabIndex={first ? 0 : -1}
      aria-label={t(tool.key)}
      title={t(tool.key)}
      aria-pressed={tool.active ? tool.active(editor) : undefined}
      aria-disabled={!able}
      onFocus={(event) => makeOnlyStop(event.currentTarget)}
      onClick={() => able && tool.run(editor)}
    >
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" focusable="false">
        <path d={tool.path} />
      </svg>
    </button>
  );
}

function makeOnlyStop(button: HTMLElement): void {
  for (const other of buttonsOf(button.parentElement)) other.tabIndex = other === button ? 0 : -1;
}

function buttonsOf(bar: HTMLElement | null): HTMLButtonElement[] {
  return bar ? [...bar.querySelectorAll<HTMLButtonElement>("button")] : [];
}

function moveFocus(event: KeyboardEvent, bar: HTMLElement | null): void {
  const buttons = buttonsOf(bar);
  const at = buttons.findIndex((button) => button === document.activeElement);
  const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  buttons[(to + buttons.length) % buttons.length]?.focus();
}
