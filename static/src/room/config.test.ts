import assert from "node:assert/strict";
import { test } from "node:test";

import { clockIn, hourIn } from "./config.ts";

test("a clock time is written as the server writes it: with a point in Danish", () => {
  const at = "2026-11-23T06:19:05+00:00";
  const zone = "Europe/Copenhagen";
  assert.deepEqual([hourIn("en-GB", zone)(at), hourIn("da", zone)(at)], ["07:19", "07.19"]);
  assert.deepEqual([clockIn("en-GB", zone)(at), clockIn("da", zone)(at)], ["07:19:05", "07.19.05"]);
});
