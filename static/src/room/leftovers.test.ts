import assert from "node:assert/strict";
import { test } from "node:test";

import { nextTo } from "./leftovers.ts";

test("the place of words that go is taken by those after them, else by the last that are left", () => {
  const ids = ["one", "two", "three"];
  assert.deepEqual(["one", "two", "three"].map((gone) => nextTo(ids, gone)), ["two", "three", "two"]);
  assert.equal(nextTo(["one"], "one"), null);
});
