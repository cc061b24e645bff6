import assert from "node:assert/strict";
import { test } from "node:test";

import { orderOf } from "./order.ts";

test("on a phone the rooms come right after next and back and the clock, and everything else after them", () => {
  assert.deepEqual(orderOf(true).slice(0, 3), ["sheet", "time", "rooms"]);
  assert.deepEqual([...orderOf(true)].sort(), [...orderOf(false)].sort());
});

test("beside each other, the desk comes first", () => {
  assert.equal(orderOf(false).at(-1), "rooms");
});
