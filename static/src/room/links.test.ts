import assert from "node:assert/strict";
import { test } from "node:test";

import { pieces } from "./links.ts";

test("an address becomes a link, and the full stop after it does not", () => {
  assert.deepEqual(pieces("Read https://example.org/a?b=1. Then talk."), [
    { text: "Read " },
    { text: "https://example.org/a?b=1", href: "https://example.org/a?b=1" },
    { text: ". Then talk." },
  ]);
});

test("nothing else becomes one", () => {
  for (const text of ["javascript:alert(1)", "<a href=x>", "ftp://example.org", "www.example.org"]) {
    assert.deepEqual(pieces(text), [{ text }]);
  }
});

test("empty text has no pieces", () => {
  assert.deepEqual(pieces(""), []);
});
