import assert from "node:assert/strict";
import { test } from "node:test";

import { sketches } from "./sketches.ts";

test("each line is a room, and what stands after the bar is what it is about", () => {
  assert.deepEqual(sketches("Budgets | Where first? | Really\n\n Housing "), {
    names: ["Budgets", "Housing"],
    abouts: ["Where first? | Really", ""],
  });
});

test("nothing written names no room", () => {
  assert.deepEqual(sketches(" \n"), { names: [], abouts: [] });
});
