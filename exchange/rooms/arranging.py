"""The lists of an event's facilitators as conditions of a seating. Pure."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from uuid import UUID

from exchange.rooms.enums import ArrangementKind
from exchange.rooms.mixing import Conditions, Guest, Pair

KEPT = timedelta(days=7)  # after the end of the event's last part
MOST_LINES = 200
MOST_PEOPLE = 12  # in one line


@dataclass(frozen=True)
class Line:
    """One line of the lists; `room` is a host's, by its number from 1."""

    kind: ArrangementKind
    people: tuple[UUID, ...]
    room: int | None = None

    @property
    def fits(self) -> bool:
        """Whether the line says something: a host has a room, others are two or more."""
        different = len(set(self.people)) == len(self.people) <= MOST_PEOPLE
        if self.kind is ArrangementKind.HOST:
            return len(self.people) == 1 and self.room is not None
        return different and len(self.people) > 1 and self.room is None


def conditions_of(lines: Iterable[Line], room_ids: Sequence[UUID]) -> Conditions:
    """What the lines ask of a seating in these rooms. A host without such a room sits anywhere."""
    given = list(lines)
    return Conditions(
        apart=[pair for line in given for pair in _never(line)],
        together=[frozenset(line.people) for line in given if _together(line)],
        pinned={
            line.people[0]: room_ids[line.room - 1]
            for line in given
            if line.room is not None and line.room <= len(room_ids)
        },
    )


def contradicts(line: Line, others: Iterable[Line]) -> bool:
    """Whether two people would have to be together and apart, or one host in two rooms."""
    known = list(others)
    if line.kind is ArrangementKind.HOST:
        return any(other.kind == line.kind and other.people == line.people for other in known)
    wanted, never = _pairs([*known, line])
    return bool(wanted & never)


def _pairs(lines: Collection[Line]) -> tuple[set[Pair], set[Pair]]:
    """Who is always together (also by way of others), and who never."""
    units: list[set[UUID]] = []
    for line in filter(_together, lines):
        met = [unit for unit in units if unit & set(line.people)]
        units = [*(unit for unit in units if unit not in met), set(line.people).union(*met)]
    wanted = {frozenset(pair) for unit in units for pair in combinations(unit, 2)}
    return wanted, {pair for line in lines for pair in _never(line)}


def _together(line: Line) -> bool:
    return line.kind is ArrangementKind.TOGETHER


def _never(line: Line) -> Iterator[Pair]:
    if line.kind is ArrangementKind.APART:
        yield from map(frozenset, combinations(line.people, 2))
    elif line.kind is ArrangementKind.MANAGER:
        yield from (frozenset((line.people[0], report)) for report in line.people[1:])


def labelled(person_id: UUID, organisation_id: UUID | None, *, job_title: str, kind: str) -> Guest:
    """Somebody to be seated, with what is spread over rooms: their role, their council's kind."""
    named = {"role": job_title, "kind": kind}
    labels = {f"{name}:{' '.join(text.casefold().split())}" for name, text in named.items() if text}
    return Guest(person_id, organisation_id, frozenset(labels))
