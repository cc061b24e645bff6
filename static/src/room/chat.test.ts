import assert from "node:assert/strict";
import { test } from "node:test";

import { Chat } from "./chat.ts";
import { Keep, QUEUE } from "./keep.ts";
import { initial, withEntered } from "./state.ts";
import { Store } from "./store.ts";
import { FakeWire, aPlace, aRoom, settle, until } from "./testing.ts";

const ME = { id: "me", name: "Me" };

function begin() {
  const wire = new FakeWire();
  const keep = new Keep(null, "part", "me");
  const store = new Store(
    withEntered(initial([]), { place: aPlace("a"), room: aRoom("a"), console: null, now: "" }),
  );
  return { wire, keep, store, chat: new Chat(wire, store, keep, ME, "part") };
}

test("a line is shown as sent only when the server has it", async () => {
  const { wire, store, chat } = begin();
  let stored: (answer: { ok: true; number: number; at: string }) => void = () => {};
  wire.answer("say", () => new Promise((done) => (stored = done)));
  chat.say("hello");
  await settle();
  assert.equal(store.get().queue.length, 1);
  assert.equal(store.get().log.lines.length, 0);
  stored({ ok: true, number: 1, at: "" });
  await settle();
  assert.equal(store.get().queue.length, 0);
  assert.equal(store.get().log.lines[0]?.text, "hello");
});

test("what could not be sent is kept, and sent again under the same key", async () => {
  const { wire, keep, store, chat } = begin();
  wire.answer("say", () => {
    wire.connected = false;
    return { ok: true, number: 1, at: "" };
  });
  chat.say("hello");
  await settle();
  assert.equal(store.get().queue.length, 1);
  assert.equal(keep.read<unknown[]>(QUEUE)?.length, 1);
  wire.connected = true;
  wire.answer("say", () => ({ ok: true, number: 1, at: "" }));
  await chat.send();
  const [first, second] = wire.asks("say");
  assert.equal(first?.["key"], second?.["key"]);
  assert.equal(store.get().queue.length, 0);
  assert.equal(keep.read(QUEUE), null);
});

test("a refused line stays with its writer, with the reason, and the next one is sent", async () => {
  const { wire, store, chat } = begin();
  wire.answer("say", (data) =>
    data["text"] === "no"
      ? { ok: false, code: "not_in_room", message: "You are not in this room." }
      : { ok: true, number: 1, at: "" },
  );
  chat.say("no");
  chat.say("yes");
  await settle();
  const { queue, log } = store.get();
  assert.deepEqual(queue.map((line) => [line.text, line.refused]), [["no", "You are not in this room."]]);
  assert.equal(log.lines[0]?.text, "yes");
});

test("a gap is filled by asking from the last line that is held, page by page", async () => {
  const { wire, store } = begin();
  const said = (number: number) => ({ room: "a", number, kind: "said", person: "x", name: "X", text: "t", at: "" });
  wire.answer("replay", (data) => {
    const next = Number(data["since"]) + 1;
    return { ok: true, messages: [said(next)], last: 3, more: next < 3 };
  });
  wire.push("message", said(3));
  await until(() => store.get().log.lines.length === 3);
  assert.deepEqual(wire.asks("replay").map((data) => data["since"]), [0, 1]);
});
