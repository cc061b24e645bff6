import assert from "node:assert/strict";
import { test } from "node:test";

import { initial, mayComeBack, movesAway, withConsole, withEntered, withPlace, withRoomView } from "./state.ts";
import { aConsole, aPlace, aRoom } from "./testing.ts";

const NOW = "2026-11-23T10:00:00+00:00";
const inRoom = (id: string, version: number) =>
  withEntered(initial([]), { place: aPlace(id, version), room: aRoom(id, version), console: null, now: NOW });

test("an older view of the room is passed over, a newer one taken", () => {
  const state = inRoom("a", 5);
  assert.equal(withRoomView(state, aRoom("a", 4, { name: "old" })).room?.name, "Room a");
  assert.equal(withRoomView(state, aRoom("a", 6, { name: "new" })).room?.name, "new");
});

test("a view of another room is passed over", () => {
  assert.equal(withRoomView(inRoom("a", 5), aRoom("b", 9)).room?.id, "a");
});

test("an older answer to entering does not take one back", () => {
  const state = inRoom("b", 7);
  const late = { place: aPlace("a", 6), room: aRoom("a", 6), console: null, now: NOW };
  assert.equal(withEntered(state, late).room?.id, "b");
});

test("a newer place in another room means a move, an older one does not", () => {
  const state = inRoom("a", 5);
  assert.equal(movesAway(state, aPlace("b", 6)), true);
  assert.equal(movesAway(state, aPlace("b", 4)), false);
  assert.equal(movesAway(state, aPlace("a", 6)), false);
});

test("a place in the same room may change what one may do", () => {
  const place = { ...aPlace("a", 6), help: true };
  assert.equal(withPlace(inRoom("a", 5), place).help, true);
});

test("moving empties the chat of the room before and counts the move", () => {
  const state = { ...inRoom("a", 5) };
  const moved = withEntered(state, { place: aPlace("b", 6), room: aRoom("b", 6), console: null, now: NOW });
  assert.equal(moved.log.room, "b");
  assert.equal(moved.moves, 1);
});

test("an answer to entering that a place has overtaken still brings newer views of the same room", () => {
  const held = withPlace(inRoom("a", 3), { ...aPlace("a", 7), help: true });
  const late = { place: aPlace("a", 6), room: aRoom("a", 6, { name: "new" }), console: null, now: NOW };
  const state = withEntered(held, late);
  assert.deepEqual([state.room?.name, state.help, state.place?.version], ["new", true, 7]);
});

test("an answer to entering does not bring back an older console", () => {
  const role = "facilitator" as const;
  const place = { ...aPlace("a", 6), role };
  const entered = { place, room: aRoom("a", 6), console: aConsole(6, "open"), now: NOW };
  const held = withConsole(withEntered(initial([]), entered), aConsole(8, "open"));
  const again = { ...entered, place: { ...place, version: 7 }, console: aConsole(7, "open") };
  assert.equal(withEntered(held, again).console?.version, 8);
});

test("whoever facilitates no more keeps no console", () => {
  const place = { ...aPlace("a", 6), role: "facilitator" as const };
  const held = withEntered(initial([]), { place, room: aRoom("a", 6), console: aConsole(6, "open"), now: NOW });
  assert.equal(withPlace(held, aPlace("a", 7)).console, null);
});

test("whoever was put out may try to come back, but not whoever is shut out of the event", () => {
  const out = (code: string) => mayComeBack({ is: "out", code, message: "", waits: false });
  assert.deepEqual(["removed", "standing", "closed", "banned"].map(out), [true, true, true, false]);
  assert.equal(mayComeBack({ is: "signed_out" }), false);
});
