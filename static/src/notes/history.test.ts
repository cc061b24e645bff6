import assert from "node:assert/strict";
import { test } from "node:test";

import * as Y from "yjs";

import { FakeWire } from "../room/testing.ts";
import { ROOM, pack, write } from "./fake_log.ts";
import { History } from "./history.ts";
import { SCHEMA } from "./schema.ts";
import { linesOf } from "./words.ts";

const moment = (first: number, last: number) => ({ first, last, began_at: "", ended_at: "" });

/** A log of three lines, each its own update, of which one answer holds two at most. */
function begin() {
  const doc = new Y.Doc();
  const rows: Uint8Array[] = [];
  doc.on("update", (update: Uint8Array) => rows.push(update));
  for (const line of ["one", "two", "three"]) write(doc, line);
  const wire = new FakeWire();
  wire.answer("notes.past", (data) => {
    const since = Number(data["since"]);
    const to = Math.min(since + 2, Number(data["until"]));
    return { ok: true, rows: pack(rows.slice(0, to), since), more: to < Number(data["until"]) };
  });
  return { wire, history: new History(ROOM, wire) };
}

const linesAt = async (history: History, number: number) => {
  const doc = await history.at(number);
  return "ok" in doc ? doc.code : linesOf(doc);
};

test("the text is shown as it stood, and the log is read once", async () => {
  const { wire, history } = begin();
  assert.deepEqual(await linesAt(history, 1), ["one"]);
  assert.deepEqual(await linesAt(history, 3), ["one", "two", "three"]);
  assert.deepEqual(await linesAt(history, 2), ["one", "two"]);
  assert.deepEqual(
    wire.asks("notes.past").map(({ schema, since, until }) => [schema, since, until]),
    [[SCHEMA, 0, 1], [SCHEMA, 1, 3]],
  );
});

test("two moments asked for at once are read one after the other", async () => {
  const { wire, history } = begin();
  const both = await Promise.all([linesAt(history, 3), linesAt(history, 2)]);
  assert.deepEqual(both, [["one", "two", "three"], ["one", "two"]]);
  assert.equal(wire.asks("notes.past").length, 2);
});

test("a refusal is handed on; one that passes is asked again", async () => {
  const { wire, history } = begin();
  wire.answer("notes.past", () => ({ ok: false, code: "not_facilitator", message: "" }));
  assert.equal(await linesAt(history, 1), "not_facilitator");
  let asked = 0;
  wire.answer("notes.past", () =>
    ++asked === 1
      ? { ok: false, code: "too_many", message: "", retry_after: 0 }
      : { ok: true, rows: pack([], 0), more: false },
  );
  assert.deepEqual(await linesAt(history, 1), []);
  assert.equal(asked, 2);
});

test("moments come newest first, and the earlier ones when they are asked for", async () => {
  const { wire, history } = begin();
  wire.answer("notes.history", ({ before }) =>
    before === 0
      ? { ok: true, moments: [moment(8, 9), moment(5, 7)], more: true }
      : { ok: true, moments: [moment(1, 4)], more: false },
  );
  await history.more();
  await history.more();
  assert.deepEqual(wire.asks("notes.history").map(({ before }) => before), [0, 5]);
  const { moments, more, trouble } = history.known.get();
  assert.deepEqual([moments.map(({ last }) => last), more, trouble], [[9, 7, 4], false, null]);
});

test("what keeps the moments away is said, and those known stay", async () => {
  const { wire, history } = begin();
  wire.answer("notes.history", () => ({ ok: false, code: "not_found", message: "Gone." }));
  await history.more();
  assert.deepEqual(history.known.get(), { moments: [], more: true, trouble: "Gone." });
});
