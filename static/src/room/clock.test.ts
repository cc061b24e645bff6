import assert from "node:assert/strict";
import { test } from "node:test";

import { Clock, asClock } from "./clock.ts";

test("a browser whose clock is an hour wrong shows the server's time", () => {
  let mono = 1_000;
  const wrong = Date.parse("2026-11-23T11:00:00Z");
  const clock = new Clock(() => wrong, () => mono);
  clock.set("2026-11-23T10:00:00+00:00");
  assert.equal(clock.secondsUntil("2026-11-23T10:05:00+00:00"), 300);
  mono += 60_000;
  assert.equal(clock.secondsUntil("2026-11-23T10:05:00+00:00"), 240);
  assert.equal(clock.secondsUntil("2026-11-23T09:00:00+00:00"), 0);
});

test("a time that cannot be read changes nothing", () => {
  const clock = new Clock(() => 5_000, () => 0);
  clock.set("soon");
  assert.equal(clock.now(), 5_000);
});

test("seconds read as a clock", () => {
  assert.deepEqual([0, 9, 75, 3_600, 3_725].map(asClock), ["0:00", "0:09", "1:15", "1:00:00", "1:02:05"]);
});

test("a message that was overtaken on its way does not put the clock back", () => {
  const clock = new Clock(() => 0, () => 0);
  clock.set("2026-11-23T10:00:05+00:00");
  clock.set("2026-11-23T10:00:00+00:00");
  assert.equal(clock.secondsUntil("2026-11-23T10:00:10+00:00"), 5);
});
