"""What people's memberships amount to, read in one statement for any number of people."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Date, Row, Select, and_, bindparam, or_, select

from exchange.core import clock
from exchange.core.bulk import among, columns
from exchange.core.model import UtcDateTime
from exchange.core.prepared import built_once
from exchange.membership.models import Affiliation, Network, Suspension, Term
from exchange.membership.standing import NOBODY, ORDER, StandingOn, standing_on

ONE_DAY = timedelta(days=1)

AT = bindparam("at", type_=UtcDateTime())
FROM, TO = bindparam("from", type_=Date()), bindparam("to", type_=Date())


class _Term(NamedTuple):
    tier: str
    starts_on: date
    ends_on: date
    grace_days: int


class _Suspension(NamedTuple):
    began_at: datetime
    ended_at: datetime | None


def standings_of(person_ids: Collection[UUID], at: datetime) -> defaultdict[UUID, StandingOn]:
    """Each person's best standing among the organisations they belong to on the day of `at`."""
    near = at.date()  # the zone is not known yet; no zone's day is further than one from UTC's
    asked = {"people": list(person_ids), "at": at, "from": near - ONE_DAY, "to": near + ONE_DAY}
    rows = columns(_memberships(), asked).all()
    word = rows[0].member_word if rows else NOBODY.member_word
    found: defaultdict[UUID, StandingOn] = defaultdict(lambda: replace(NOBODY, member_word=word))
    for (person_id, _), members in _by_affiliation(rows, at).items():
        best = _standing(members, at)
        if person_id not in found or _rank(best) < _rank(found[person_id]):
            found[person_id] = best
    return found


def _by_affiliation(
    rows: Iterable[Row[Any]], at: datetime
) -> dict[tuple[UUID, UUID], list[Row[Any]]]:
    groups: dict[tuple[UUID, UUID], list[Row[Any]]] = {}
    day: date | None = None
    for row in rows:
        day = day or clock.local(at, row.time_zone).date()  # there is one network
        if row.person_id and row.joined_on <= day and (row.left_on is None or day <= row.left_on):
            groups.setdefault((row.person_id, row.organisation_id), []).append(row)
    return groups


def _standing(rows: list[Row[Any]], at: datetime) -> StandingOn:
    return standing_on(
        {
            _Term(row.tier, row.starts_on, row.ends_on, row.grace_days)
            for row in rows
            if row.starts_on
        },
        {_Suspension(row.began_at, row.ended_at) for row in rows if row.began_at},
        at=at,
        zone=rows[0].time_zone,
        member_word=rows[0].member_word,
    )


def _rank(standing: StandingOn) -> int:
    return ORDER.index(standing.kind)


@built_once
def _memberships() -> Select[*tuple[Any, ...]]:
    """The network beside each affiliation near that day, its terms and suspensions in force."""
    holds = and_(
        among(Affiliation.person_id, "people"),
        Affiliation.starts_on <= TO,
        or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= FROM),
    )
    suspended = and_(
        Suspension.organisation_id == Affiliation.organisation_id,
        Suspension.began_at <= AT,
        or_(Suspension.ended_at.is_(None), Suspension.ended_at > AT),
    )
    return (
        select(
            Network.time_zone,
            Network.member_word,
            Affiliation.person_id,
            Affiliation.organisation_id,
            Affiliation.starts_on.label("joined_on"),
            Affiliation.ends_on.label("left_on"),
            Term.tier,
            Term.starts_on,
            Term.ends_on,
            Term.grace_days,
            Suspension.began_at,
            Suspension.ended_at,
        )
        .select_from(Network)
        .outerjoin(Affiliation, holds)
        .outerjoin(Term, Term.organisation_id == Affiliation.organisation_id)
        .outerjoin(Suspension, suspended)
        .order_by(Affiliation.seq)
    )
