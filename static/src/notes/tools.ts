// What the toolbar over the notes can do.
import type { Editor } from "@tiptap/core";

import type { TextKey } from "../room/texts.ts";
import { addTable, changeTable } from "./tables.ts";

export interface Tool {
  key: TextKey;
  path: string; // an icon of 20 by 20
  keys?: string; // the shortcut, as in "Mod+Alt+2"; Mod is the command key on a Mac
  said?: TextKey; // what is told when it is done, where the button's own state does not say it
  active?: (editor: Editor) => boolean;
  able?: (editor: Editor) => boolean;
  run: (editor: Editor) => void;
}

export const FORMS: Tool[] = [
  {
    key: "notes.tool.heading",
    path: "M4 4v12M4 10h8M12 4v12M15.5 11.5 17 10.5V16",
    keys: "Mod+Alt+2",
    active: (editor) => editor.isActive("heading", { level: 2 }),
    run: (editor) => editor.chain().focus().toggleHeading({ level: 2 }).run(),
  },
  {
    key: "notes.tool.subheading",
    path: "M4 6v8M4 10h6M10 6v8M14 10.5c.3-1.2 2.8-1.2 2.8.4 0 1.3-2.8 2-2.8 3.1h3",
    keys: "Mod+Alt+3",
    active: (editor) => editor.isActive("heading", { level: 3 }),
    run: (editor) => editor.chain().focus().toggleHeading({ level: 3 }).run(),
  },
  {
    key: "notes.tool.bold",
    path: "M6 4h5a3 3 0 0 1 0 6H6zM6 10h6a3 3 0 0 1 0 6H6z",
    keys: "Mod+B",
    active: (editor) => editor.isActive("bold"),
    run: (editor) => editor.chain().focus().toggleBold().run(),
  },
  {
    key: "notes.tool.italic",
    path: "M8 4h6M6 16h6M11.5 4l-3 12",
    keys: "Mod+I",
    active: (editor) => editor.isActive("italic"),
    run: (editor) => editor.chain().focus().toggleItalic().run(),
  },
  {
    key: "notes.tool.bullets",
    path: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
    keys: "Mod+Shift+8",
    active: (editor) => editor.isActive("bulletList"),
    run: (editor) => editor.chain().focus().toggleBulletList().run(),
  },
  {
    key: "notes.tool.numbers",
    path: "M9 5h8M9 10h8M9 15h8M3 4l1.2-.8V7.5M2.8 12.6c.6-1 2.4-.8 2.3.4-.1.9-2.2 1.8-2.3 3.4h2.5",
    keys: "Mod+Shift+7",
    active: (editor) => editor.isActive("orderedList"),
    run: (editor) => editor.chain().focus().toggleOrderedList().run(),
  },
  {
    key: "notes.tool.quote",
    path: "M4 11h4V6H4zM4 11c0 2 1 3.5 3 4M12 11h4V6h-4zM12 11c0 2 1 3.5 3 4",
    keys: "Mod+Shift+B",
    active: (editor) => editor.isActive("blockquote"),
    run: (editor) => editor.chain().focus().toggleBlockquote().run(),
  },
];

/** A link is asked for in a dialog. */
export function linkTool(ask: () => void): Tool {
  return {
    key: "notes.tool.link",
    path: "M8.5 11.5l3-3M7 9.5 5 11.5a2.5 2.5 0 0 0 3.5 3.5l2-2M13 10.5l2-2A2.5 2.5 0 0 0 11.5 5l-2 2",
    keys: "Mod+K",
    active: (editor) => editor.isActive("link"),
    run: ask,
  };
}

export const TABLE: Tool = {
  key: "notes.tool.table",
  path: "M3 4h14v12H3zM3 8h14M3 12h14M10 8v8",
  said: "notes.said.table",
  able: (editor) => !isInTable(editor),
  run: addTable,
};

/** What can be done to the table around the caret. */
export const IN_TABLE: Tool[] = [
  {
    key: "notes.tool.row_add",
    path: "M3 4h14v6H3zM10 4v6M10 13v5M7.5 15.5h5",
    said: "notes.said.row_add",
    run: (editor) => changeTable(editor, "addRowAfter"),
  },
  {
    key: "notes.tool.row_delete",
    path: "M3 4h14v6H3zM10 4v6M7.5 15.5h5",
    said: "notes.said.row_delete",
    able: (editor) => editor.can().deleteRow(),
    run: (editor) => changeTable(editor, "deleteRow"),
  },
  {
    key: "notes.tool.column_add",
    path: "M4 3v14h6V3zM4 10h6M13 10h5M15.5 7.5v5",
    said: "notes.said.column_add",
    run: (editor) => changeTable(editor, "addColumnAfter"),
  },
  {
    key: "notes.tool.column_delete",
    path: "M4 3v14h6V3zM4 10h6M13 10h5",
    said: "notes.said.column_delete",
    able: (editor) => editor.can().deleteColumn(),
    run: (editor) => changeTable(editor, "deleteColumn"),
  },
  {
    key: "notes.tool.table_delete",
    path: "M3 4h14v12H3zM7 8l6 4.5M13 8l-6 4.5",
    said: "notes.said.table_delete",
    run: (editor) => changeTable(editor, "deleteTable"),
  },
];

export const HISTORY: Tool[] = [
  {
    key: "notes.tool.undo",
    path: "M4 8h8a4 4 0 0 1 0 8H8M4 8l4-4M4 8l4 4",
    keys: "Mod+Z",
    able: (editor) => editor.can().undo(),
    run: (editor) => editor.chain().focus().undo().run(),
  },
  {
    key: "notes.tool.redo",
    path: "M16 8H8a4 4 0 0 0 0 8h4M16 8l-4-4M16 8l-4 4",
    keys: "Mod+Shift+Z",
    able: (editor) => editor.can().redo(),
    run: (editor) => editor.chain().focus().redo().run(),
  },
];

export function isInTable(editor: Editor): boolean {
  return editor.isActive("table");
}
