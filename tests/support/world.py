"""Factories: the smallest true world that a test needs, made of rows, not of clicks."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any, NoReturn, TypeVar
from uuid import uuid4

from sqlalchemy import select, update

from exchange.accounts.models import AccountSession, Person
from exchange.confidentiality.models import (
    Acknowledgement,
    EventProtocol,
    Protocol,
    ProtocolVersion,
)
from exchange.core import clock
from exchange.core.actor import Actor, ActorKind, system
from exchange.core.db import add, in_scope, scope_of, session, transaction
from exchange.core.engine import Database
from exchange.core.model import Row
from exchange.events.enums import Audience, Delivery, EventKind, EventState, PriceFor
from exchange.events.models import Event, Facilitation, Part, Price
from exchange.membership.models import (
    Affiliation,
    Network,
    Organisation,
    OrganisationDomain,
    Suspension,
    Term,
)
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.rooms.enums import RoomKind
from exchange.rooms.models import LivePart, Room
from exchange.vault.content import vault

R = TypeVar("R", bound=Row)
TERMS: dict[str, tuple[int, int, int]] = {  # first and last day from today, days of grace
    "active": (-100, 200, 30),
    "grace": (-300, -10, 30),
    "lapsed": (-400, -100, 30),
    "suspended": (-100, 200, 30),
    "prospective": (20, 300, 30),
}


def _missing(what: str) -> NoReturn:
    raise LookupError(f"the test's world has no such {what}")


class World:
    """Makes rows in this test's database; each call commits, in the open scope if there is one."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._numbers = count(1)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        if in_scope():
            with transaction():
                yield
        else:
            with scope_of(self.database), transaction():
                yield

    def add(self, row: R) -> R:
        """Commit one row."""
        with self._writing():
            return add(row)

    def network(self, **given: Any) -> Network:
        values: dict[str, Any] = {
            "name": "Members' Exchange Network",
            "short_name": "MEN",
            "languages": ["en"],
            "currency": "GBP",
            "vat_rate": Decimal("0.20"),
            "time_zone": "Europe/London",
            "member_word": "council",
            "member_word_plural": "councils",
            "contact_email": "network@example.org",
        }
        return self.add(Network(**{**values, **given}))

    def organisation(
        self, name: str = "", *, domain: str | None = None, standing: str = "active"
    ) -> Organisation:
        """An organisation whose standing is `standing` today."""
        number = next(self._numbers)
        organisation = Organisation(
            name=name or f"Council {number}", kind="council", created_at=clock.now()
        )
        with self._writing():
            add(organisation)
            if domain:
                add(OrganisationDomain(organisation_id=organisation.id, name=domain))
            if standing != "none":
                self._give_standing(organisation, standing)
        return organisation

    def _give_standing(self, organisation: Organisation, standing: str) -> None:
        first, last, grace = TERMS[standing]
        today = date.today()  # noqa: DTZ011  # days far from any boundary
        add(
            Term(
                organisation_id=organisation.id,
                tier="Full",
                starts_on=today + timedelta(days=first),
                ends_on=today + timedelta(days=last),
                grace_days=grace,
            )
        )
        if standing == "suspended":
            began = clock.now() - timedelta(days=1)
            add(Suspension(organisation_id=organisation.id, began_at=began, reason="Under review"))

    def person(
        self,
        name: str = "",
        *,
        organisation: Organisation | None = None,
        is_staff: bool = False,
        **given: Any,
    ) -> Person:
        """A person, affiliated with `organisation` since long ago."""
        number = next(self._numbers)
        values: dict[str, Any] = {
            "name": name or f"Officer {number}",
            "email": f"officer{number}@council.example",
            "fs_uniquifier": uuid4().hex,
            "created_at": clock.now(),
            "is_staff": is_staff,
            "active": True,
        }
        person = Person(**{**values, **given})
        with self._writing():
            add(person)
            if organisation is not None:
                started = date.today() - timedelta(days=365)  # noqa: DTZ011
                add(
                    Affiliation(
                        person_id=person.id, organisation_id=organisation.id, starts_on=started
                    )
                )
        return person

    def staff(self, name: str = "Network staff") -> Person:
        return self.person(name, is_staff=True)

    def actor(self, person: Person) -> Actor:
        """The person as an actor, with what is true of them now."""
        return Actor(
            ActorKind.PERSON, person_id=person.id, name=person.name, is_staff=person.is_staff
        )

    system = staticmethod(lambda: system("test"))

    def account_session(self, person: Person, **given: Any) -> AccountSession:
        now = clock.now()
        values: dict[str, Any] = {
            "person_id": person.id,
            "began_at": now,
            "seen_at": now,
            "expires_at": now + timedelta(days=1),
        }
        return self.add(AccountSession(**{**values, **given}))

    def event(
        self,
        title: str = "",
        *,
        parts: list[tuple[datetime, datetime]] | None = None,
        prices: list[tuple[PriceFor, str]] | None = None,
        **given: Any,
    ) -> Event:
        """A published exchange in rooms with one part tomorrow, free to members, 20 places."""
        number = next(self._numbers)
        values: dict[str, Any] = {
            "slug": f"event-{number}",
            "kind": EventKind.EXCHANGE.value,
            "state": EventState.PUBLISHED.value,
            "title": title or f"Exchange {number}",
            "organiser": "Members' Exchange Network",
            "language": "en",
            "currency": "GBP",
            "vat_rate": Decimal("0.20"),
            "time_zone": "Europe/London",
            "summary": "Peers work on each other's problems.",
            "rationale": "Come and **work** on it together.",
            "audience": Audience.MEMBERS_ONLY.value,
            "delivery": Delivery.ROOMS.value,
            "capacity": 20,
            "created_at": clock.now(),
        }
        event = Event(**{**values, **given})
        start = clock.now() + timedelta(days=1)
        with self._writing():
            add(event)
            for index, (begins, ends) in enumerate(
                parts or [(start, start + timedelta(hours=3))], start=1
            ):
                add(Part(event_id=event.id, number=index, starts_at=begins, ends_at=ends))
            for who, amount in prices or [(PriceFor.MEMBER, "0.00")]:
                add(Price(event_id=event.id, who=who.value, amount=Decimal(amount)))
        return event

    def change(self, row: Row, **values: Any) -> None:
        """Commit new values of a row that the test made before."""
        with self._writing():
            session().execute(update(type(row)).where(type(row).id == row.id).values(**values))

    def part(self, event: Event) -> Part:
        """The event's first part."""
        with self._writing():
            statement = select(Part).where(Part.event_id == event.id).order_by(Part.number)
            return session().scalars(statement).first() or _missing("part")

    def registration(
        self,
        person: Person,
        event: Event,
        *,
        state: RegistrationState = RegistrationState.CONFIRMED,
        organisation: Organisation | None = None,
        **given: Any,
    ) -> Registration:
        now = clock.now()
        values: dict[str, Any] = {
            "event_id": event.id,
            "person_id": person.id,
            "organisation_id": organisation.id if organisation else None,
            "state": state.value,
            "made_at": now,
            "changed_at": now,
            "price_who": PriceFor.MEMBER.value,
            "price": Decimal("0.00"),
            "vat_rate": event.vat_rate,
            "currency": event.currency,
        }
        return self.add(Registration(**{**values, **given}))

    def facilitator(self, person: Person, event: Event) -> Facilitation:
        began = clock.now() - timedelta(hours=1)
        return self.add(Facilitation(event_id=event.id, person_id=person.id, began_at=began))

    def protocol(self, event: Event | None = None, *, title: str = "Rooms") -> ProtocolVersion:
        """A protocol with its first version in force, required by `event` if one is given."""
        number = next(self._numbers)
        protocol = Protocol(slug=f"protocol-{number}", title=title, language="en")
        version = ProtocolVersion(
            protocol_id=protocol.id,
            ordinal=1,
            number="1.0",
            published_at=clock.now() - timedelta(days=1),
            published_by="Network staff",
            sections=[{"title": "Introduction", "text": "What is said here stays here."}],
        )
        with self._writing():
            add(protocol)
            add(version)
            if event is not None:
                add(EventProtocol(event_id=event.id, protocol_id=protocol.id))
        return version

    def acknowledgement(self, person: Person, version: ProtocolVersion) -> Acknowledgement:
        return self.add(Acknowledgement(person_id=person.id, version_id=version.id, at=clock.now()))

    def live_event(self, title: str = "Live exchange", **given: Any) -> Event:
        """An event whose one part began a moment ago."""
        began = clock.now() - timedelta(minutes=5)
        return self.event(title, parts=[(began, began + timedelta(hours=3))], **given)

    def live_part(self, event: Event) -> LivePart:
        """Open the event's first part: a live row and its plenary, with a key for its content."""
        part = self.part(event)
        with self._writing():
            live = add(LivePart(part_id=part.id, opened_at=clock.now()))
            room = add(Room(part_id=part.id, kind=RoomKind.PLENARY.value, name="Plenary"))
            vault().make_keys(room.id)
        return live
