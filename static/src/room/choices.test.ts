import assert from "node:assert/strict";
import { test } from "node:test";

import { choicesOf, newest, shiftText } from "./choices.ts";
import { hasVoted, initial, withEntered } from "./state.ts";
import { aPlace, aRoom } from "./testing.ts";
import type { Poll } from "./polls.ts";

const NOW = "2026-11-23T10:00:00+00:00";

function aPoll(more: Partial<Poll> = {}): Poll {
  return {
    id: "poll",
    kind: "single",
    background: "",
    question: "What now?",
    options: ["Speak", "Wait"],
    state: "voting",
    vote: 1,
    voted: 0,
    people: 3,
    results: [],
    shift: null,
    ...more,
  };
}

function entered(poll: Poll, voted: boolean, version = 1) {
  return { place: { ...aPlace("a", version), voted }, room: aRoom("a", version, { poll }), console: null, now: NOW };
}

test("a scale has five points, named at its ends", () => {
  const points = choicesOf({ kind: "scale", options: ["Never", "Always"] });
  assert.deepEqual(points, ["1 – Never", "2", "3", "4", "5 – Always"]);
});

test("the newest result is the last that was revealed", () => {
  const results = [1, 2].map((vote) => ({ vote, voters: 3, counts: [1, 2], minority: [0] }));
  assert.equal(newest(aPoll({ results }))?.vote, 2);
  assert.equal(newest(aPoll()), null);
});

test("a shift is told in words, whichever way it goes", () => {
  assert.deepEqual([2, -3, 0].map(shiftText), [
    "2 more than the first time",
    "3 fewer than the first time",
    "As many as the first time",
  ]);
});

test("whoever comes back finds that they have voted, until the next vote opens", () => {
  const back = withEntered(initial([]), entered(aPoll(), true));
  assert.equal(hasVoted(back), true);
  const again = withEntered(back, entered(aPoll({ vote: 2, state: "voting_again" }), false, 2));
  assert.equal(hasVoted(again), false);
});
