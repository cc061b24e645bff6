import assert from "node:assert/strict";
import { test } from "node:test";

import type { RoomConfig } from "./config.ts";
import type { Events } from "./connection.ts";
import { Keep, draftName } from "./keep.ts";
import { Session } from "./session.ts";
import { FakeWire, aConsole, aPlace, aRoom, settle } from "./testing.ts";

const NOW = "2026-11-23T10:00:00+00:00";

function begin() {
  const wire = new FakeWire();
  const keep = new Keep(null, "part", "me");
  const config = { part: "part", me: { id: "me", name: "Me" } } as RoomConfig;
  let events: Events | undefined;
  const session = new Session(config, keep, (given) => ((events = given), wire));
  const stand = (room: string, version: number) =>
    wire.answer("enter", () => ({ ok: true, place: aPlace(room, version), room: aRoom(room, version), console: null, now: NOW }));
  return { wire, keep, session, stand, events: events as unknown as Events };
}

test("a place in another room is entered once what is unsaved was brought home", async () => {
  const { wire, session, stand } = begin();
  stand("a", 1);
  await session.enter();
  const order: string[] = [];
  session.holds({ flush: async () => void order.push("flush"), stash: () => void order.push("stash") });
  stand("b", 2);
  wire.push("place", aPlace("b", 2));
  await settle();
  assert.deepEqual(order, ["flush", "stash"]);
  assert.equal(session.store.get().room?.id, "b");
});

test("a draft stays with its room: it is offered, never carried into another one", async () => {
  const { keep, session, stand } = begin();
  stand("a", 1);
  await session.enter();
  keep.write(draftName("a"), { room: "a", roomName: "Room a", text: "for this room only" });
  stand("b", 2);
  await session.enter();
  const [leftover] = session.store.get().leftovers;
  assert.equal(leftover?.text, "for this room only");
  assert.ok(leftover);
  session.forget(leftover);
  assert.equal(session.store.get().leftovers.length, 0);
});

test("being put out closes the line, says why and leaves the unsent words at hand", async () => {
  const { wire, session, stand } = begin();
  stand("a", 1);
  await session.enter();
  wire.answer("say", () => ({ ok: false, code: "standing", message: "Your council is suspended." }));
  session.chat.say("in the middle of a");
  await settle();
  wire.push("out", { code: "standing", message: "Your council is suspended." });
  const { line, room, queue } = session.store.get();
  assert.deepEqual([line.is, wire.connected, room], ["out", false, null]);
  assert.equal(queue[0]?.text, "in the middle of a");
});

test("being signed out leaves the unsent words at hand, too", async () => {
  const { keep, session, stand, events } = begin();
  stand("a", 1);
  await session.enter();
  keep.write(draftName("a"), { room: "a", roomName: "Room a", text: "half a sentence" });
  events.refused();
  const { line, room, leftovers } = session.store.get();
  assert.deepEqual([line.is, room, leftovers[0]?.text], ["signed_out", null, "half a sentence"]);
});

test("a refusal that passes is asked again and does not put anybody out", async () => {
  const { wire, session } = begin();
  wire.answer("enter", () => ({ ok: false, code: "unavailable", message: "" }));
  void session.enter();
  await settle();
  assert.equal(session.store.get().line.is, "connecting");
  wire.connected = false;
});

test("hearing of a newer version than one holds asks for the whole again", async () => {
  const { wire, session, stand } = begin();
  stand("a", 1);
  await session.enter();
  stand("a", 4);
  wire.push("latest", { room: "a", version: 4, messages: 0, notes: 0 });
  await settle();
  assert.equal(session.store.get().room?.version, 4);
});

test("a dropped line is shown as reconnecting, and as connected only after entering again", async () => {
  const { session, stand, events } = begin();
  stand("a", 1);
  await session.enter();
  events.down();
  assert.equal(session.store.get().line.is, "reconnecting");
  await session.enter();
  assert.equal(session.store.get().line.is, "connected");
});

test("a facilitator who waits backstage comes in when another opens the doors", async () => {
  const { wire, session, stand } = begin();
  wire.answer("enter", () => ({ ok: true, place: aPlace(null, 0), room: null, console: aConsole(0, "waiting"), now: NOW }));
  await session.enter();
  stand("plenary", 1);
  wire.push("console", aConsole(1, "open"));
  await settle();
  assert.equal(session.store.get().room?.id, "plenary");
});

test("hearing the numbers of a room that one is not in means that one's move was missed", async () => {
  const { wire, session, stand } = begin();
  stand("a", 1);
  await session.enter();
  stand("b", 2);
  wire.push("latest", { room: "b", version: 2, messages: 0, notes: 0 });
  await settle();
  assert.equal(session.store.get().room?.id, "b");
});

test("what comes before the answer to entering is taken in after it", async () => {
  const { wire, session } = begin();
  wire.answer("enter", () => {
    wire.push("room", aRoom("a", 3, { name: "new" }));
    wire.push("message", { room: "a", number: 1, kind: "said", person: "x", name: "X", text: "early", at: "" });
    return { ok: true, place: aPlace("a", 2), room: aRoom("a", 2), console: null, now: NOW };
  });
  await session.enter();
  const { room, log } = session.store.get();
  assert.deepEqual([room?.version, room?.name, log.lines[0]?.text], [3, "new", "early"]);
});

test("entering says what one has of the chat, and takes in the rest with the answer", async () => {
  const { wire, session } = begin();
  const said = (number: number) => ({ room: "a", number, kind: "said" as const, person: "x", name: "X", text: `${number}`, at: "" });
  const page = (...numbers: number[]) => ({ messages: numbers.map(said), last: numbers.at(-1) ?? 0, more: false });
  const answers = [page(1, 2), page(3)];
  wire.answer("enter", () => {
    const chat = answers.shift() ?? page();
    return { ok: true, place: aPlace("a", 1), room: aRoom("a", 1, { last: chat.last }), console: null, chat, now: NOW };
  });
  await session.enter();
  await session.enter();
  assert.deepEqual(wire.asks("enter"), [{ part: "part" }, { part: "part", room: "a", since: 2 }]);
  assert.deepEqual(session.store.get().log.lines.map((line) => line.text), ["1", "2", "3"]);
  assert.equal(wire.asks("replay").length, 0);
});

test("nothing of what came before a refusal is taken in", async () => {
  const { wire, session } = begin();
  wire.answer("enter", () => {
    wire.push("console", aConsole(3, "open"));
    return { ok: false, code: "removed", message: "" };
  });
  await session.enter();
  assert.equal(session.store.get().console, null);
});

test("a vote that was counted before, though no answer came, is taken for counted", async () => {
  const { wire, session, stand } = begin();
  stand("a", 1);
  await session.enter();
  wire.answer("vote", () => ({ ok: false, code: "already_voted", message: "Your vote is counted already." }));
  assert.equal(await session.vote("a", { poll: "p", vote: 1 }, [0]), true);
  assert.deepEqual(session.store.get().voted, { poll: "p", vote: 1 });
});

test("a vote that was refused can be sent again", async () => {
  const { wire, session, stand } = begin();
  stand("a", 1);
  await session.enter();
  wire.answer("vote", () => ({ ok: false, code: "votes_locked", message: "Nobody votes in this step." }));
  assert.equal(await session.vote("a", { poll: "p", vote: 1 }, [0]), false);
  assert.equal(session.store.get().voted, null);
  assert.equal(session.store.get().trouble, "Nobody votes in this step.");
});

test("presses in quick succession go one after the other, each once the one before is answered", async () => {
  const { wire, session } = begin();
  let answer: (() => void) | undefined;
  wire.answer("reprieve", () => new Promise((done) => (answer = () => done({ ok: true }))));
  const first = session.act("reprieve", {});
  const second = session.act("go_to_step", {});
  await settle();
  assert.deepEqual(wire.asked.map((one) => one.event), ["reprieve"]);
  answer?.();
  assert.deepEqual(await Promise.all([first, second]), [true, true]);
  assert.deepEqual(wire.asked.map((one) => one.event), ["reprieve", "go_to_step"]);
});

test("whoever comes second is told who came first, and with what", async () => {
  const { wire, session } = begin();
  const act = { at: NOW, person: "ines", who: "Ines", act: "sheet.step_begun", whom: null, room: null, step: "Harvest", number: null };
  wire.answer("go_to_step", () => ({ ok: false, code: "clash", message: "Somebody else.", act }));
  assert.equal(await session.act("go_to_step", {}), false);
  assert.match(session.store.get().trouble ?? "", /^Ines began “Harvest” just before you pressed/);
});
