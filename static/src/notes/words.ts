// The words of a document, for people who have to take them elsewhere by hand.
import * as Y from "yjs";

import { FIELD } from "./schema.ts";

/** The lines of a notes document, each with the Markdown sign of what it is. */
export function linesOf(doc: Y.Doc): string[] {
  return [...blocks(doc.getXmlFragment(FIELD), "")];
}

function* blocks(parent: Y.XmlFragment, sign: string): Generator<string> {
  let line = "";
  for (const child of parent.toArray()) {
    if (child instanceof Y.XmlText) line += plain(child);
    else if (child instanceof Y.XmlElement && child.nodeName === "hardBreak") line += "\n";
    else if (child instanceof Y.XmlFragment) yield* blocks(child, signOf(child) || sign);
  }
  if (line.trim()) yield sign + line.trim();
}

function signOf(node: Y.XmlFragment): string {
  switch (node instanceof Y.XmlElement ? node.nodeName : "") {
    case "heading":
      return "## ";
    case "listItem":
      return "- ";
    case "blockquote":
      return "> ";
    default:
      return "";
  }
}

function plain(text: Y.XmlText): string {
  const runs = text.toDelta() as { insert?: unknown }[];
  return runs.map((run) => (typeof run.insert === "string" ? run.insert : "")).join("");
}

/** The lines of `mine` that `theirs` does not have. */
export function linesNotIn(mine: string[], theirs: string[]): string[] {
  const left = new Map<string, number>();
  for (const line of theirs) left.set(line, (left.get(line) ?? 0) + 1);
  return mine.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  });
}
