"""Updates that nobody's editor makes: a corpus of known kinds, and strategies that make others."""

from collections.abc import Callable, Sequence

from hypothesis import strategies as st
from pycrdt import merge_updates

from exchange.notes.document import headings as encoding
from tests.notes.writing import Editor

VICTIM = 7  # the client whose words stand in the document that is attacked
ATTACKER = 9
GC, DELETED, JSON, BINARY, STRING, EMBED, FORMAT, TYPE, VALUES, SUBDOCUMENT, SKIP = range(11)
ORIGIN, RIGHT_ORIGIN, KEYED = 0x80, 0x40, 0x20

number, text = encoding._number, encoding._text


def written() -> list[bytes]:
    """What stands in the attacked document: some blocks of the victim's."""
    editor = Editor(client=VICTIM)
    return [editor.write("some text", "heading"), editor.write("and more"), editor.type("yet ")]


def update(
    *structs: bytes, client: int = ATTACKER, clock: int = 0, deletions: bytes = b""
) -> bytes:
    """One client's structs from `clock` on, and a set of deletions (none)."""
    head = number(1) + number(len(structs)) + number(client) + number(clock)
    return head + b"".join(structs) + (deletions or number(0))


def at(client: int, clock: int) -> bytes:
    return number(client) + number(clock)


def root(name: str = "notes") -> bytes:
    return number(1) + text(name)


def inside(client: int, clock: int) -> bytes:
    return number(0) + at(client, clock)


def item(info: int, *parts: bytes) -> bytes:
    return bytes([info]) + b"".join(parts)


def element(name: str = "paragraph") -> bytes:
    return number(3) + text(name)


def nested(depth: int) -> bytes:
    """An attribute value of lists in lists."""
    return number(1) + bytes([117, 1]) * depth + bytes([126])


def deep(depth: int) -> bytes:
    """Blocks in blocks, each of which holds the next."""
    blocks = [item(TYPE, root(), element("blockquote"))]
    blocks += [item(TYPE, inside(ATTACKER, n), element("blockquote")) for n in range(depth - 1)]
    return update(*blocks)


def deleted(*ranges: tuple[int, int, int]) -> bytes:
    """Deletions of (client, clock, length), each by itself."""
    parts = [number(c) + number(1) + number(k) + number(n) for c, k, n in ranges]
    return number(len(ranges)) + b"".join(parts)


HUGE = b"\xff\xff\xff\xff\x7f"
MOST = b"\xff\xff\xff\xff\xff\xff\xff\xff\x7f"

CORPUS: dict[str, bytes] = {
    "nothing at all": b"",
    "a promise of clients": HUGE,
    "a promise of structs": number(1) + HUGE + at(ATTACKER, 0),
    "a number without an end": b"\xff" * 40,
    "a number past 64 bits": MOST + b"\x01",
    "a client past 53 bits": number(1) + number(1) + MOST + number(0),
    "a clock near the end": update(item(TYPE, root(), element()), clock=2**31 - 2),
    "a clock past the end": number(1) + number(1) + number(ATTACKER) + HUGE,
    "a string longer than the update": update(item(STRING, root(), HUGE)),
    "a string of bytes that are no text": update(item(STRING, root(), number(2), b"\xff\xfe")),
    "half of a pair of surrogates": update(item(STRING, root(), number(3), b"\xed\xa0\xbd")),
    "an empty string": update(item(STRING, root(), text(""))),
    "deleted content of no length": update(item(DELETED, root(), number(0))),
    "deleted content without an end": update(item(DELETED, root(), HUGE)),
    "a gap that skips nothing": update(item(SKIP, number(0))),
    "a gap that skips all": update(item(SKIP, HUGE)),
    "collected structs without an end": update(item(GC, HUGE)),
    "collected structs of no length": update(item(GC, number(0))),
    "a binary": update(item(BINARY, root(), number(1), b"x")),
    "an old kind of value": update(item(JSON, root(), number(1), text("{}"))),
    "a document in the document": update(item(SUBDOCUMENT, root(), text("guid"), bytes([118, 0]))),
    "contents that nobody knows": update(*(item(kind, root(), number(1)) for kind in (12, 31))),
    "a type that nobody knows": update(item(TYPE, root(), number(9))),
    "a map where text belongs": update(item(TYPE, root(), number(1))),
    "a hook": update(item(TYPE, root(), number(5), text("hook"))),
    "another root": update(item(TYPE, root("secrets"), element())),
    "a keyed root": update(item(VALUES | KEYED, root(), text("k"), number(1), bytes([126]))),
    "itself as its parent": update(item(TYPE, inside(ATTACKER, 0), element())),
    "a parent that comes later": update(
        item(TYPE, inside(ATTACKER, 1), element()), item(TYPE, inside(ATTACKER, 0), element())
    ),
    "text as a parent": update(item(TYPE, inside(VICTIM, 3), element())),
    "itself as its neighbour": update(item(TYPE | ORIGIN, at(ATTACKER, 0), element())),
    "a neighbour that comes later": update(
        item(TYPE | ORIGIN, at(ATTACKER, 1), element()), item(TYPE, root(), element())
    ),
    "a neighbour on the wrong side": update(
        item(TYPE | ORIGIN | RIGHT_ORIGIN, at(VICTIM, 14), at(VICTIM, 0), element())
    ),
    "neighbours in different parents": update(
        item(STRING | ORIGIN | RIGHT_ORIGIN, at(VICTIM, 4), at(VICTIM, 0), text("x"))
    ),
    "letters between blocks": update(item(STRING, root(), text("x"))),
    "a text between blocks": update(item(TYPE, root(), number(6))),
    "a text behind a block": update(item(TYPE | ORIGIN, at(VICTIM, 0), number(6))),
    "known words beside what is not there": update(
        item(STRING | RIGHT_ORIGIN, at(1013, 106), text("yet ")), client=VICTIM, clock=21
    ),
    "letters behind a block": update(item(STRING | ORIGIN, at(VICTIM, 0), text("x"))),
    "letters in a block": update(item(STRING, inside(VICTIM, 0), text("x"))),
    "letters in a block of one's own": update(
        item(TYPE, root(), element()), item(STRING, inside(ATTACKER, 0), text("x"))
    ),
    "a mark between blocks": update(item(FORMAT, root(), text("bold"), text("{}"))),
    "values between blocks": update(item(VALUES, root(), number(1), bytes([126]))),
    "an object in a line": update(item(EMBED | ORIGIN, at(VICTIM, 4), text("{}"))),
    "a block in a line": update(item(TYPE | ORIGIN, at(VICTIM, 4), element())),
    "a block as an attribute": update(
        item(TYPE | KEYED, inside(VICTIM, 0), text("level"), element())
    ),
    "a block as an attribute of one's own": update(
        item(TYPE, root(), element()),
        item(TYPE | KEYED, inside(ATTACKER, 0), text("level"), element()),
    ),
    "the victim's name": update(item(TYPE, root(), element("forged")), client=VICTIM),
    "the victim's next clock": update(
        item(TYPE, root(), element("forged")), client=VICTIM, clock=40
    ),
    "values in values without an end": update(
        item(VALUES, root(), nested(100_000)),
    ),
    "values in values, few enough": update(
        item(TYPE, root(), element()),
        item(VALUES | KEYED, inside(ATTACKER, 0), text("x"), nested(12)),
    ),
    "an attribute of a million columns": update(
        item(TYPE, root(), element("tableCell")),
        item(
            VALUES | KEYED,
            inside(ATTACKER, 0),
            text("colspan"),
            number(1),
            b"\x7d" + HUGE[:3] + b"\x01",
        ),
    ),
    "a mark that is no JSON": update(item(FORMAT, inside(VICTIM, 2), text("bold"), text("{"))),
    "an object that is no JSON": update(item(EMBED, inside(VICTIM, 2), text("[[["))),
    "blocks in blocks": deep(4_000),
    "deletions of what is not there": update(deletions=deleted((ATTACKER, 0, 5))),
    "deletions without an end": update(deletions=number(1) + at(VICTIM, 1) + number(0) + HUGE),
    "deletions of nothing": update(deletions=deleted((VICTIM, 0, 0))),
    "the same deletions often": update(deletions=deleted(*[(VICTIM, 0, 3)] * 5_000)),
    "one client twice": number(2) + 2 * (number(1) + at(ATTACKER, 0) + item(GC, number(1))) + b"\0",
    "thousands of clients": number(9_000)
    + b"".join(number(1) + at(100 + n, 0) + item(GC, number(1)) for n in range(9_000))
    + b"\0",
    "two updates in a row": written()[0] * 2,
    "an update and half of one": written()[0] + written()[0][:9],
    "an update of the second encoding": bytes([0, 0, 1, 2, 3, 4]) + written()[0],
}

# What builds on something that is not there: whoever means it is asked for the rest.
GAPS = {
    "a clock near the end",
    "itself as its parent",
    "a parent that comes later",
    "itself as its neighbour",
    "a neighbour that comes later",
    "the victim's next clock",
    "known words beside what is not there",
    "deletions of what is not there",
}
# What says no more than anybody may write, only oddly.
HARMLESS = {
    "neighbours in different parents",
    "the victim's name",
    "values in values, few enough",
    "an attribute of a million columns",
    "deletions of nothing",
    "the same deletions often",
    "one client twice",
    "thousands of clients",
}


def _mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 4))):
        where = draw(st.integers(0, len(data) - 1))
        match draw(st.sampled_from(["change", "cut", "double", "insert", "number"])):
            case "change":
                data[where] = draw(st.integers(0, 255))
            case "cut":
                del data[where : where + draw(st.integers(1, 8))]
            case "double":
                data[where:where] = data[where : where + draw(st.integers(1, 30))]
            case "insert":
                data[where:where] = draw(st.binary(min_size=1, max_size=4))
            case _:
                data[where : where + 1] = draw(st.sampled_from((HUGE, MOST, b"\x80\x01", b"\0")))
        if not data:
            return b""
    return bytes(data)


ids = st.builds(at, st.sampled_from((VICTIM, VICTIM, ATTACKER)), st.integers(0, 30))
words = st.sampled_from(("", "x", "two", "æ", "😀", "colspan", "heading"))
values = st.sampled_from((bytes([126]), bytes([125, 2]), bytes([119]) + text("v"), nested(3)[1:]))
contents: dict[int, st.SearchStrategy[bytes]] = {
    GC: st.integers(0, 9).map(number),
    SKIP: st.integers(0, 9).map(number),
    DELETED: st.integers(0, 9).map(number),
    STRING: words.map(text),
    EMBED: st.sampled_from(("{}", "1", '{"a":[1]}')).map(text),
    FORMAT: st.tuples(words, st.sampled_from(("{}", "null", "true"))).map(
        lambda pair: text(pair[0]) + text(pair[1])
    ),
    TYPE: st.one_of(words.map(element), st.just(number(6))),
    VALUES: st.lists(values, max_size=3).map(lambda each: number(len(each)) + b"".join(each)),
}


def _struct(draw: st.DrawFn) -> bytes:
    """A struct by the format's rules: what it stands beside, or in, is any place at all."""
    kind = draw(st.sampled_from([STRING, TYPE, TYPE, VALUES, FORMAT, *contents]))
    content = draw(contents[kind])
    if kind in (GC, SKIP):
        return item(kind, content)
    sides = draw(st.sampled_from((0, 0, ORIGIN, RIGHT_ORIGIN, ORIGIN | RIGHT_ORIGIN)))
    places = [draw(ids) for side in (ORIGIN, RIGHT_ORIGIN) if sides & side]
    if not places:
        keyed = KEYED * draw(st.booleans())
        parent = draw(st.one_of(ids.map(lambda place: number(0) + place), st.just(root())))
        return item(kind | keyed, parent, text(draw(words)) if keyed else b"", content)
    return item(kind | sides, *places, content)


def _made(draw: st.DrawFn) -> bytes:
    structs = draw(st.lists(st.composite(_struct)(), max_size=5))
    ranges = st.tuples(st.just(VICTIM), st.integers(0, 20), st.integers(0, 9))
    return update(*structs, deletions=deleted(*draw(st.lists(ranges, max_size=2))))


SEEDS: Sequence[bytes] = (
    *written(),
    merge_updates(*written()),
    encoding.with_headings(["One", "Two"]),
    *(each for each in CORPUS.values() if 0 < len(each) < 400),
)
mutated: Callable[[], st.SearchStrategy[bytes]] = st.composite(_mutated)
made: Callable[[], st.SearchStrategy[bytes]] = st.composite(_made)
joined = st.lists(st.sampled_from(SEEDS), min_size=2, max_size=3).map(b"".join)
hostile = st.one_of(st.binary(max_size=60), mutated(), made(), made(), joined)
