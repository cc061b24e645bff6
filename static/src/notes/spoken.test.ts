import assert from "node:assert/strict";
import { test } from "node:test";

import { spokenOf } from "./spoken.ts";
import type { NotesState, Standing } from "./state.ts";

const at = (standing: Standing, unsaved = false): NotesState => ({ standing, unsaved, reason: "" });

test("typing and saving say nothing, however often", () => {
  for (const [before, now] of [["saved", "saving"], ["saving", "saved"], ["joining", "saved"], ["saving", "offline"], ["offline", "saved"]] as const) {
    assert.equal(spokenOf(at(before), at(now)), null, `${before} to ${now}`);
  }
});

test("lock, unlock and what keeps words from being saved are told", () => {
  assert.match(spokenOf(at("saved"), at("locked"))?.text ?? "", /Locked/);
  assert.equal(spokenOf(at("saving"), at("locked", true))?.urgent, true);
  assert.match(spokenOf(at("locked"), at("saved"))?.text ?? "", /written in again/);
  const refused = spokenOf(at("saving"), { standing: "refused", unsaved: true, reason: "Suspended." });
  assert.deepEqual([refused?.urgent, refused?.text.endsWith("Suspended.")], [true, true]);
  assert.equal(spokenOf(at("saving"), at("outdated"))?.urgent, true);
});
