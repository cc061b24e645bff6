// Which nodes and marks the editor knows. Raise SCHEMA whenever one is added, changed or taken away:
// the server refuses editors of an older number, since an old tab deletes what it does not know.
export const SCHEMA = 2;

/** The fragment of the shared document that holds the notes; the server reads the same one. */
export const FIELD = "notes";
