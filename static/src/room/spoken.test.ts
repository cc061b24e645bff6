import assert from "node:assert/strict";
import { test } from "node:test";

import { utterances } from "./spoken.ts";
import { initial, withEntered } from "./state.ts";
import type { State } from "./state.ts";
import { aPlace, aRoom } from "./testing.ts";

const NOW = "2026-11-23T10:00:00+00:00";

function inRoom(before: State, id: string, version: number, room_closed = false): State {
  const place = { ...aPlace(id, version), room_closed };
  return withEntered(before, { place, room: aRoom(id, version), console: null, now: NOW });
}

const said = (before: State, now: State) => utterances(before, now, "me").map(({ text, urgent }) => [text, urgent]);

test("whoever is moved hears where they are, and whether it is because their room was closed", () => {
  const before = inRoom(initial([]), "a", 1);
  assert.deepEqual(said(before, inRoom(before, "b", 2)), [["You are now in Room b.", true]]);
  assert.deepEqual(said(before, inRoom(before, "b", 2, true)), [["Your room has been closed. You are now in Room b.", true]]);
});

test("whoever comes back to find their room closed hears it, too, and once", () => {
  const [nowhere, back] = [initial([]), inRoom(initial([]), "b", 2, true)];
  assert.deepEqual(said(nowhere, back), [["Your room has been closed. You are now in Room b.", true]]);
  assert.deepEqual(said(back, inRoom(back, "b", 3, true)), []);
  assert.deepEqual(said(nowhere, inRoom(nowhere, "b", 2)), []);
});
