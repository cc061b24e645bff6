import assert from "node:assert/strict";
import { test } from "node:test";

import { aConsoleRoom, somebody } from "../testing.ts";
import { peopleIn } from "./figures.ts";

test("people are counted by the rooms that hold them, once each", () => {
  const plenary = aConsoleRoom("plenary", { kind: "plenary", people: [somebody("waits for a room")] });
  const room = aConsoleRoom("a", { people: [somebody("one"), somebody("two")] });
  assert.equal(peopleIn([plenary, room]), 3);
  assert.equal(peopleIn([room, aConsoleRoom("b", { people: [somebody("two")] })]), 2);
  assert.equal(peopleIn([]), 0);
});
