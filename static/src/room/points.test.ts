import assert from "node:assert/strict";
import { test } from "node:test";

import { EMPTY, Points, standing, withPoints } from "./points.ts";
import { FakeWire, aPoint, settle } from "./testing.ts";

const texts = (list: typeof EMPTY) => standing(list, "idea").map((point) => point.text);

test("the newest of a row wins, whatever the order in which it is heard", () => {
  const first = aPoint("a", 1, { text: "first" });
  const later = aPoint("a", 3, { position: 1, text: "later" });
  const both = withPoints(withPoints(EMPTY, [later]), [first]);
  assert.deepEqual(texts(both), ["later"]);
});

test("older news does not bring a removed one back", () => {
  const removed = aPoint("a", 2, { position: 1, text: "", removed: true });
  assert.deepEqual(texts(withPoints(withPoints(EMPTY, [removed]), [aPoint("a", 1)])), []);
});

test("they stand in the order in which they were noted", () => {
  const list = withPoints(EMPTY, [aPoint("b", 2), aPoint("a", 3, { position: 1 })]);
  assert.deepEqual(texts(list), ["a", "b"]);
});

test("a number that stays away is asked for, and then nothing is missing", async () => {
  const wire = new FakeWire();
  wire.answer("points.since", () => ({ ok: true, points: [aPoint("a", 1), aPoint("b", 2)], last: 2 }));
  const points = new Points("room", wire);
  wire.push("points", aPoint("b", 2));
  await settle();
  assert.deepEqual(wire.asks("points.since"), [{ room: "room", since: 0 }]);
  assert.deepEqual([texts(points.list.get()), points.list.get().last], [["a", "b"], 2]);
  wire.push("points", aPoint("c", 3));
  wire.push("latest", { room: "room", version: 1, messages: 0, notes: 0, points: 3 });
  await settle();
  assert.equal(wire.asks("points.since").length, 1);
});

test("what is told of another room changes nothing", () => {
  const wire = new FakeWire();
  const points = new Points("room", wire);
  wire.push("points", aPoint("a", 1, { room: "elsewhere" }));
  assert.deepEqual(points.list.get(), EMPTY);
});

test("an idea is sent without a day, and nobody takes it on", async () => {
  const wire = new FakeWire();
  wire.answer("points.note", () => ({ ok: true, point: aPoint("a", 1) }));
  const points = new Points("room", wire);
  await points.note({ key: "k", kind: "idea", text: "a", due: "2027-01-01", take: true, alone: true });
  assert.deepEqual(wire.asks("points.note"), [{ room: "room", key: "k", kind: "idea", text: "a", due: null, take: false }]);
  assert.deepEqual(texts(points.list.get()), ["a"]);
});

test("what somebody keeps to themselves is not noted for the room", async () => {
  const wire = new FakeWire();
  const points = new Points("room", wire);
  await points.note({ key: "k", kind: "action", text: "a", due: "", take: true, alone: true });
  assert.deepEqual(wire.asks("points.keep"), [{ room: "room", key: "k", text: "a", due: null }]);
  assert.deepEqual(wire.asks("points.note"), []);
});
