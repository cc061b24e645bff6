import assert from "node:assert/strict";
import { test } from "node:test";

import * as Y from "yjs";

import { pack } from "./fake_log.ts";
import { fromBase64, toBase64, unpack } from "./pack.ts";
import { FIELD } from "./schema.ts";
import { linesNotIn, linesOf } from "./words.ts";

test("a backlog gives its rows with their numbers", () => {
  const rows = unpack(pack([Uint8Array.of(1), Uint8Array.of(2, 2), Uint8Array.of()], 0));
  assert.deepEqual(rows.map((row) => [row.seq, [...row.update]]), [[1, [1]], [2, [2, 2]], [3, []]]);
  assert.deepEqual(unpack(new ArrayBuffer(0)), []);
});

test("a backlog that is cut short is refused", () => {
  const whole = pack([Uint8Array.of(1, 2, 3)], 0);
  for (const length of [5, 11, 13]) assert.throws(() => unpack(whole.slice(0, length)), RangeError);
});

test("bytes survive being kept as text", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  assert.deepEqual(fromBase64(toBase64(bytes)), bytes);
});

test("lines that both have are not offered as unsaved, not even twice", () => {
  assert.deepEqual(linesNotIn(["a", "b", "b", "c"], ["a", "b"]), ["b", "c"]);
});

test("lines keep the signs of what they are, for those who take them along", () => {
  const doc = new Y.Doc();
  const block = (name: string, ...inside: (Y.XmlElement | Y.XmlText)[]) => {
    const element = new Y.XmlElement(name);
    element.insert(0, inside);
    return element;
  };
  const text = (words: string) => new Y.XmlText(words);
  const item = block("listItem", block("paragraph", text("first")));
  doc.getXmlFragment(FIELD).insert(0, [
    block("heading", text("Aims")),
    block("paragraph", text(" plain ")),
    block("bulletList", item),
    block("blockquote", block("paragraph", text("said"))),
    block("paragraph", text("  ")),
  ]);
  assert.deepEqual(linesOf(doc), ["## Aims", "plain", "- first", "> said"]);
});
