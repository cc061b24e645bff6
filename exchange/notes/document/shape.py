"""Whether a change leaves a document that editors can draw.

Yjs puts any content into any place: letters between blocks, blocks inside a line of text. No editor
makes that, every editor fails at it, and nothing behind it can be read. What an update holds
cannot tell by itself, since most of its items say only beside which other one they stand.
"""

from collections.abc import Iterable
from typing import Any

from pycrdt import XmlElement, XmlText

PLAIN = (str, int, float, list, dict, type(None))
DEEPEST = 100  # blocks in blocks


def drawable(events: Iterable[Any]) -> bool:
    """Whether all that was put in stands where it can be drawn. `events`: what one update did."""
    return all(_fits(event) for event in events)


def _fits(event: Any) -> bool:
    if not all(isinstance(change.get("newValue"), PLAIN) for change in event.keys.values()):
        return False
    put_in = [change["insert"] for change in event.delta if "insert" in change]
    if isinstance(event.target, XmlText):
        return all(isinstance(words, str) for words in put_in)
    if any(isinstance(block, XmlText) for blocks in put_in for block in blocks) and not event.path:
        return False  # text between blocks, in none of them
    depth = len(event.path) + 1
    return all(blocks and all(_whole(block, depth) for block in blocks) for blocks in put_in)


def _whole(block: Any, depth: int) -> bool:
    """Whether it is a text of words, or an element whose attributes are plain, all the way down.

    `depth` is its own in the document.
    """
    waiting = [(block, depth)]
    while waiting:
        here, depth = waiting.pop()
        if depth > DEEPEST:
            return False
        if isinstance(here, XmlText):
            if not all(isinstance(run, str) for run, _ in here.diff()):
                return False
        elif isinstance(here, XmlElement):
            inner = list(here.children)
            if len(inner) != len(here.children) or not _plain(here):  # letters are counted alone
                return False
            waiting += [(each, depth + 1) for each in inner]
        else:
            return False
    return True


def _plain(element: Any) -> bool:
    return all(isinstance(value, PLAIN) for _, value in element.attributes)
