"""What an organisation's membership amounts to at an instant. Pure: no clock, no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from exchange.core import clock
from exchange.membership.enums import Standing

ONE_DAY = timedelta(days=1)


class TermDays(Protocol):
    """What counts of a term; both days belong to it."""

    @property
    def tier(self) -> str: ...
    @property
    def starts_on(self) -> date: ...
    @property
    def ends_on(self) -> date: ...
    @property
    def grace_days(self) -> int: ...


class SuspendedTime(Protocol):
    """What counts of a suspension: from `began_at` until just before `ended_at` (None: still)."""

    @property
    def began_at(self) -> datetime: ...
    @property
    def ended_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class StandingOn:
    """A standing with its days, all calendar days of the network's zone.

    `since` and `until` are the first and last day of this standing as far as they are known;
    `ended_on` is the last day of the latest term that is over, `begins_on` the first day of the
    next one. `member_word` is what the network calls a member, for sentences.
    """

    kind: Standing
    tier: str | None = None
    since: date | None = None
    until: date | None = None
    ended_on: date | None = None
    begins_on: date | None = None
    has_organisation: bool = True  # False: a person who belongs to none on that day
    member_word: str = "organisation"


NOBODY = StandingOn(Standing.NONE, has_organisation=False)


def standing_on(
    terms: Iterable[TermDays],
    suspensions: Iterable[SuspendedTime],
    *,
    at: datetime,
    zone: str,
    member_word: str = "organisation",
) -> StandingOn:
    """The standing at the instant `at` (aware), days counted in `zone` (IANA name).

    A suspension outweighs every term. Then the first that holds: a term covers the day (active),
    the days of grace of the last ended term do (grace), a term has ended (lapsed), a term is to
    come (prospective), none.
    """
    terms = sorted(terms, key=lambda term: (term.ends_on, term.grace_days))
    in_force = [suspension for suspension in suspensions if covers_instant(suspension, at)]
    if in_force:
        return _suspended(in_force, terms, at, zone, member_word)
    return _by_terms(terms, clock.local(at, zone).date(), member_word)


def covers_instant(suspension: SuspendedTime, at: datetime) -> bool:
    """Whether the suspension is in force at `at`."""
    ended = suspension.ended_at
    return suspension.began_at <= at and (ended is None or at < ended)


def _suspended(
    in_force: Sequence[SuspendedTime], terms: Sequence[TermDays], at: datetime, zone: str, word: str
) -> StandingOn:
    ends = [suspension.ended_at for suspension in in_force if suspension.ended_at]
    is_open = len(ends) < len(in_force)
    return StandingOn(
        Standing.SUSPENDED,
        tier=_by_terms(terms, clock.local(at, zone).date(), word).tier,
        since=clock.local(min(s.began_at for s in in_force), zone).date(),
        until=None if is_open else clock.local(max(ends), zone).date(),
        member_word=word,
    )


def _by_terms(terms: Sequence[TermDays], day: date, word: str) -> StandingOn:
    """`terms` in the order of their last days."""
    covering = [term for term in terms if term.starts_on <= day <= term.ends_on]
    ended = [term for term in terms if term.ends_on < day]
    coming = min((t for t in terms if t.starts_on > day), key=lambda t: t.starts_on, default=None)
    begins_on = coming.starts_on if coming else None
    if covering:
        term = covering[-1]
        return StandingOn(
            Standing.ACTIVE, term.tier, term.starts_on, term.ends_on, None, begins_on, True, word
        )
    if ended:
        return _after(ended[-1], day, begins_on, word)
    if coming:
        until = coming.starts_on - ONE_DAY
        return StandingOn(
            Standing.PROSPECTIVE, coming.tier, None, until, None, begins_on, True, word
        )
    return StandingOn(Standing.NONE, member_word=word)


def _after(last: TermDays, day: date, begins_on: date | None, word: str) -> StandingOn:
    """In grace or lapsed after `last`, until another term begins."""
    ended, grace_ends = last.ends_on, last.ends_on + timedelta(days=last.grace_days)
    before_next = begins_on - ONE_DAY if begins_on else None
    until: date | None
    if day <= grace_ends:
        kind, since = Standing.GRACE, ended + ONE_DAY
        until = min(grace_ends, before_next or grace_ends)
    else:
        kind, since, until = Standing.LAPSED, grace_ends + ONE_DAY, before_next
    return StandingOn(kind, last.tier, since, until, ended, begins_on, True, word)


# From best to worst for a person who belongs to several organisations.
ORDER = (
    Standing.ACTIVE,
    Standing.GRACE,
    Standing.PROSPECTIVE,
    Standing.SUSPENDED,
    Standing.LAPSED,
    Standing.NONE,
)
