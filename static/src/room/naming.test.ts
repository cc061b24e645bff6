import assert from "node:assert/strict";
import { test } from "node:test";

import { named } from "./naming.ts";

test("the plenary and numbered rooms are named in the reader's language, given names are kept", () => {
  assert.equal(named({ kind: "plenary", name: "" }).name, "Plenary");
  assert.equal(named({ kind: "breakout", name: "2" }).name, "Room 2");
  assert.equal(named({ kind: "breakout", name: "Housing" }).name, "Housing");
});
