import assert from "node:assert/strict";
import { test } from "node:test";

import { isAllowed, wholeAddress } from "./addresses.ts";

test("only web and mail addresses may stand behind a link", () => {
  for (const good of ["http://a.org", "https://a.org/?q=1#x", "mailto:a@b.org", "HTTPS://A.ORG"]) {
    assert.equal(isAllowed(good), true, good);
  }
  const bad = ["javascript:alert(1)", " javascript:alert(1)", "java\nscript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc", "//a.org", "/live", "", null, undefined, 5, {}];
  for (const one of bad) assert.equal(isAllowed(one), false, String(one));
});

test("what was typed becomes a whole address or none", () => {
  assert.equal(wholeAddress(" example.org/report "), "https://example.org/report");
  assert.equal(wholeAddress("mailto:a@b.org"), "mailto:a@b.org");
  for (const bad of ["", "report", "two words.org", "javascript:alert(1)", "data:x.y"]) {
    assert.equal(wholeAddress(bad), null, bad);
  }
});
