"""What a Yjs update claims to contain, read from its bytes without applying it.

The format is Yjs' update encoding version 1 (`yjs/src/utils/encoding.js`, `lib0/encoding.js`).
pycrdt tolerates trailing bytes, clocks that wrap around, foreign root types and subdocuments;
an update with any of these is refused here before it can reach pycrdt.
"""

from dataclasses import dataclass, field

ROOT = "notes"
GC, SKIP = 0, 10
XML_ELEMENT, XML_TEXT = 3, 6
HAS_ORIGIN, HAS_RIGHT_ORIGIN, HAS_KEY = 0x80, 0x40, 0x20
# Clocks are 32 bits in yrs and 53 bits in Yjs; what only one of them can count is refused.
MAX_CLOCK = 2**31 - 1
MAX_CLIENT = 2**53 - 1
MAX_NESTED_VALUES = 16


class Malformed(Exception):
    """These bytes are not an update of a notes document."""


@dataclass
class Claims:
    """Per client, the clock after its last struct, its last deletion and its last neighbour.

    Neighbours are what structs say they stand beside or in: Yjs waits for one that is not there,
    even where pycrdt has the struct already and takes no notice.
    """

    structs: dict[int, int] = field(default_factory=dict)
    deletions: dict[int, int] = field(default_factory=dict)
    neighbours: dict[int, int] = field(default_factory=dict)

    def within(self, state: dict[int, int]) -> bool:
        """Whether a document at `state` (clock per client) holds everything that is claimed."""
        return all(
            end <= state.get(client, 0)
            for ends in (self.structs, self.deletions, self.neighbours)
            for client, end in ends.items()
        )


def claims_of(update: bytes) -> Claims:
    """The claims of `update`; raises `Malformed` for anything but a whole, plain notes update."""
    claims = Claims()
    reader = _Reader(update, claims.neighbours)
    for _ in range(reader.number()):
        count, client, clock = reader.number(), reader.client(), reader.number()
        for _ in range(count):
            length, real = _struct(reader)
            clock += length
            if not length or clock > MAX_CLOCK:
                raise Malformed
            if real:
                claims.structs[client] = max(clock, claims.structs.get(client, 0))
    for _ in range(reader.number()):
        client = reader.client()
        for _ in range(reader.number()):
            end = reader.number() + reader.number()
            claims.deletions[client] = max(end, claims.deletions.get(client, 0))
    if not reader.at_end():
        raise Malformed
    return claims


def state_of(state_vector: bytes) -> dict[int, int]:
    """A state vector as a clock per client; raises `Malformed`."""
    reader = _Reader(state_vector)
    return {reader.client(): reader.number() for _ in range(reader.number())}


def _struct(reader: "_Reader") -> tuple[int, bool]:
    """Length in clock ticks of the next struct, and whether it is more than a placeholder."""
    info = reader.byte()
    kind = info & 0x1F
    if kind in (GC, SKIP):
        return reader.number(), kind == GC
    origins = (info & HAS_ORIGIN, info & HAS_RIGHT_ORIGIN)
    for present in origins:
        if present:
            reader.identity()
    if not any(origins):
        _parent(reader, keyed=bool(info & HAS_KEY))
    return _content(reader, kind), True


def _parent(reader: "_Reader", *, keyed: bool) -> None:
    """Pass over where an item without neighbours belongs: in the fragment, or below an item."""
    named = reader.number()
    if named == 0:
        reader.identity()
        if keyed:
            reader.text()
    elif named != 1 or keyed or reader.text() != ROOT:
        raise Malformed


def _content(reader: "_Reader", kind: int) -> int:
    """Pass over the content of an item; its length in clock ticks."""
    match kind:
        case 1:  # deleted
            return reader.number()
        case 4:  # string; Yjs counts UTF-16 units
            text = reader.text()
            return len(text) + sum(sign > "\uffff" for sign in text)
        case 8:  # attribute values
            return _values(reader)
        case 5:  # embedded object
            reader.text()
        case 6:  # a mark begins or ends: name, value
            reader.text()
            reader.text()
        case 7:
            _type(reader)
        case _:
            raise Malformed
    return 1


def _type(reader: "_Reader") -> None:
    kind = reader.number()
    if kind == XML_ELEMENT:
        reader.text()
    elif kind != XML_TEXT:
        raise Malformed


def _values(reader: "_Reader") -> int:
    count = reader.number()
    for _ in range(count):
        _value(reader, MAX_NESTED_VALUES)
    return count


def _value(reader: "_Reader", depth: int) -> None:
    """Pass over one of lib0's self-describing values."""
    if depth == 0:
        raise Malformed
    match reader.byte():
        case 120 | 121 | 126 | 127:  # true, false, null, undefined
            return
        case 125:  # integer
            reader.signed()
        case 122 | 123:  # 64 bits
            reader.skip(8)
        case 124:
            reader.skip(4)
        case 119:
            reader.text()
        case 117 | 118 as tag:
            _collection(reader, depth, named=tag == 118)
        case _:
            raise Malformed


def _collection(reader: "_Reader", depth: int, *, named: bool) -> None:
    for _ in range(reader.number()):
        if named:
            reader.text()
        _value(reader, depth - 1)


class _Reader:
    """A cursor over bytes; whatever runs past the end is `Malformed`."""

    def __init__(self, data: bytes, neighbours: dict[int, int] | None = None) -> None:
        self._data = data
        self._at = 0
        self._neighbours = {} if neighbours is None else neighbours

    def at_end(self) -> bool:
        return self._at == len(self._data)

    def byte(self) -> int:
        if self._at >= len(self._data):
            raise Malformed
        self._at += 1
        return self._data[self._at - 1]

    def skip(self, size: int) -> bytes:
        start = self._at
        self._at += size
        if self._at > len(self._data):
            raise Malformed
        return self._data[start : self._at]

    def number(self, most: int = MAX_CLOCK) -> int:
        value = shift = 0
        while True:
            byte = self.byte()
            value |= (byte & 0x7F) << shift
            if value > most or shift > 56:
                raise Malformed
            if byte < 0x80:
                return value
            shift += 7

    def signed(self) -> None:
        for _ in range(10):
            if self.byte() < 0x80:
                return
        raise Malformed

    def client(self) -> int:
        return self.number(MAX_CLIENT)

    def identity(self) -> None:
        client, end = self.client(), self.number() + 1
        self._neighbours[client] = max(end, self._neighbours.get(client, 0))

    def text(self) -> str:
        try:
            return self.skip(self.number()).decode()
        except UnicodeDecodeError:
            raise Malformed from None
