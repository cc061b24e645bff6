// Which nodes and marks the editor knows. Raise SCHEMA whenever one is added, changed or taken away:
// the server refuses editors of an older number, since an old tab deletes what it does not know.
export const SCHEMA = 2;

/** The fragment of the shared document that holds the notes; the server reads the same one. */
export const FIELD = "notes";

/** Blocks that hold what people write. Undo takes away none of one's own in which another has written. */
export const HOLDERS = new Set([
  "paragraph",
  "heading",
  "bulletList",
  "orderedList",
  "listItem",
  "blockquote",
  "codeBlock",
  "table",
  "tableRow",
  "tableHeader",
  "tableCell",
]);
