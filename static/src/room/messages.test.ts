import assert from "node:assert/strict";
import { test } from "node:test";

import { emptyLog, lacks, lastOf, withMessages } from "./messages.ts";
import type { Message } from "./wire.ts";

function line(number: number, room = "r"): Message {
  return { room, number, kind: "said", person: "p", name: "P", text: `${number}`, at: "" };
}

const numbers = (lines: readonly Message[]) => lines.map((one) => one.number);

test("lines that come twice or in another order stand once and in order", () => {
  const log = withMessages(emptyLog("r"), [2, 1, 2, 3, 1].map((n) => line(n)));
  assert.deepEqual(numbers(log.lines), [1, 2, 3]);
  assert.equal(lacks(log), false);
});

test("a line beyond a gap waits until what is missing has come", () => {
  const gap = withMessages(emptyLog("r"), [line(1), line(4)]);
  assert.deepEqual(numbers(gap.lines), [1]);
  assert.equal(lacks(gap), true);
  const whole = withMessages(gap, [line(3), line(2)]);
  assert.deepEqual(numbers(whole.lines), [1, 2, 3, 4]);
  assert.equal(lacks(whole), false);
});

test("knowing of a newer number means that something is missing", () => {
  const log = withMessages(emptyLog("r"), [line(1)]);
  assert.equal(lacks(log, 1), false);
  assert.equal(lacks(log, 2), true);
});

test("a line of another room never enters this one", () => {
  assert.equal(lastOf(withMessages(emptyLog("r"), [line(1, "other")])), 0);
});
