import assert from "node:assert/strict";
import { test } from "node:test";
import { Awareness, encodeAwarenessUpdate } from "y-protocols/awareness";
import * as Y from "yjs";

import { FakeWire, until } from "../room/testing.ts";
import { Carets } from "./carets.ts";

function begin() {
  const wire = new FakeWire();
  const awareness = new Awareness(new Y.Doc());
  return { wire, awareness, carets: new Carets("room", wire, awareness) };
}

function caretOf(claims: object) {
  const other = new Awareness(new Y.Doc());
  other.setLocalState({ cursor: 1, ...claims });
  const update = encodeAwarenessUpdate(other, [other.clientID]);
  const client = other.clientID;
  other.destroy();
  return { client, update };
}

test("whose a caret is says the server, whatever the other browser claims", (context) => {
  const { wire, awareness, carets } = begin();
  context.after(() => (carets.end(), awareness.destroy()));
  const { client, update } = caretOf({ user: { id: "forged", name: "Somebody else" } });
  wire.push("notes.awareness", { room: "room", person: "anna", name: "Anna", update });
  const user = awareness.getStates().get(client)?.["user"] as { id: string; name: string };
  assert.deepEqual([user.id, user.name], ["anna", "Anna"]);
});

test("carets of other rooms, of people who went and of bad bytes are not shown", (context) => {
  const { wire, awareness, carets } = begin();
  context.after(() => (carets.end(), awareness.destroy()));
  const { client, update } = caretOf({});
  wire.push("notes.awareness", { room: "other", person: "anna", name: "Anna", update });
  wire.push("notes.awareness", { room: "room", person: "x", name: "X", update: Uint8Array.of(9, 9, 9) });
  assert.equal(awareness.getStates().has(client), false);
  wire.push("notes.awareness", { room: "room", person: "anna", name: "Anna", update });
  assert.equal(awareness.getStates().has(client), true);
  carets.keepOnly(new Set(["bo"]));
  assert.equal(awareness.getStates().has(client), false);
});

test("one's own caret is told at the start, and in one message however often it moves", async (context) => {
  const { wire, awareness, carets } = begin();
  context.after(() => (carets.end(), awareness.destroy()));
  for (const cursor of [1, 2, 3]) awareness.setLocalState({ cursor });
  await until(() => wire.asks("notes.awareness").length > 0);
  assert.equal(wire.asks("notes.awareness").length, 1);
});
