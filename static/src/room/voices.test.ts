import assert from "node:assert/strict";
import { test } from "node:test";

import { initial } from "./state.ts";
import type { State } from "./state.ts";
import { aRoom, somebody } from "./testing.ts";
import { quietBy } from "./voices.ts";
import type { RoomView, Voices } from "./wire.ts";

const facilitates: State = { ...initial([]), rights: { say: true, write_notes: true, facilitate: true } };

function room(voices: Voices): RoomView {
  return aRoom("a", 1, { voices, people: [{ ...somebody("me"), presents: true }, somebody("you")] });
}

test("turned away, the presenter alone is quiet", () => {
  assert.equal(quietBy(initial([]), room("turned_away"), "me"), "turned_away");
  assert.equal(quietBy(initial([]), room("turned_away"), "you"), null);
});

test("silence is everybody's but the facilitator's", () => {
  assert.equal(quietBy(initial([]), room("silence"), "you"), "silence");
  assert.equal(quietBy(facilitates, room("silence"), "you"), null);
});

test("questions only keeps nobody quiet", () => {
  assert.equal(quietBy(initial([]), room("questions"), "you"), null);
});
