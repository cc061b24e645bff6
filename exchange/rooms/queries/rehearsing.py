"""Who a rehearsal can be held with: those who have a place, without their names."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import and_, select

from exchange.core.db import session
from exchange.events.models import Facilitation, Part
from exchange.membership.models import Affiliation
from exchange.registration.models import Registration
from exchange.rooms.mixing import Guest
from exchange.rooms.queries.arranging import arrangements, guests_of, line_of, met_before
from exchange.rooms.queries.gathering import covers
from exchange.rooms.rehearsal import Company
from exchange.rooms.rules import ADMITTED


def guests_expected(event_id: UUID, day: date) -> list[Guest]:
    """Those who may take part on that day, as rooms would seat them; facilitators are left out.

    In an order that says nothing about them.
    """
    facilitates = select(Facilitation.person_id).where(
        Facilitation.event_id == event_id, Facilitation.ended_at.is_(None)
    )
    affiliated = and_(Affiliation.person_id == Registration.person_id, covers(day))
    rows = session().execute(
        select(Registration.person_id, Affiliation.organisation_id)
        .outerjoin(Affiliation, affiliated)
        .where(
            Registration.event_id == event_id,
            Registration.state.in_(ADMITTED),
            Registration.person_id.not_in(facilitates),
        )
        .order_by(Registration.person_id, Affiliation.seq)
    )
    found: dict[UUID, UUID | None] = {}
    for person_id, organisation_id in rows:
        found.setdefault(person_id, organisation_id)
    return guests_of(found)


def company_of(guests: Sequence[Guest], part: Part) -> Company:
    """These people with what the lists of the event ask, and who of them has met elsewhere."""
    lines = tuple(map(line_of, arrangements(part.event_id)))
    met = met_before([guest.person_id for guest in guests], part.id)
    return Company(tuple(guests), lines, tuple(met.items()))
