import assert from "node:assert/strict";
import { test } from "node:test";

import { Keep } from "./keep.ts";
import { Sealed, keyOf } from "./sealed.ts";
import { thisTab } from "./tab.ts";

const KEY = keyOf("00112233445566778899aabbccddeeff".repeat(2));
const OTHER = keyOf("ff".repeat(32));
const tab = (id: string, ...others: string[]) => ({ id, others: new Set(others) });

class FakeStorage extends Map<string, string> {
  get length() {
    return this.size;
  }
  key = (index: number) => [...this.keys()][index] ?? null;
  getItem = (name: string) => this.get(name) ?? null;
  setItem = (name: string, text: string) => void this.set(name, text);
  removeItem = (name: string) => void this.delete(name);
}

const storage = () => new FakeStorage() as FakeStorage & Storage;
const open = (store: Storage, key = KEY, of = tab("a")) => new Keep(new Sealed(store, key, of), "part", "me");

test("what is kept outlives the page, and no word of it can be read in the storage", () => {
  const store = storage();
  open(store).write("draft.room", { text: "half a sentence" });
  assert.deepEqual(open(store).read("draft.room"), { text: "half a sentence" });
  assert.doesNotMatch([...store.values()].join(), /half/);
  assert.doesNotMatch([...store.values()].map((hex) => Buffer.from(hex, "hex").toString()).join(), /half/);
});

test("after the sign-in that the key belongs to it opens no more, and is removed", () => {
  const store = storage();
  open(store).write("draft.room", { text: "gone" });
  assert.equal(open(store, OTHER).read("draft.room"), null);
  assert.equal(store.size, 0);
});

test("changed, cut short or moved to another place it does not open", () => {
  const change: ((sealed: string) => string)[] = [
    (sealed) => sealed.slice(0, -2),
    (sealed) => (sealed.startsWith("0") ? "1" : "0") + sealed.slice(1),
    () => "",
    () => "no hex",
  ];
  for (const each of change) {
    const store = storage();
    open(store).write("x", 1);
    for (const [place, sealed] of store) store.set(place, each(sealed));
    assert.equal(open(store).read("x"), null);
  }
  const store = storage();
  open(store).write("x", 1);
  for (const [place, sealed] of [...store]) store.set(place.replace(/x$/, "y"), sealed);
  assert.deepEqual([open(store).read("x"), open(store).read("y")], [1, null]);
});

test("another person's and another part's are left alone", () => {
  const store = storage();
  open(store).write("x", 1);
  const other = new Keep(new Sealed(store, KEY, tab("a")), "part", "somebody");
  assert.deepEqual([other.names(), open(store).read("x")], [[], 1]);
});

test("a tab takes over from tabs that are gone, and nothing from those that are open", () => {
  const store = storage();
  open(store, KEY, tab("gone")).write("x", 1);
  open(store, KEY, tab("open", "gone")).write("y", 2);
  const taken = open(store, KEY, tab("new", "open"));
  assert.deepEqual([taken.names(), taken.read("x")], [["x"], 1]);
  taken.clear();
  assert.deepEqual(open(store, KEY, tab("open")).names(), ["y"]);
});

test("of two who kept under one name the own comes first, and the other waits", () => {
  const store = storage();
  open(store, KEY, tab("gone")).write("x", "theirs");
  open(store, KEY, tab("here", "gone")).write("x", "mine");
  const here = open(store, KEY, tab("here"));
  assert.equal(here.read("x"), "mine");
  here.clear();
  assert.equal(open(store, KEY, tab("here")).read("x"), "theirs");
});

test("a full storage costs nothing that is still on the page", () => {
  const store = storage();
  store.setItem = () => {
    throw new Error("full");
  };
  const keep = open(store);
  keep.write("x", 1);
  assert.equal(keep.read("x"), 1);
});

test("a tab keeps its name over a reload, and sees which others are open", async () => {
  const store = storage();
  const held = [{ name: "exchange.tab.other" }, { name: "something else" }];
  const locks = {
    query: async () => ({ held }),
    request: async (name: string) => void held.push({ name }),
  } as unknown as LockManager;
  const first = await thisTab(store, locks);
  const again = await thisTab(store, locks);
  assert.deepEqual([again.id, [...again.others]], [first.id, ["other"]]);
  assert.deepEqual(held.at(-1), { name: `exchange.tab.${first.id}` });
});
