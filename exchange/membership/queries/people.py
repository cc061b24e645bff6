"""Lists of people, and what staff see of one."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from exchange.accounts.models import AccountSession, Person
from exchange.core.db import session
from exchange.core.paging import Page, paginate
from exchange.membership.models import (
    Affiliation,
    Organisation,
)
from exchange.membership.queries.organisations import contains


@dataclass(frozen=True)
class PersonRow:
    """A person in the list of people, with the names of the organisations they belong to today."""

    person: Person
    organisations: Sequence[str]


def people(day: date, *, search: str = "", page_number: int = 1) -> Page[PersonRow]:
    """People by name whose name, address or organisation on `day` contains `search`."""
    statement = select(Person).order_by(func.lower(Person.name), Person.seq)
    if search:
        theirs = (
            select(Affiliation.person_id)
            .join(Organisation, Organisation.id == Affiliation.organisation_id)
            .where(contains(Organisation.name, search), _holds(day))
        )
        statement = statement.where(
            or_(
                contains(Person.name, search),
                contains(Person.email, search),
                Person.id.in_(theirs),
            )
        )
    page: Page[Person] = paginate(statement, page_number)
    names = _organisations_of([person.id for person in page.items], day)
    rows = [PersonRow(person, names.get(person.id, ())) for person in page.items]
    return Page(rows, page.number, page.total, page.size)


def _holds(day: date) -> ColumnElement[bool]:
    return and_(
        Affiliation.starts_on <= day,
        or_(Affiliation.ends_on.is_(None), Affiliation.ends_on >= day),
    )


def _organisations_of(person_ids: Sequence[UUID], day: date) -> Mapping[UUID, list[str]]:
    rows = session().execute(
        select(Affiliation.person_id, Organisation.name)
        .join(Organisation, Organisation.id == Affiliation.organisation_id)
        .where(Affiliation.person_id.in_(person_ids), _holds(day))
        .order_by(Affiliation.seq)
    )
    found: defaultdict[UUID, list[str]] = defaultdict(list)
    for person_id, name in rows:
        found[person_id].append(name)
    return found


def count_sessions(person_id: UUID, at: datetime) -> int:
    """On how many browsers the person is signed in at `at`."""
    statement = select(func.count(AccountSession.seq)).where(
        AccountSession.person_id == person_id,
        AccountSession.revoked_at.is_(None),
        AccountSession.expires_at > at,
    )
    return session().scalar(statement) or 0
