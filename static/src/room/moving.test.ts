import assert from "node:assert/strict";
import { test } from "node:test";

import { Moving } from "./moving.ts";
import { aConsole, aConsoleRoom, somebody } from "./testing.ts";

function begin(answer = true) {
  const acts: Record<string, unknown>[] = [];
  const said: string[] = [];
  const moving = new Moving({
    act: async (_, data) => (acts.push(data as Record<string, unknown>), answer),
    say: (text) => void said.push(text),
  });
  const fay = { ...somebody("fay"), role: "facilitator" as const };
  const rooms = [
    aConsoleRoom("hall", { kind: "plenary", people: [somebody("ann"), fay] }),
    aConsoleRoom("one", { people: [somebody("ben"), somebody("cat")] }),
    aConsoleRoom("two"),
  ];
  return { moving, acts, said, view: { ...aConsole(7, "open"), rooms }, rooms };
}

test("several go together, and back to where each came from", async () => {
  const { moving, acts, said, view, rooms } = begin();
  await moving.move(view, ["ann", "ben"], rooms[2]!);
  assert.deepEqual(acts[0], { part: "part", people: ["ann", "ben"], room: "two", seen: 7 });
  assert.deepEqual(said, ["2 people moved to Room two."]);
  await moving.back("part");
  assert.deepEqual(acts.slice(1).map(({ people, room, seen }) => [people, room, seen]), [[["ann"], null, 7], [["ben"], "one", 7]]);
  assert.equal(moving.store.get().last, null);
});

test("whoever is there already stays, and facilitators are not moved", async () => {
  const { moving, acts, view, rooms } = begin();
  await moving.move(view, ["ben", "fay"], rooms[1]!);
  assert.deepEqual(acts, []);
});

test("a row takes along those that are picked with it, and no others", async () => {
  const { moving, acts, view, rooms } = begin();
  moving.choose(true);
  moving.pick("ben");
  moving.pick("cat");
  moving.drag("ann");
  await moving.drop(view, rooms[2]!);
  assert.deepEqual(acts[0]?.["people"], ["ann"]);
  moving.choose(true);
  moving.pick("ben");
  moving.pick("cat");
  moving.drag("cat");
  await moving.drop(view, rooms[2]!);
  assert.deepEqual(acts[1]?.["people"], ["ben", "cat"]);
});

test("a refused move leaves what was picked, and nothing to take back", async () => {
  const { moving, said, view, rooms } = begin(false);
  moving.choose(true);
  moving.pick("ben");
  await moving.move(view, ["ben"], rooms[2]!);
  assert.deepEqual([moving.store.get().picked.size, moving.store.get().last, said], [1, null, []]);
});
