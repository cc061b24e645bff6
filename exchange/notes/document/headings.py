"""The first update of a note: a step's headings, each with an empty line below it.

Written out by hand in Yjs' update encoding (see `update.py`), since a document is decoded by the
child alone, and this one has nothing to decode. The same headings give the same bytes: taken in
twice, they stand there once.
"""

from collections.abc import Sequence

from exchange.notes.document.update import HAS_KEY, HAS_ORIGIN, ROOT, XML_ELEMENT, XML_TEXT

CLIENT = 1  # browsers draw theirs from 32 bits, and draw again where one is taken
LEVEL = 2
SCHEMA = 1  # the oldest editor that knows headings
STRING, TYPE, VALUES = 4, 7, 8  # contents of items
INTEGER = 125


def with_headings(headings: Sequence[str]) -> bytes:
    """An update that gives an empty note these headings, in order; there must be one at least."""
    items: list[bytes] = []
    clock = 0
    before: int | None = None  # clock of the block that the next one stands behind
    for heading in headings:
        items += [
            _element("heading", before),
            _item(VALUES | HAS_KEY, _below(clock), _text("level"), _number(1), _level()),
            _item(TYPE, _below(clock), _number(XML_TEXT)),
            _item(STRING, _below(clock + 2), _text(heading)),
            _element("paragraph", clock),
        ]
        before = clock + 3 + _length(heading)
        clock = before + 1
    head = _number(1) + _number(len(items)) + _number(CLIENT) + _number(0)
    return head + b"".join(items) + _number(0)


def _item(info: int, *parts: bytes) -> bytes:
    return bytes([info]) + b"".join(parts)


def _element(name: str, before: int | None) -> bytes:
    """A block behind the one at clock `before`; None: the first."""
    what = _number(XML_ELEMENT) + _text(name)
    if before is None:
        return _item(TYPE, _number(1), _text(ROOT), what)
    return _item(TYPE | HAS_ORIGIN, _number(CLIENT), _number(before), what)


def _below(clock: int) -> bytes:
    """That an item stands in the one at `clock`."""
    return _number(0) + _number(CLIENT) + _number(clock)


def _level() -> bytes:
    return bytes([INTEGER, LEVEL])


def _length(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2  # Yjs counts UTF-16 units


def _text(text: str) -> bytes:
    data = text.encode()
    return _number(len(data)) + data


def _number(value: int) -> bytes:
    """As 7 bits in each byte, the lowest first."""
    data = bytearray()
    while value > 0x7F:
        data.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*data, value])
