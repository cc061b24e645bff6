"""Somebody at a keyboard: no mouse, no touch, no address typed."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, ElementHandle

from tests.browser.conftest import Someone

# What a sighted person can tell focus by: the element's own surface, or its painted label's.
LOOK = """element => [element, element.labels?.[0]].filter(Boolean).map((one) => {
  const style = getComputedStyle(one, one === element ? null : "::before");
  return [style.outlineStyle, style.outlineWidth, style.boxShadow, style.backgroundColor];
}).join("; ")"""
ACTIVE = "document.activeElement"
ON_BODY = f"{ACTIVE} === null || {ACTIVE} === document.body"
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"


@dataclass(frozen=True)
class Stop:
    """Where the focus is: role and name as assistive technology is told them."""

    role: str
    name: str

    def __str__(self) -> str:
        return f"{self.role} “{self.name}”"


@dataclass
class Keyboard:
    """Drives a person's page by keys alone, and fails where a key leads nowhere."""

    person: Someone
    focused: list[Stop] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tree: CDPSession = self.person.page.context.new_cdp_session(self.person.page)

    def press(self, key: str) -> None:
        self.person.page.keyboard.press(key)

    def type(self, words: str) -> None:
        self.person.page.keyboard.type(words)

    def stop(self) -> Stop:
        """The focused element, as Chromium's accessibility tree has it."""
        found = self.tree.send("Runtime.evaluate", {"expression": ACTIVE})["result"]
        known = {"objectId": found["objectId"], "fetchRelatives": False}
        node: dict[str, Any] = self.tree.send("Accessibility.getPartialAXTree", known)["nodes"][0]
        return Stop(*(str(node.get(key, {}).get("value", "")) for key in ("role", "name")))

    def reach(self, role: str, name: str, *, within: int = 80, key: str = "Tab") -> None:
        """Press Tab (or `key`) until the focus is on the `role` whose name matches all of `name`.

        Every stop on the way has to look different while it has the focus.
        """
        self.focused = []
        for _ in range(within):
            before, look = self._element(), self._look()
            self.press(key)
            if before and before.evaluate("element => element.isConnected"):
                left = before.evaluate(LOOK)
                assert left != look, f"nothing shows that {self._last()} had the focus"
            self.focused.append(self.stop())
            if self._last().role == role and re.fullmatch(name, self._last().name):
                return
        reached = "\n".join(f"  {stop}" for stop in self.focused)
        raise AssertionError(f"no {role} “{name}” within {within} of {key}, but:\n{reached}")

    def use(self, role: str, name: str, *, by: str = "Enter", key: str = "Tab") -> None:
        """Reach something and act on it; what was focused may go, the focus may not."""
        self.reach(role, name, key=key)
        self.press(by)

    def keeps_focus(self) -> None:
        """Nobody is thrown back to the top of the page."""
        self.person.page.evaluate(PAINTED)  # what is hidden loses the focus only then
        lost = self.person.page.evaluate(ON_BODY)
        assert not lost, f"after {self._last()} the focus is nowhere"

    def _last(self) -> Stop | None:
        return self.focused[-1] if self.focused else None

    def _element(self) -> ElementHandle | None:
        if self.person.page.evaluate(ON_BODY):
            return None
        return self.person.page.evaluate_handle(ACTIVE).as_element()

    def _look(self) -> str:
        element = self._element()
        return str(element.evaluate(LOOK)) if element else ""
