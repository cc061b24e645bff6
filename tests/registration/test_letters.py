from base64 import b64decode
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select

from exchange.core import clock
from exchange.core.db import scope_of, session
from exchange.events.enums import PriceFor
from exchange.events.models import Event
from exchange.mail.letter import Rendered, render
from exchange.outbox.models import OutboxMessage
from exchange.registration.actions import cancel_registration, register
from exchange.registration.calendar import calendar_of
from exchange.registration.enums import RegistrationState
from exchange.registration.jobs import pass_places_on, write_letter
from exchange.registration.models import Registration
from exchange.web.application import Exchange
from tests.support.world import World

LINK = "https://meet.example.org/secret-room"
AT = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def letters(app: Exchange) -> list[Rendered]:
    """Do what the worker would do with each registration's letter, and read the outcome."""
    with scope_of(app.database), app.app_context():
        waiting = select(OutboxMessage).where(OutboxMessage.kind == "registration_letter")
        for message in session().scalars(waiting.order_by(OutboxMessage.seq)).all():
            write_letter(message.payload)
        mail = select(OutboxMessage).where(OutboxMessage.kind == "mail")
        return [render(m.payload) for m in session().scalars(mail.order_by(OutboxMessage.seq))]


@pytest.fixture
def event(world: World) -> Event:
    world.network()
    starts = datetime(2027, 3, 28, 0, 30, tzinfo=UTC)  # the night on which British clocks change
    parts = [(starts, starts + timedelta(hours=2)), (starts + timedelta(days=1),) * 2]
    parts[1] = (parts[1][0], parts[1][0] + timedelta(hours=1))
    return world.event(
        "Working together",
        parts=parts,
        call_link=LINK,
        capacity=1,
        prices=[(PriceFor.MEMBER, "187.00")],
    )


def entries(calendar: bytes) -> list:
    return list(Calendar.from_ical(calendar).walk("VEVENT"))


def test_a_letter_names_the_day_on_which_a_night_ends(app, world):
    world.network()
    starts = datetime(2027, 3, 10, 22, 0, tzinfo=UTC)
    night = world.event("Night", parts=[(starts, starts + timedelta(hours=4))])
    anna = world.person("Anna", organisation=world.organisation())
    with scope_of(app.database):
        register(actor=world.actor(anna), event_id=night.id)
    (letter,) = letters(app)
    assert "Wednesday, 10 March 2027, 22:00 to Thursday, 11 March 2027, 02:00" in letter.text


def test_a_confirmation_says_when_what_it_costs_and_where_to_look(app, world, event):
    anna = world.person("Anna", organisation=world.organisation())
    with scope_of(app.database):
        register(actor=world.actor(anna), event_id=event.id, order_number="PO-7")
    (letter,) = letters(app)
    assert "Working together" in letter.subject
    for said in ("Anna", "£187.00", "£224.40", "PO-7", f"/events/{event.slug}"):
        assert said in letter.text


def test_no_letter_and_no_calendar_holds_the_way_in(app, world, event):
    anna = world.person("Anna", organisation=world.organisation())
    with scope_of(app.database):
        register(actor=world.actor(anna), event_id=event.id)
        stored = session().scalars(select(OutboxMessage)).all()
        assert LINK not in str([message.payload for message in stored])
    (letter,) = letters(app)
    with scope_of(app.database):
        mail = session().scalars(select(OutboxMessage).where(OutboxMessage.kind == "mail")).one()
        calendar = b64decode(mail.payload["calendar"])
    assert LINK not in letter.text
    assert LINK.encode() not in calendar
    assert b"/live/" not in calendar


def test_each_part_is_an_entry_in_the_events_own_zone(scope, world, event):
    mine = scope.get(Event, event.seq)
    first, second = entries(calendar_of(mine, page="https://x.example/events/e", at=AT))
    assert first["DTSTART"].dt.isoformat() == "2027-03-28T00:30:00+00:00"
    assert first["DTEND"].dt.isoformat() == "2027-03-28T03:30:00+01:00"
    assert second["DTSTART"].dt.tzinfo.key == "Europe/London"
    assert first["UID"] != second["UID"]


def test_a_cancellation_takes_back_the_same_entries_and_wins_over_them(scope, world, event):
    mine = scope.get(Event, event.seq)
    page, later = "https://x.example/events/e", AT + timedelta(minutes=1)
    made = entries(calendar_of(mine, page=page, at=AT))
    file = calendar_of(mine, page=page, at=later, cancelled=True)
    ended = entries(file)
    assert b"METHOD:CANCEL" in file
    assert [entry["UID"] for entry in made] == [entry["UID"] for entry in ended]
    assert all(entry["STATUS"] == "CANCELLED" for entry in ended)
    assert ended[0]["SEQUENCE"] > made[0]["SEQUENCE"]


def test_who_is_in_line_is_told_their_place_and_then_the_offer(app, world, event):
    anna, bo = (world.person(name, organisation=world.organisation()) for name in ("Anna", "Bo"))
    with scope_of(app.database):
        first = register(actor=world.actor(anna), event_id=event.id)
        register(actor=world.actor(bo), event_id=event.id)
    to_bo = [letter for letter in letters(app) if "Hello Bo" in letter.text]
    assert [letter.subject for letter in to_bo] == ["You are on the waiting list: Working together"]
    assert "Your place in line: 1." in to_bo[0].text
    with scope_of(app.database):
        cancel_registration(
            actor=world.actor(anna), registration_id=first.id, knows_it_is_binding=True
        )
    offers = [letter for letter in letters(app) if letter.subject.startswith("A place is held")]
    assert len(offers) == 1
    assert "Hello Bo" in offers[0].text
    assert f"/events/{event.slug}/registration" in offers[0].text


def test_a_letter_that_has_ceased_to_be_true_is_not_sent(app, world, event):
    anna = world.person("Anna", organisation=world.organisation())
    with scope_of(app.database):
        made = register(actor=world.actor(anna), event_id=event.id)
        cancel_registration(
            actor=world.actor(anna), registration_id=made.id, knows_it_is_binding=True
        )
    subjects = [letter.subject for letter in letters(app)]
    assert len(subjects) == 1  # the cancellation alone


def test_the_clock_ends_an_offer_and_passes_the_place_on(app, world, event):
    waiting = [world.person(name, organisation=world.organisation()) for name in ("Bo", "Cy")]
    past = clock.now() - timedelta(minutes=1)
    world.registration(waiting[0], event, state=RegistrationState.OFFERED, offer_expires_at=past)
    world.registration(waiting[1], event, state=RegistrationState.WAITLISTED)
    with scope_of(app.database), app.app_context():
        pass_places_on()
    with scope_of(app.database):
        found = session().scalars(select(Registration).order_by(Registration.seq)).all()
        assert [each.state for each in found] == ["expired", "offered"]
