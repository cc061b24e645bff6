"""Reading the trail: filtered, with names in the place of ids, and proving that it is whole."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import Select, Table, select

from exchange.audit.models import AuditEntry, AuditHead
from exchange.audit.record import START, first_broken
from exchange.audit.tags import Tag
from exchange.core.bulk import columns
from exchange.core.clock import from_local
from exchange.core.db import session
from exchange.core.model import Base
from exchange.core.paging import Page, paginate
from exchange.core.prepared import built_once

AT_A_TIME = 1000  # entries in memory while the chain is checked
MOST_IN_A_FILE = 50_000

# The column by which a table's rows are known. Rooms are left out: their names are content.
LABELS = {
    "event": "title",
    "network": "name",
    "organisation": "name",
    "person": "name",
    "protocol": "title",
}


@dataclass(frozen=True)
class Filters:
    """Which entries to show; None means all. Days are whole days of `zone`, both included."""

    tag: Tag | None = None
    subject: UUID | None = None
    person: UUID | None = None  # who acted, or was acted upon
    first: date | None = None
    last: date | None = None
    zone: str = "UTC"


@dataclass(frozen=True)
class Named:
    """An entry with the names of who acted and of what was acted upon; "" where there is none."""

    entry: AuditEntry
    who: str
    what: str


@dataclass(frozen=True)
class Chain:
    """Whether the trail is whole: `entries` were checked, `broken` is the first that is wrong.

    `shortened` says that entries are missing from its end.
    """

    entries: int
    broken: UUID | None
    shortened: bool

    @property
    def is_whole(self) -> bool:
        return self.broken is None and not self.shortened


def length() -> int:
    """How many entries the trail has. Nothing that is recorded changes while this stays the same.

    It grows in the transaction of each act, so that whoever sees the act's changes sees it grown.
    """
    return columns(_length()).scalar_one()


@built_once
def _length() -> Select[int]:
    return select(AuditHead.entries).where(AuditHead.name == "chain")


def entries(filters: Filters, page_number: int) -> Page[Named]:
    """A page of the trail, newest first."""
    page: Page[AuditEntry] = paginate(_newest_first(filters), page_number)
    return Page(_named(page.items), page.number, page.total, page.size)


def entries_for_file(filters: Filters) -> Sequence[Named]:
    """The newest entries, at most `MOST_IN_A_FILE`."""
    return _named(session().scalars(_newest_first(filters).limit(MOST_IN_A_FILE)).all())


def entries_about(subject_id: UUID, tag: Tag) -> Sequence[AuditEntry]:
    """Every entry of this kind about one thing, newest first."""
    return session().scalars(_newest_first(Filters(tag=tag, subject=subject_id))).all()


def _newest_first(filters: Filters) -> Select[AuditEntry]:
    statement = select(AuditEntry).order_by(AuditEntry.seq.desc())
    if filters.tag:
        statement = statement.where(AuditEntry.tag == filters.tag.value)
    if filters.subject:
        statement = statement.where(AuditEntry.subject_id == filters.subject)
    if filters.person:
        statement = statement.where(
            (AuditEntry.actor_id == filters.person) | (AuditEntry.subject_id == filters.person)
        )
    if filters.first:
        statement = statement.where(AuditEntry.at >= _midnight(filters.first, filters.zone))
    if filters.last and filters.last < date.max:
        after = filters.last + timedelta(days=1)
        statement = statement.where(AuditEntry.at < _midnight(after, filters.zone))
    return statement


def _midnight(day: date, zone: str) -> datetime:
    # The first and last day of the calendar have no instant in every zone.
    bounded = min(max(day, date(1900, 1, 1)), date(2999, 1, 1))
    return from_local(datetime.combine(bounded, time()), zone)


def _named(found: Iterable[AuditEntry]) -> list[Named]:
    found = list(found)
    wanted: defaultdict[str, set[UUID]] = defaultdict(set)
    for entry in found:
        if entry.actor_id:
            wanted["person"].add(entry.actor_id)
        if entry.subject_id:
            wanted[entry.subject_kind].add(entry.subject_id)
    names = {kind: labels(kind, ids) for kind, ids in wanted.items()}
    return [
        Named(
            entry,
            names["person"].get(entry.actor_id, "") if entry.actor_id else entry.actor_label,
            names[entry.subject_kind].get(entry.subject_id, "") if entry.subject_id else "",
        )
        for entry in found
    ]


def labels(kind: str, ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """The present names of rows of the table `kind`; none for tables whose rows have no name."""
    table: Table | None = Base.metadata.tables.get(kind)
    if table is None or kind not in LABELS:
        return {}
    rows = session().execute(
        select(table.c.id, table.c[LABELS[kind]]).where(table.c.id.in_(list(ids)))
    )
    return {row[0]: row[1] for row in rows}


def check_chain() -> Chain:
    """Follow the chain from its first entry to the head as it stood at the beginning."""
    head = session().scalars(select(AuditHead)).one()
    expected, ending = head.entries, head.hash
    tail = _Tail()
    broken = first_broken(tail.watch(_in_order(expected)))
    complete = tail.count == expected and tail.hash == ending
    return Chain(tail.count, broken, shortened=broken is None and not complete)


class _Tail:
    """What went by last, and how many."""

    def __init__(self) -> None:
        self.count, self.hash = 0, START

    def watch(self, passing: Iterable[AuditEntry]) -> Iterator[AuditEntry]:
        for entry in passing:
            self.count, self.hash = self.count + 1, entry.hash
            yield entry


def _in_order(most: int) -> Iterator[AuditEntry]:
    last = passed = 0
    while passed < most:
        size = min(AT_A_TIME, most - passed)
        statement = select(AuditEntry).where(AuditEntry.seq > last).order_by(AuditEntry.seq)
        rows = session().scalars(statement.limit(size)).all()
        if not rows:
            return
        yield from rows
        last, passed = rows[-1].seq, passed + len(rows)
        for row in rows:
            session().expunge(row)
