import assert from "node:assert/strict";
import { mock, test } from "node:test";

import type { RoomConfig } from "../config.ts";
import type { Events } from "../connection.ts";
import { Keep, draftName } from "../keep.ts";
import { Session } from "../session.ts";
import { FakeWire, aLobby, aPlace, aRoom, settle, until } from "../testing.ts";

const NOW = "2026-11-23T10:00:00+00:00";
const NOT_YET = { ok: false, code: "not_admitted", message: "" } as const;

function begin() {
  const wire = new FakeWire();
  const keep = new Keep(null, "part", "me");
  const config = { part: "part", me: { id: "me", name: "Me" } } as RoomConfig;
  let events: Events | undefined;
  const session = new Session(config, keep, (given) => ((events = given), wire));
  wire.answer("enter", () => NOT_YET);
  wire.answer("wait", () => ({ ok: true, lobby: aLobby(), reason: "not_admitted", why: "Soon.", now: NOW }));
  const open = () => wire.answer("enter", () => ({ ok: true, place: aPlace("a"), room: aRoom("a"), console: null, now: NOW }));
  return { wire, keep, session, open, events: events as unknown as Events };
}

/** One who waits has a timer by which the page would look again. */
function done(session: Session) {
  session.lobby.leave();
}

test("whoever comes too early waits on a line that stays up", async () => {
  const { wire, session } = begin();
  await session.enter();
  const { line, lobby } = session.store.get();
  assert.deepEqual([line.is, lobby?.others, wire.connected], ["lobby", 1, true]);
  done(session);
});

test("the word that the doors are open leads in, and the lobby is gone", async () => {
  const { wire, session, open } = begin();
  await session.enter();
  open();
  wire.push("doors", { within: 1 });
  await until(() => session.store.get().line.is === "connected");
  assert.deepEqual([session.store.get().room?.id, session.store.get().lobby], ["a", null]);
});

test("another reason to wait is told where one waits", async () => {
  const { wire, session } = begin();
  await session.enter();
  wire.push("lobby", { reason: "not_admitted", why: "One by one." });
  const { line } = session.store.get();
  assert.equal(line.is === "lobby" && line.why, "One by one.");
  done(session);
});

test("doors that open between two questions are entered at once", async () => {
  const { wire, session, open } = begin();
  wire.answer("wait", () => (open(), { ok: false, code: "doors_open", message: "" }));
  await session.enter();
  assert.equal(session.store.get().room?.id, "a");
});

test("where there is no lobby for somebody, they read why", async () => {
  const { wire, session } = begin();
  wire.answer("wait", () => ({ ok: false, code: "removed", message: "A facilitator has asked you to leave." }));
  await session.enter();
  const { line } = session.store.get();
  assert.equal(line.is === "out" && line.message, "A facilitator has asked you to leave.");
});

test("a line that is lost is said in the lobby, which stays", async () => {
  const { session, events } = begin();
  await session.enter();
  events.down();
  const { line, lobby } = session.store.get();
  assert.deepEqual([line.is === "lobby" && line.down, lobby !== null], [true, true]);
  await session.enter();
  const after = session.store.get().line;
  assert.equal(after.is === "lobby" && after.down, false);
  done(session);
});

test("words of a room that one was sent out of are kept in the lobby", async () => {
  const { wire, keep, session, open } = begin();
  open();
  await session.enter();
  keep.write(draftName("a"), { room: "a", roomName: "Room a", text: "half a sentence" });
  wire.answer("enter", () => NOT_YET);
  await session.enter();
  assert.equal(session.store.get().room, null);
  assert.equal(session.store.get().leftovers[0]?.text, "half a sentence");
  done(session);
});

test("whoever is put before the doors sees nothing of the room, and no page that says they are out", async () => {
  const { wire, session, open } = begin();
  open();
  await session.enter();
  wire.push("out", { code: "not_admitted", message: "One by one." });
  const { line, room } = session.store.get();
  assert.deepEqual([line.is, room, wire.connected], ["connecting", null, false]);
});

test("what others see of oneself is chosen by a message, and shown as the server keeps it", async () => {
  const { wire, session } = begin();
  await session.enter();
  wire.answer("choose_shown", () => ({ ok: true, lobby: { ...aLobby(), shown: "name" } }));
  await session.lobby.choose("name");
  assert.equal(session.store.get().lobby?.shown, "name");
  wire.answer("choose_shown", () => ({ ok: false, code: "not_found", message: "No." }));
  await session.lobby.choose("nothing");
  assert.deepEqual([session.store.get().lobby?.shown, session.store.get().trouble], ["name", "No."]);
  await settle();
  done(session);
});

test("who comes is looked up again by itself, about once a minute", async () => {
  mock.timers.enable({ apis: ["setTimeout"] });
  const { wire, session } = begin();
  await session.enter();
  wire.answer("wait", () => ({ ok: true, lobby: { ...aLobby(), others: 2 }, reason: "not_admitted", why: "Soon.", now: NOW }));
  mock.timers.tick(75_000);
  mock.timers.reset();
  await until(() => session.store.get().lobby?.others === 2);
  done(session);
});
