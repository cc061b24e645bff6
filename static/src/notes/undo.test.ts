// Undo is one's own: by the undo manager that the editor has, in two documents that are joined.
import assert from "node:assert/strict";
import { test } from "node:test";

import { getSchema } from "@tiptap/core";
import type { Node } from "@tiptap/pm/model";
import { EditorState } from "@tiptap/pm/state";
import StarterKit from "@tiptap/starter-kit";
import { initProseMirrorDoc, updateYFragment, ySyncPlugin, ySyncPluginKey, yUndoPlugin, yUndoPluginKey } from "@tiptap/y-tiptap";
import * as Y from "yjs";

import { FIELD, HOLDERS } from "./schema.ts";
import { tables } from "./tables.ts";

const schema = getSchema([StarterKit, ...tables()]);
const node = (name: string, ...inside: Node[]) => schema.node(name, null, inside);
const text = (words: string, ...marks: string[]) => schema.text(words, marks.map((mark) => schema.mark(mark)));
const line = (words: string) => node("paragraph", text(words));
const item = (words: string) => node("listItem", line(words));

class Person {
  readonly doc = new Y.Doc();
  readonly #undo: Y.UndoManager;

  constructor() {
    const plugins = [ySyncPlugin(this.fragment), yUndoPlugin({ protectedNodes: HOLDERS })];
    this.#undo = yUndoPluginKey.getState(EditorState.create({ schema, plugins })).undoManager;
  }

  get fragment(): Y.XmlFragment {
    return this.doc.getXmlFragment(FIELD);
  }

  get page(): string {
    return this.fragment.toString();
  }

  /** Edit the page as the editor's binding does, so that it reads so; by itself in what is undone. */
  makes(...blocks: Node[]): void {
    const bound = initProseMirrorDoc(this.fragment, schema);
    this.#undo.stopCapturing();
    this.doc.transact(() => updateYFragment(this.doc, this.fragment, node("doc", ...blocks), bound.meta), ySyncPluginKey);
  }

  undoes(): void {
    this.#undo.undo();
  }

  redoes(): void {
    this.#undo.redo();
  }

  hears(other: Person): void {
    Y.applyUpdate(this.doc, Y.encodeStateAsUpdate(other.doc, Y.encodeStateVector(this.doc)), "wire");
  }
}

/** Anna and Bo on one page; what one does is with the other at once. */
function two() {
  const [anna, bo] = [new Person(), new Person()];
  const both = (who: Person, act: () => void) => {
    act();
    (who === anna ? bo : anna).hears(who);
    assert.equal(anna.page, bo.page);
  };
  return { anna, bo, both };
}

test("undo takes back one's own words alone, in one line and whoever wrote last", () => {
  const { anna, bo, both } = two();
  both(anna, () => anna.makes(line("mine")));
  both(bo, () => bo.makes(line("mine and his")));
  both(anna, () => anna.makes(line("mine, too, and his")));
  both(anna, () => anna.undoes());
  assert.match(anna.page, /mine and his/);
  both(anna, () => anna.undoes());
  assert.equal(anna.page, "<paragraph> and his</paragraph>");
  both(bo, () => bo.undoes());
  assert.doesNotMatch(anna.page, /his/);
});

test("with nothing of one's own, undo changes nothing", () => {
  const { anna, bo, both } = two();
  both(bo, () => bo.makes(line("his")));
  both(anna, () => anna.undoes());
  assert.equal(anna.page, "<paragraph>his</paragraph>");
});

test("every block that holds something is known to undo", () => {
  const holding = Object.values(schema.nodes).filter((type) => type.isBlock && !type.isLeaf && type.name !== "doc");
  assert.deepEqual(new Set(holding.map((type) => type.name)), HOLDERS);
});

const PASTED: Record<string, (words: string) => Node> = {
  paragraph: line,
  heading: (words) => schema.node("heading", { level: 2 }, [text(words)]),
  list: (words) => node("bulletList", item("first"), item(words)),
  numbers: (words) => node("orderedList", item(words)),
  quote: (words) => node("blockquote", line("first"), line(words)),
  code: (words) => node("codeBlock", text(words)),
  table: (words) => node("table", node("tableRow", node("tableHeader", line("head"))), node("tableRow", node("tableCell", line(words)))),
};

for (const [name, pasted] of Object.entries(PASTED)) {
  test(`what was written into a pasted ${name} stays when the paste is undone`, () => {
    const { anna, bo, both } = two();
    both(bo, () => bo.makes(line("before")));
    both(anna, () => anna.makes(line("before"), pasted("pasted")));
    both(bo, () => bo.makes(line("before"), pasted("pasted and answered")));
    both(anna, () => anna.undoes());
    assert.match(anna.page, /before/);
    assert.match(anna.page, / and answered/);
    assert.doesNotMatch(anna.page, /pasted/);
    both(anna, () => anna.redoes());
    assert.match(anna.page, /pasted and answered/);
  });

  test(`a pasted ${name} in which nobody wrote goes as a whole`, () => {
    const { anna, bo, both } = two();
    both(bo, () => bo.makes(line("before")));
    both(anna, () => anna.makes(line("before"), pasted("pasted")));
    both(anna, () => anna.undoes());
    assert.equal(anna.page, "<paragraph>before</paragraph>");
  });
}

test("a form that one gave is undone, and neither words nor forms of others", () => {
  const { anna, bo, both } = two();
  both(bo, () => bo.makes(line("his words")));
  both(bo, () => bo.makes(node("paragraph", text("his", "italic"), text(" words"))));
  both(anna, () => anna.makes(node("paragraph", text("his", "italic"), text(" words", "bold"))));
  both(bo, () => bo.makes(node("paragraph", text("his", "italic"), text(" own words", "bold"))));
  both(anna, () => anna.undoes());
  assert.match(anna.page, /<italic>his<\/italic> .*own.*words/);
  assert.doesNotMatch(anna.page, /<bold>[^<]*words/);
});

test("what one deleted of another's comes back, with what they wrote meanwhile", () => {
  const { anna, bo, both } = two();
  both(bo, () => bo.makes(line("his words"), line("more")));
  both(anna, () => anna.makes(line("more")));
  both(bo, () => bo.makes(line("more, and more")));
  both(anna, () => anna.undoes());
  assert.equal(anna.page, "<paragraph>his words</paragraph><paragraph>more, and more</paragraph>");
});
