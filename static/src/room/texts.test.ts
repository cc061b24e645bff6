import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import english from "./texts.json" with { type: "json" };
import { t, tn, useTexts } from "./texts.ts";

test("a text has its values filled in, and numbers choose their form", () => {
  assert.equal(t("say.moved", { room: "Room 3" }), "You are now in Room 3.");
  assert.equal(tn("people.here", 1), "1 person here");
  assert.equal(tn("people.here", 12), "12 people here");
});

test("a translation is used where there is one", () => {
  useTexts({ "actions.leave": "Forlad", "actions.hand": "" });
  assert.deepEqual([t("actions.leave"), t("actions.hand")], ["Forlad", "Raise hand"]);
  useTexts({});
});

test("every text is used, so that nobody translates in vain", () => {
  const sources = ["../room", "../notes"].flatMap((folder) => {
    const root = join(import.meta.dirname, folder);
    const files = readdirSync(root, { recursive: true, encoding: "utf8" });
    return files.filter((file) => /\.tsx?$/.test(file)).map((file) => readFileSync(join(root, file), "utf8"));
  });
  const code = sources.join("\n");
  const used = (key: string) => {
    const base = key.replace(/\.(one|other)$/, "");
    return code.includes(`"${base}"`) || code.includes(`\`${base.replace(/[^.]+$/, "$")}`);
  };
  assert.deepEqual(Object.keys(english).filter((key) => !used(key)), []);
});
