"""The child's copies of documents: each a cache of a room's log, never the truth.

A copy has two sides. `base` holds rows of the log and nothing else. `ahead` is base plus updates
that were found good but have not been seen in the log yet. A check applies to `ahead` only; when
such an update arrives as a row, the sides meet again. If something was checked and is still not
in the log at the next check, `ahead` is thrown away and cloned from `base`: what was never
committed can neither stay nor hide a gap, and no caller has to remember to confirm or to undo.
Two sides cost twice the memory and a second apply (some 20 microseconds); cloning at every check
would cost milliseconds in a long document, and reloading the log tens of milliseconds.
"""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from typing import Any

from pycrdt import Doc, Subscription, XmlFragment

from exchange.notes.document.shape import drawable
from exchange.notes.document.update import ROOT, Malformed, claims_of, state_of

# Bytes of updates over all documents; a document takes several times as much memory.
MAX_WEIGHT = 64 * 1024 * 1024


class Copy:
    """One room's document as far as row `at` of its log."""

    def __init__(self) -> None:
        self.at = 0
        self.weight = 0
        self.ruined = False
        self.base: Doc[XmlFragment] = Doc()
        self._ahead: Doc[XmlFragment] | None = None
        self._unconfirmed: list[bytes] = []
        self._changes: list[Any] = []  # what the newest update did to `ahead`
        self._watch: Subscription | None = None

    def follow(self, after: int, rows: Iterable[tuple[int, bytes]]) -> None:
        """Take in `rows`, all that the log has after row `after`; a hole in front is left alone."""
        if after > self.at:
            return
        fresh = [(seq, update) for seq, update in rows if seq > self.at]
        with self.base.transaction():
            for _, update in fresh:
                self.base.apply_update(update)
                self.weight += len(update)
        for _, update in fresh:
            self._meet(update)
        self.at = fresh[-1][0] if fresh else self.at

    def _meet(self, update: bytes) -> None:
        if update in self._unconfirmed:
            self._unconfirmed.remove(update)
        elif self._ahead is not None:
            self._ahead.apply_update(update)
            self._changes.clear()

    def check(self, updates: Sequence[bytes]) -> list[str]:
        """Verdicts "ok", "gap" or "bad", each as if the good updates before it were stored."""
        if self._unconfirmed:
            self._discard()
        verdicts: list[str] = []
        while len(verdicts) < len(updates) and not self.ruined:
            verdicts.append(self._check_one(updates[len(verdicts)]))
        return verdicts + ["unavailable"] * (len(updates) - len(verdicts))

    def _check_one(self, update: bytes) -> str:
        try:
            claims = claims_of(update)
            ahead = self._ahead = self._clone() if self._ahead is None else self._ahead
            self._changes.clear()
            ahead.apply_update(update)
            complete = claims.within(state_of(ahead.get_state()))
            if complete and drawable(self._changes):
                self._unconfirmed.append(update)
                return "ok"
            verdict = "bad" if complete else "gap"
        except Malformed:
            return "bad"
        except Exception:  # noqa: BLE001 - pycrdt could not decode it; which error does not matter
            verdict = "bad"
        except BaseException:  # noqa: BLE001 - a panic; the document must not even be freed
            self.ruined = True
            return "bad"
        self._step_back()
        return verdict

    def _step_back(self) -> None:
        """Apply the good updates anew, to a document that never saw the one that was not."""
        ahead = self._ahead = self._clone()
        for update in self._unconfirmed:
            ahead.apply_update(update)
        self._changes.clear()

    def _clone(self) -> Doc[XmlFragment]:
        clone: Doc[XmlFragment] = Doc()
        clone.apply_update(self.base.get_update())
        self._watch = clone.get(ROOT, type=XmlFragment).observe_deep(self._changes.extend)
        return clone

    def _discard(self) -> None:
        self._ahead, self._unconfirmed = None, []

    def fragment(self) -> XmlFragment:
        """The shared fragment as the log has it."""
        return self.base.get(ROOT, type=XmlFragment)


class Copies:
    """The copies in use, the least recently used dropped first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._by_room: OrderedDict[str, Copy] = OrderedDict()

    def of(self, room: str) -> Copy:
        """The room's copy, an empty one if there was none."""
        copy = self._by_room.setdefault(room, Copy())
        self._by_room.move_to_end(room)
        return copy

    def forget(self, room: str) -> None:
        self._by_room.pop(room, None)

    def trim(self) -> None:
        """Drop until count and weight are within bounds; the one used last always stays."""
        weight = sum(copy.weight for copy in self._by_room.values())
        while len(self._by_room) > 1 and (len(self._by_room) > self._most or weight > MAX_WEIGHT):
            _, dropped = self._by_room.popitem(last=False)
            weight -= dropped.weight

    def __len__(self) -> int:
        return len(self._by_room)
