import assert from "node:assert/strict";
import { test } from "node:test";

import { getSchema } from "@tiptap/core";
import StarterKit from "@tiptap/starter-kit";
import type { Node } from "@tiptap/pm/model";
import { EditorState } from "@tiptap/pm/state";
import { initProseMirrorDoc, updateYFragment, ySyncPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";

import { write } from "./fake_log.ts";
import { nodeOf, towards } from "./putting_back.ts";
import { FIELD } from "./schema.ts";
import { linesOf } from "./words.ts";

const schema = getSchema([StarterKit]);

/** A document with these lines, and a copy of it that somebody else has. */
function shared(...lines: string[]) {
  const mine = new Y.Doc();
  for (const line of lines) write(mine, line);
  const theirs = new Y.Doc();
  exchange(mine, theirs);
  return { mine, theirs };
}

function exchange(one: Y.Doc, other: Y.Doc) {
  Y.applyUpdate(other, Y.encodeStateAsUpdate(one));
  Y.applyUpdate(one, Y.encodeStateAsUpdate(other));
}

function typeIn(doc: Y.Doc, line: number, text: string) {
  const paragraph = doc.getXmlFragment(FIELD).get(line) as Y.XmlElement;
  (paragraph.get(0) as Y.XmlText).insert(0, text);
}

const nodeWith = (...lines: string[]): Node => {
  const doc = new Y.Doc();
  for (const line of lines) write(doc, line);
  return nodeOf(doc, schema)!;
};

/** As the editor does it: one transaction, taken over into the shared document by its binding. */
function putBack(doc: Y.Doc, past: Node) {
  const fragment = doc.getXmlFragment(FIELD);
  const bound = initProseMirrorDoc(fragment, schema);
  const next = towards(EditorState.create({ doc: bound.doc }), past).doc;
  doc.transact(() => updateYFragment(doc, fragment, next, bound.meta), ySyncPluginKey);
}

test("the notes say what they said then, whatever has changed since", () => {
  const texts: string[][] = [["a"], ["a", "b", "c"], ["c", "b", "a"], ["x", "a", "y", "c", "z"], ["a", "a", "b", "b"], ["q"]];
  for (const now of texts) {
    for (const then of texts) {
      const { mine } = shared(...now);
      putBack(mine, nodeWith(...then));
      assert.deepEqual(linesOf(mine), then, `${now.join()} to ${then.join()}`);
    }
  }
});

test("who types meanwhile in a line that stays loses nothing", () => {
  const { mine, theirs } = shared("one", "two", "three", "four");
  typeIn(theirs, 0, "still ");
  typeIn(theirs, 2, "still ");
  putBack(mine, nodeWith("one", "three", "came back"));
  exchange(mine, theirs);
  assert.deepEqual(linesOf(mine), ["still one", "still three", "came back"]);
  assert.deepEqual(linesOf(theirs), linesOf(mine));
});

test("lines put in by others meanwhile stay", () => {
  const { mine, theirs } = shared("one", "two");
  write(theirs, "new");
  putBack(mine, nodeWith("one"));
  exchange(mine, theirs);
  assert.deepEqual(linesOf(mine), ["one", "new"]);
  assert.deepEqual(linesOf(theirs), linesOf(mine));
});

test("a text put back is undone as one edit, and with it nothing of others", () => {
  const { mine, theirs } = shared("one", "two", "three");
  const undo = new Y.UndoManager(mine.getXmlFragment(FIELD), { trackedOrigins: new Set([ySyncPluginKey]) });
  putBack(mine, nodeWith("older one", "three"));
  assert.deepEqual(linesOf(mine), ["older one", "three"]);
  typeIn(theirs, 2, "their ");
  exchange(mine, theirs);
  undo.undo();
  assert.deepEqual(linesOf(mine), ["one", "two", "their three"]);
});

test("where nothing differs, nothing is edited", () => {
  const past = nodeWith("one", "two");
  assert.equal(towards(EditorState.create({ doc: nodeWith("one", "two") }), past).docChanged, false);
});

test("a stretch of thousands of blocks is replaced as a whole", () => {
  const lines = (word: string) => Array.from({ length: 1_100 }, (_, n) => `${word} ${n}`);
  const [now, then] = [nodeWith("first", ...lines("now"), "last"), nodeWith("first", ...lines("then"), "last")];
  const transaction = towards(EditorState.create({ doc: now }), then);
  assert.equal(transaction.steps.length, 1);
  assert.ok(transaction.doc.eq(then));
});

test("what this editor does not know is left out, and nothing of it stands in the way", () => {
  const { mine } = shared("known");
  mine.getXmlFragment(FIELD).insert(0, [new Y.XmlElement("from_the_future")]);
  assert.equal(nodeOf(mine, schema)?.textContent, "known");
  assert.equal(nodeOf(new Y.Doc(), schema)?.childCount, 1);
});
