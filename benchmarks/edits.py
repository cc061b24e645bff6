"""What people write into the notes of a benchmark: one true Yjs update for each burst of typing."""

import re
import time
from collections.abc import Callable, Iterator

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

BURST = "and then we asked "  # what is typed between two updates
STAMPS = re.compile(rb"@[0-9a-f]{16}@")


def typing(burst: Callable[[], str] = lambda: BURST, *, begun: str = "") -> Iterator[bytes]:
    """Updates of somebody who begins a paragraph of their own and goes on typing into it.

    `burst` says what is typed next, `begun` what stands in the paragraph before the first burst.
    """
    doc: Doc[XmlFragment] = Doc()
    made: list[bytes] = []
    watching = doc.observe(lambda event: made.append(event.update))
    notes = doc.get("notes", type=XmlFragment)
    text = XmlText(begun + burst())
    with doc.transaction():
        notes.children.append(XmlElement("paragraph", contents=[text]))
    yield made.pop()
    while True:
        text += burst()
        yield made.pop()
    doc.unobserve(watching)


def stamp() -> bytes:
    """A word that no other edit holds and that says when it was written, by this machine's clock.

    It comes through whatever is merged with it: `STAMPS` finds it in an update or a document.
    """
    return f"@{time.monotonic_ns():016x}@".encode()


def underway(stamped: bytes) -> float:
    """Milliseconds since the stamp was made."""
    return (time.monotonic_ns() - int(stamped[1:-1], 16)) / 1e6


def text_of(updates: list[bytes]) -> str:
    """What the notes say to whoever has taken in these updates."""
    doc: Doc[XmlFragment] = Doc()
    for update in updates:
        doc.apply_update(update)
    return str(doc.get("notes", type=XmlFragment))
