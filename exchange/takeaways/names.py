"""The check before a line leaves a room: what in it may give somebody away, and other words. Pure.

It marks; people decide. Names that are ordinary words (a surname such as "Price") are marked only
when they are written as names are; a council's initials only in capitals.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from exchange.core.text import N_, Sentence, say
from exchange.takeaways.enums import NameKind

LEAST = 3  # letters of a name that is looked for alone

# What an organisation is, without which its name is the name of a place. In the order tried.
KINDS: tuple[tuple[str, Sentence], ...] = (
    ("county council", say(N_("a county council"))),
    ("borough council", say(N_("a borough council"))),
    ("district council", say(N_("a district council"))),
    ("city council", say(N_("a city council"))),
    ("town council", say(N_("a town council"))),
    ("parish council", say(N_("a parish council"))),
    ("council", say(N_("a council"))),
    ("kommune", say(N_("a council"))),
    ("region", say(N_("a region"))),
)
A_BODY = say(N_("an organisation"))
A_COLLEAGUE = say(N_("a colleague"))
OUR_AREA = say(N_("our area"))
LEFT_OUT = {
    NameKind.ADDRESS: say(N_("(address left out)")),
    NameKind.NUMBER: say(N_("(number left out)")),
}

_GENERIC = re.compile(
    r"council|county|borough|district|city|town|parish|metropolitan|royal|unitary|combined"
    r"|authority|kommune|region|the|of",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)[^\s<>\"]*[^\s<>\".,;:!?)]", re.IGNORECASE
)
_NUMBER = re.compile(r"(?<![\w.,])(?:\+|\(0|0|[1-9])[\d ()/.-]{6,}\d(?!\w)")
_YEARS = re.compile(r"(?:19|20)\d\d\s*[-/.]\s*(?:19|20)\d\d")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ .]\d{3})+")


@dataclass(frozen=True)
class Known:
    """Whose names are looked for: everybody at the event, and the network's organisations."""

    people: Sequence[str] = ()
    organisations: Sequence[str] = ()


@dataclass(frozen=True)
class Marked:
    """A stretch of a line, from `start` to before `end`, and what might stand there instead."""

    start: int
    end: int
    kind: NameKind
    instead: Sentence


def names_in(text: str, known: Known) -> list[Marked]:
    """What the line may give away, in order; of what overlaps, what begins first and is longest."""
    found = sorted(
        (*_addresses(text), *_numbers(text), *_of_bodies(text, known), *_of_people(text, known)),
        key=lambda each: (each.start, -each.end),
    )
    marks: list[Marked] = []
    for each in found:
        if not marks or each.start >= marks[-1].end:
            marks.append(each)
    return marks


def reworded(text: str, marks: Sequence[Marked], words: Callable[[Sentence], str]) -> str:
    """The line with every marked stretch in other words, which `words` gives."""
    parts, at = [], 0
    for mark in marks:
        instead = words(mark.instead)
        if not text[: mark.start].strip():
            instead = instead[:1].upper() + instead[1:]
        parts += [text[at : mark.start], instead]
        at = mark.end
    return "".join((*parts, text[at:]))


def _addresses(text: str) -> Iterable[Marked]:
    for match in _ADDRESS.finditer(text):
        yield _left_out(match, NameKind.ADDRESS)


def _numbers(text: str) -> Iterable[Marked]:
    for match in _NUMBER.finditer(text):
        digits = sum(each.isdigit() for each in match[0])
        counts = _YEARS.fullmatch(match[0]) or _THOUSANDS.fullmatch(match[0])
        if 8 <= digits <= 15 and not counts:
            yield _left_out(match, NameKind.NUMBER)


def _left_out(match: re.Match[str], kind: NameKind) -> Marked:
    return Marked(match.start(), match.end(), kind, LEFT_OUT[kind])


def _of_bodies(text: str, known: Known) -> Iterable[Marked]:
    for name in known.organisations:
        body = _body(name)
        yield from _where(text, name, NameKind.ORGANISATION, body, any_case=True)
        yield from _where(text, _initials(name), NameKind.ORGANISATION, body)
        for place in _places(name):
            yield from _where(text, place, NameKind.PLACE, OUR_AREA)


def _of_people(text: str, known: Known) -> Iterable[Marked]:
    for name in known.people:
        yield from _where(text, name, NameKind.PERSON, A_COLLEAGUE, any_case=True)
        for each in {name.split()[0], name.split()[-1]} if name.split() else ():
            yield from _where(text, each, NameKind.PERSON, A_COLLEAGUE)


def _where(
    text: str, name: str, kind: NameKind, instead: Sentence, *, any_case: bool = False
) -> Iterable[Marked]:
    if len(name) < LEAST:
        return
    spaced = r"\s+".join(re.escape(word) for word in name.split())
    pattern = rf"(?<!\w){spaced}(?P<genitive>['’]s|s)?(?!\w)"
    for match in re.finditer(pattern, text, re.IGNORECASE if any_case else 0):
        # An English genitive stays: "Northmere’s plan" is "our area’s plan".
        end = match.end() if match["genitive"] == "s" or not match["genitive"] else match.end() - 2
        yield Marked(match.start(), end, kind, instead)


def _body(name: str) -> Sentence:
    return next((words for kind, words in KINDS if kind in name.casefold()), A_BODY)


def _initials(name: str) -> str:
    words = [word for word in re.split(r"[\s-]+", name) if word.casefold() not in ("of", "the")]
    return "".join(word[0] for word in words if word[:1].isupper())


def _places(name: str) -> list[str]:
    """What is left of a council's name without what every council is called."""
    if not any(kind in name.casefold() for kind, _ in KINDS):
        return []
    words = [word for word in name.split() if not _GENERIC.fullmatch(word)]
    whole = " ".join(words)
    parts = re.split(r"\s+(?:and|og|&)\s+", whole)
    return [each for each in dict.fromkeys((whole, *parts)) if each]
