import assert from "node:assert/strict";
import { test } from "node:test";

import { isNew } from "./press.ts";

test("the second half of a double click, and a key held down, are no presses of their own", () => {
  assert.deepEqual([isNew(5_000, -Infinity), isNew(5_200, 5_000), isNew(6_000, 5_000)], [true, false, true]);
});
