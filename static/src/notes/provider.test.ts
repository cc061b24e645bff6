import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { settle, until } from "../room/testing.ts";
import { FakeLog, ROOM, write } from "./fake_log.ts";
import { Provider } from "./provider.ts";
import { FIELD, SCHEMA } from "./schema.ts";
import type { Standing } from "./state.ts";

const textOf = (provider: Provider) => provider.doc.getXmlFragment(FIELD).toString();
const standingOf = (provider: Provider) => provider.state.get().standing;
const stands = (provider: Provider, standing: Standing) => until(() => standingOf(provider) === standing);

async function open(log: FakeLog) {
  const wire = log.join();
  const provider = new Provider(ROOM, wire);
  provider.join();
  await settle();
  return { wire, provider };
}

async function cut({ wire, provider }: Awaited<ReturnType<typeof open>>) {
  wire.connected = false;
  provider.lost();
  await settle();
}

test("edits of one browser reach the other, and both say saved", async (context) => {
  const log = new FakeLog();
  const [a, b] = [await open(log), await open(log)];
  context.after(() => (a.provider.end(), b.provider.end()));
  write(a.provider.doc, "one");
  assert.equal(standingOf(a.provider), "saving");
  await stands(a.provider, "saved");
  assert.match(textOf(b.provider), /one/);
});

test("edits made within the batch travel as one update", async (context) => {
  const log = new FakeLog();
  const a = await open(log);
  context.after(() => a.provider.end());
  for (const word of ["one", "two", "three"]) write(a.provider.doc, word);
  await stands(a.provider, "saved");
  assert.equal(log.rows.length, 1);
  assert.match(log.text, /one.*two.*three/);
});

test("edits made offline are kept, shown as not saved, and sent after coming back", async (context) => {
  const log = new FakeLog();
  const [a, b] = [await open(log), await open(log)];
  context.after(() => (a.provider.end(), b.provider.end()));
  await cut(a);
  write(a.provider.doc, "offline");
  write(b.provider.doc, "meanwhile");
  await stands(b.provider, "saved");
  assert.deepEqual([standingOf(a.provider), a.provider.state.get().unsaved], ["offline", true]);
  a.wire.connected = true;
  a.provider.join();
  await stands(a.provider, "saved");
  assert.equal(textOf(a.provider), textOf(b.provider));
  assert.equal(log.text, textOf(a.provider));
});

test("a deletion made offline is an edit too", async (context) => {
  const log = new FakeLog();
  const a = await open(log);
  context.after(() => a.provider.end());
  write(a.provider.doc, "to go");
  await stands(a.provider, "saved");
  await cut(a);
  a.provider.doc.getXmlFragment(FIELD).delete(0, 1);
  a.wire.connected = true;
  a.provider.join();
  await stands(a.provider, "saved");
  assert.equal(log.text, "");
});

test("an acknowledgement that was lost sends the edit again and doubles nothing", async (context) => {
  const log = new FakeLog();
  const a = await open(log);
  context.after(() => a.provider.end());
  const take = a.wire.ask.bind(a.wire);
  a.wire.ask = (async (event: string, data: object) => {
    const answer = await take(event, data);
    return event === "notes.update" ? { ok: false, code: "no_answer", message: "" } : answer;
  }) as typeof a.wire.ask;
  write(a.provider.doc, "once");
  await until(() => log.rows.length === 1);
  assert.equal(a.provider.state.get().unsaved, true);
  a.wire.ask = take;
  a.provider.join();
  await stands(a.provider, "saved");
  assert.equal(log.text.match(/once/g)?.length, 1);
});

test("a lock keeps the unsaved words here; unlocking saves them", async (context) => {
  const log = new FakeLog();
  const a = await open(log);
  context.after(() => a.provider.end());
  write(a.provider.doc, "last words");
  log.locked = true;
  await stands(a.provider, "locked");
  assert.deepEqual([standingOf(a.provider), a.provider.writable], ["locked", false]);
  assert.equal(a.provider.unsaved()?.text, "last words");
  log.locked = false;
  a.wire.push("notes.lock", { room: ROOM, locked: false });
  await stands(a.provider, "saved");
  assert.match(log.text, /last words/);
});

test("an editor that is too old is told to load the page again, and never writes", async (context) => {
  const log = new FakeLog();
  const a = await open(log);
  context.after(() => a.provider.end());
  log.schema = SCHEMA + 1;
  write(a.provider.doc, "from an old tab");
  await stands(a.provider, "outdated");
  assert.deepEqual([standingOf(a.provider), log.rows.length], ["outdated", 0]);
  a.provider.join();
  await settle();
  assert.equal(standingOf(a.provider), "outdated");
});

test("an update of a newer editor stops this one", async (context) => {
  const a = await open(new FakeLog());
  context.after(() => a.provider.end());
  a.wire.push("notes.update", { room: ROOM, seq: 1, update: new Uint8Array([0, 0]), schema: SCHEMA + 1 });
  assert.equal(standingOf(a.provider), "outdated");
});

test("somebody who lost the right to write keeps their own words", async (context) => {
  const log = new FakeLog();
  const a = await open(log);
  context.after(() => a.provider.end());
  a.wire.answer("notes.update", () => ({ ok: false, code: "standing", message: "Your council is suspended." }));
  write(a.provider.doc, "in the middle");
  await stands(a.provider, "refused");
  assert.deepEqual(a.provider.state.get(), { standing: "refused", unsaved: true, reason: "Your council is suspended." });
  assert.equal(a.provider.unsaved()?.text, "in the middle");
});

test("edits that the server cannot use are offered as words alone", async (context) => {
  const a = await open(new FakeLog());
  context.after(() => a.provider.end());
  a.wire.answer("notes.update", () => ({ ok: false, code: "bad", message: "" }));
  write(a.provider.doc, "odd");
  await stands(a.provider, "refused");
  assert.deepEqual(a.provider.unsaved(), { text: "odd" });
});

test("unsaved edits outlive the page", async (context) => {
  const log = new FakeLog();
  const a = await open(log);
  await cut(a);
  write(a.provider.doc, "before the reload");
  const kept = a.provider.unsaved();
  a.provider.end();
  const provider = new Provider(ROOM, log.join());
  context.after(() => provider.end());
  provider.restore(kept?.update ?? "");
  provider.join();
  await stands(provider, "saved");
  assert.match(log.text, /before the reload/);
  assert.equal(provider.state.get().standing, "saved");
});

test("a log of many pages arrives whole", async (context) => {
  const log = new FakeLog();
  const a = await open(log);
  for (const word of ["one", "two", "three", "four", "five"]) {
    write(a.provider.doc, word);
    await stands(a.provider, "saved");
  }
  log.page = 2;
  const b = await open(log);
  context.after(() => (a.provider.end(), b.provider.end()));
  await stands(b.provider, "saved");
  assert.equal(textOf(b.provider), textOf(a.provider));
  assert.equal(b.provider.last, 5);
});

test("updates that come late, doubled or in another order give the same document", async (context) => {
  const log = new FakeLog();
  const [a, b] = [await open(log), await open(log)];
  context.after(() => (a.provider.end(), b.provider.end()));
  b.wire.connected = false; // hears nothing directly
  for (const word of ["one", "two", "three"]) {
    write(a.provider.doc, word);
    await stands(a.provider, "saved");
  }
  b.wire.connected = true;
  for (const seq of [3, 1, 3, 2]) {
    b.wire.push("notes.update", { room: ROOM, seq, update: log.rows[seq - 1], schema: 1 });
  }
  assert.equal(b.provider.last, 3);
  assert.equal(textOf(b.provider), textOf(a.provider));
});

test("hostile bytes from the wire never reach the document", async (context) => {
  const a = await open(new FakeLog());
  context.after(() => a.provider.end());
  const hostile = readFileSync(join(import.meta.dirname, "../../../tests/notes/data/bad_update.bin"));
  a.wire.push("notes.update", { room: ROOM, seq: 1, update: new Uint8Array([255, 255, 255]), schema: 1 });
  assert.equal(standingOf(a.provider), "outdated");
  const b = await open(new FakeLog());
  context.after(() => b.provider.end());
  assert.doesNotThrow(() =>
    b.wire.push("notes.update", { room: ROOM, seq: 1, update: new Uint8Array(hostile), schema: 1 }),
  );
});
