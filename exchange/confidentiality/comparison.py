"""What changed from one text of a protocol to the next: by section, then by word. Pure."""

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from exchange.confidentiality.messages import Numbered, Section, numbered

Key = tuple[tuple[str, ...], int]  # the titles that lead to a section, and which of several it is
WORDS = re.compile(r"\s+|[^\s]+")


class Status(StrEnum):
    """What became of a section."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True)
class Run:
    """Words in a row that stayed, came or went."""

    status: Status
    text: str


@dataclass(frozen=True)
class SectionChange:
    """One section of the newer text, or one that it no longer has, at its place among them."""

    status: Status
    section: Numbered
    runs: tuple[Run, ...]


def compare(
    old: Sequence[Section],
    new: Sequence[Section],
    *,
    old_introduction: str = "",
    new_introduction: str = "",
) -> list[SectionChange]:
    """Section by section, matched by the titles that lead to each; the introduction comes first.

    A removed section stands where it stood. A renamed one counts as removed and added.
    """
    before, after = _by_key(old, old_introduction), _by_key(new, new_introduction)
    old_keys, new_keys = list(before), list(after)
    changes: list[SectionChange] = []
    for kind, start, end, new_start, new_end in _opcodes(old_keys, new_keys):
        if kind != "equal":
            gone = [key for key in old_keys[start:end] if key not in after]
            changes += [_whole(Status.REMOVED, before[key]) for key in gone]
        changes += [_judged(before.get(key), after[key]) for key in new_keys[new_start:new_end]]
    return changes


def _opcodes(
    a: Sequence[Hashable], b: Sequence[Hashable]
) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(a=a, b=b, autojunk=False).get_opcodes()


def _by_key(sections: Sequence[Section], introduction: str) -> dict[Key, Numbered]:
    found: dict[Key, Numbered] = {}
    opening = [Numbered("", ("",), introduction)] if introduction.strip() else []
    for section in [*opening, *numbered(sections)]:
        occurrence = 0
        while (section.path, occurrence) in found:
            occurrence += 1
        found[section.path, occurrence] = section
    return found


def _judged(earlier: Numbered | None, section: Numbered) -> SectionChange:
    if earlier is None:
        return _whole(Status.ADDED, section)
    if earlier.text.split() == section.text.split():
        return _whole(Status.SAME, section)
    return SectionChange(Status.CHANGED, section, tuple(_runs(earlier.text, section.text)))


def _whole(status: Status, section: Numbered) -> SectionChange:
    return SectionChange(status, section, (Run(status, section.text),))


def _runs(old: str, new: str) -> Iterator[Run]:
    """Word by word; white space follows the newer text."""
    a, b = WORDS.findall(old.strip()), WORDS.findall(new.strip())
    opcodes = _opcodes([word.strip() for word in a], [word.strip() for word in b])
    for kind, start, end, new_start, new_end in opcodes:
        if kind == "equal":
            yield Run(Status.SAME, "".join(b[new_start:new_end]))
            continue
        if start < end:
            yield Run(Status.REMOVED, "".join(a[start:end]))
        if new_start < new_end:
            yield Run(Status.ADDED, "".join(b[new_start:new_end]))
