import assert from "node:assert/strict";
import { test } from "node:test";

import { Chat } from "./chat.ts";
import { Conversations } from "./conversations.ts";
import { Keep, QUEUE } from "./keep.ts";
import { given } from "./signs.ts";
import { initial, withEntered, withPlace } from "./state.ts";
import { Store } from "./store.ts";
import { FACILITATORS, talkWith, unreadIn } from "./talks.ts";
import { FakeWire, aPlace, aRoom, settle, until } from "./testing.ts";

const ME = { id: "me", name: "Me" };
const US = [ME, { id: "ben", name: "Ben" }];

function begin() {
  const wire = new FakeWire();
  const keep = new Keep(null, "part", "me");
  const store = new Store(withEntered(initial([]), { place: aPlace("a"), room: aRoom("a"), console: null, now: "" }));
  const chat = new Chat(wire, store, keep, ME, "part");
  const conversations = new Conversations(wire, store, keep, "me", "part");
  const talk = (to = "ben") => talkWith(store.get().talks, to);
  return { wire, keep, store, chat, conversations, talk };
}

function line(number: number, person = "ben", between = US) {
  return { room: "x", number, kind: "said", person, name: "Ben", text: `t${number}`, at: "", between };
}

test("a line of somebody new makes a conversation with what is unread", () => {
  const { wire, store, talk } = begin();
  wire.push("told", line(1));
  assert.equal(talk()?.name, "Ben");
  assert.equal(unreadIn(talk()!), 1);
  assert.equal(store.get().log.lines.length, 0);
});

test("a gap is filled from the last line that is held, and doubled lines are held once", async () => {
  const { wire, talk } = begin();
  wire.answer("replay_told", (data) => ({ ok: true, messages: [line(Number(data["since"]) + 1)], last: 3, more: true }));
  wire.push("told", line(3));
  wire.push("told", line(3));
  await until(() => talk()?.log.lines.length === 3);
  assert.deepEqual(wire.asks("replay_told").map((data) => data["since"]), [0, 1]);
  assert.deepEqual(talk()?.log.lines.map((one) => one.text), ["t1", "t2", "t3"]);
});

test("what is written to one person is kept until it is stored, and outlives a move", async () => {
  const { wire, keep, store, chat, conversations, talk } = begin();
  conversations.open("ben", "Ben");
  wire.connected = false;
  chat.tell("ben", "Ben", "a word");
  store.update((state) => withEntered(state, { place: aPlace("b", 2), room: aRoom("b", 2), console: null, now: "" }));
  assert.equal(keep.read<unknown[]>(QUEUE)?.length, 1);
  assert.equal(store.get().chat, "ben");
  wire.connected = true;
  wire.answer("tell", () => ({ ok: true, number: 1, at: "" }));
  await chat.send();
  assert.equal(wire.asks("say").length, 0);
  assert.equal(wire.asks("tell")[0]?.["to"], "ben");
  assert.equal(talk()?.log.lines[0]?.text, "a word");
  assert.equal(unreadIn(talk()!), 0);
});

test("what was read stays read when the list is fetched anew", async () => {
  const { wire, conversations, talk } = begin();
  wire.push("told", line(1));
  conversations.read("ben");
  wire.answer("conversations", () => ({ ok: true, conversations: [{ with: US[1], last: 2 }] }));
  wire.answer("replay_told", () => ({ ok: true, messages: [line(2)], last: 2, more: false }));
  await conversations.refresh();
  await settle();
  assert.equal(unreadIn(talk()!), 1);
});

test("whoever facilitates no more loses the facilitators' chat", async () => {
  const { wire, store, conversations, talk } = begin();
  wire.push("told", line(1, "fay", []));
  conversations.choose(FACILITATORS);
  assert.equal(talk(FACILITATORS)?.log.lines.length, 1);
  store.update((state) => withPlace(state, aPlace("a", 2)));
  assert.equal(talk(FACILITATORS), undefined);
  assert.equal(store.get().chat, null);
});

test("whoever gives one sign twice counts once", () => {
  const sign = (person: string) => ({ room: "a", person, name: person, reaction: "clap" as const });
  assert.deepEqual(given([sign("x"), sign("y"), sign("x")]), [{ reaction: "clap", names: ["x", "y"] }]);
});
