// Bringing the notes back to a text of earlier by ordinary edits: only what differs is replaced, so that
// whoever types in a line that stays loses nothing, and the whole is undone like any other edit.
import type { Node, Schema } from "@tiptap/pm/model";
import { Fragment, Slice } from "@tiptap/pm/model";
import type { EditorState, Transaction } from "@tiptap/pm/state";
import { yXmlFragmentToProseMirrorRootNode } from "@tiptap/y-tiptap";
import type * as Y from "yjs";

import { FIELD } from "./schema.ts";

const MOST_COMPARED = 1_000_000; // pairs of blocks; beyond them the whole stretch is replaced

/** A stretch of blocks of one document, and those that stand there in the other. */
interface Change {
  at: number;
  until: number;
  from: number;
  to: number;
}

/** The document as the editor has it; null when it holds what this editor does not know. */
export function nodeOf(doc: Y.Doc, schema: Schema): Node | null {
  try {
    const node = yXmlFragmentToProseMirrorRootNode(doc.getXmlFragment(FIELD), schema);
    if (node.childCount === 0) return schema.topNodeType.createAndFill();
    node.check();
    return node;
  } catch {
    return null;
  }
}

/** One edit after which the notes say what `past` says; blocks that both have stay as they are. */
export function towards(state: EditorState, past: Node): Transaction {
  const { tr, doc } = state;
  const now = doc.children;
  const ends = [0];
  for (const block of now) ends.push(ends.at(-1)! + block.nodeSize);
  for (const { at, until, from, to } of changes(now, past.children).reverse()) {
    const blocks = Fragment.fromArray(past.children.slice(from, to));
    tr.replace(ends[at]!, ends[until], new Slice(blocks, 0, 0));
  }
  return tr;
}

function changes(now: readonly Node[], past: readonly Node[]): Change[] {
  const found: Change[] = [];
  let at = 0;
  let from = 0;
  for (const [a, b] of [...common(now, past), [now.length, past.length] as const]) {
    if (a > at || b > from) found.push({ at, until: a, from, to: b });
    at = a + 1;
    from = b + 1;
  }
  return found;
}

/** Places of blocks that both have, in one order: what is alike at both ends, and the most between. */
function common(now: readonly Node[], past: readonly Node[]): [number, number][] {
  const alike = (a: number, b: number) => now[a]!.eq(past[b]!);
  const least = Math.min(now.length, past.length);
  let start = 0;
  while (start < least && alike(start, start)) start++;
  let end = 0;
  while (end < least - start && alike(now.length - 1 - end, past.length - 1 - end)) end++;
  const [rows, columns] = [now.length - start - end, past.length - start - end];
  const pairs: [number, number][] = [];
  for (let n = 0; n < start; n++) pairs.push([n, n]);
  if (rows * columns <= MOST_COMPARED) {
    for (const [a, b] of longest(rows, columns, (a, b) => alike(start + a, start + b))) pairs.push([start + a, start + b]);
  }
  for (let n = end; n > 0; n--) pairs.push([now.length - n, past.length - n]);
  return pairs;
}

/** The longest common subsequence, by the textbook. */
function longest(rows: number, columns: number, alike: (a: number, b: number) => boolean): [number, number][] {
  const width = columns + 1;
  const best = new Uint32Array((rows + 1) * width);
  for (let a = rows - 1; a >= 0; a--) {
    for (let b = columns - 1; b >= 0; b--) {
      best[a * width + b] = alike(a, b)
        ? best[(a + 1) * width + b + 1]! + 1
        : Math.max(best[(a + 1) * width + b]!, best[a * width + b + 1]!);
    }
  }
  const pairs: [number, number][] = [];
  for (let a = 0, b = 0; a < rows && b < columns; ) {
    if (alike(a, b)) pairs.push([a++, b++]);
    else if (best[(a + 1) * width + b]! >= best[a * width + b + 1]!) a++;
    else b++;
  }
  return pairs;
}
