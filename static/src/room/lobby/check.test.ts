import assert from "node:assert/strict";
import { test } from "node:test";

import { FakeWire } from "../testing.ts";
import { findings, measure, middle } from "./check.ts";

const FINE = { transport: "websocket", trips: [40, 30, 900], storage: true, ahead: 1_000 };

const faults = (found: ReturnType<typeof findings>) => found.filter(({ good }) => !good);

test("a sound browser on a good line has nothing to do", () => {
  const found = findings(FINE);
  assert.equal(found.length, 4);
  assert.ok(found.every(({ good, advice }) => good && advice === ""));
});

test("each fault is named with what helps", () => {
  for (const fault of [{ transport: "polling" }, { trips: [500, 600] }, { trips: [2_000] }, { storage: false }, { ahead: -3_600_000 }]) {
    const [only, more] = faults(findings({ ...FINE, ...fault }));
    assert.ok(only && only.advice !== "" && !more, JSON.stringify(fault));
  }
});

test("a clock that is wrong is told in minutes, whichever way", () => {
  const [fault] = faults(findings({ ...FINE, ahead: -3_600_000 }));
  assert.match(fault?.text ?? "", /60 minutes/);
});

test("one slow answer says little", () => {
  assert.equal(middle([30, 40, 5_000]), 40);
});

test("a line that does not answer is measured as such", async () => {
  const wire = new FakeWire();
  wire.answer("check", () => ({ ok: false, code: "no_answer", message: "" }));
  const [fault] = faults(findings(await measure(wire, true)));
  assert.match(fault?.text ?? "", /no answer/i);
});

test("the clock is compared with the server's", async () => {
  const wire = new FakeWire();
  wire.answer("check", () => ({ ok: true, now: new Date(Date.now() - 600_000).toISOString() }));
  const measured = await measure(wire, true);
  assert.equal(measured.trips.length, 5);
  assert.equal(Math.round(measured.ahead / 60_000), 10);
});
