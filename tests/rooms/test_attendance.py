"""Attendance is computed from presence: by part, for each person, and settled after the event."""

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.audit.models import AuditEntry
from exchange.core import clock
from exchange.core.db import scope_of, session, transaction
from exchange.events.models import Part
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.rooms.attendance import Interval, attendance, came
from exchange.rooms.jobs import settle_who_came
from exchange.rooms.models import Connection, LivePart
from tests.rooms.conftest import Exchange1

STARTS = datetime(2026, 11, 24, 9, tzinfo=UTC)
NOW = STARTS + timedelta(hours=5)


def at(minutes: float) -> datetime:
    return STARTS + timedelta(minutes=minutes)


def minutes(*spans: tuple[float, float | None], now: datetime = NOW) -> int:
    intervals = [Interval(at(begin), None if end is None else at(end)) for begin, end in spans]
    found = attendance(intervals, STARTS, now)
    assert found is not None
    return found.minutes


@pytest.mark.parametrize(
    ("spans", "counted"),
    [
        ([(0, 30)], 30),
        ([(0, 30), (40, 50)], 40),  # left and came back
        ([(0, 30), (10, 20)], 30),  # a second device, within
        ([(0, 30), (20, 45)], 45),  # a second device, longer
        ([(20, 45), (0, 30), (0, 30)], 45),  # in any order, and twice the same
        ([(0, 30), (30, 60)], 60),  # the next begins as the one ends
        ([(-20, 30)], 30),  # time before the planned start does not count
        ([(-20, -5)], 0),
        ([(-20, -5), (-10, 10)], 10),
        ([(0, 0.9)], 0),  # whole minutes
        ([(290, None)], 10),  # still inside
    ],
)
def test_presence_is_the_union_of_what_overlaps(spans: Any, counted: int):
    assert minutes(*spans) == counted


def test_first_in_and_last_out_are_true_instants():
    found = attendance([Interval(at(50), at(60)), Interval(at(-3), at(10))], STARTS, NOW)
    assert found is not None
    assert (found.first_in, found.last_out, found.inside) == (at(-3), at(60), False)
    assert attendance([Interval(at(50), None)], STARTS, NOW).inside  # type: ignore[union-attr]
    assert attendance([], STARTS, NOW) is None


@pytest.mark.parametrize(
    ("parts", "counts"),
    [((), False), ((9,), False), ((10,), True), ((4, 6), True), ((4, 5), False), ((0,), False)],
)
def test_ten_minutes_in_all_are_enough(parts: tuple[int, ...], counts: bool):
    attended = [attendance([Interval(STARTS, at(each))], STARTS, NOW) for each in parts]
    assert came([each for each in attended if each]) is counts


class Held:
    """An event in rooms that is over, and what is known of those who had a place."""

    def __init__(self, exchange: Exchange1) -> None:
        self.exchange, self.world = exchange, exchange.world
        self.ended = clock.now() - timedelta(hours=2)
        self.change(Part, starts_at=self.ended - timedelta(hours=3), ends_at=self.ended)
        self.change(LivePart, closed_at=self.ended)

    def change(self, model: Any, **values: Any) -> None:
        with scope_of(self.world.database):
            part = Part.id if model is Part else LivePart.part_id
            row = session().scalars(select(model).where(part == self.exchange.part_id)).one()
            with transaction():
                for name, value in values.items():
                    setattr(row, name, value)

    def stays(self, person: Person, begins: int, lasts: int) -> None:
        """A connection `begins` minutes after the planned start."""
        began = self.ended - timedelta(hours=3) + timedelta(minutes=begins)
        self.world.add(
            Connection(
                part_id=self.exchange.part_id,
                person_id=person.id,
                process_id=uuid4(),
                sid=uuid4().hex,
                began_at=began,
                ended_at=began + timedelta(minutes=lasts),
            )
        )

    def states(self) -> dict[str, str]:
        with scope_of(self.world.database):
            joined = select(Person.name, Registration.state).join(
                Registration, Registration.person_id == Person.id
            )
            return {row.name: row.state for row in session().execute(joined)}

    def registration_of(self, person: Person) -> Registration:
        with scope_of(self.world.database):
            statement = select(Registration).where(Registration.person_id == person.id)
            return session().scalars(statement).one()

    def settle(self) -> None:
        with scope_of(self.world.database):
            settle_who_came()


@pytest.fixture
def held(exchange: Exchange1) -> Held:
    return Held(exchange)


def test_after_the_event_places_become_attended_or_absent(held: Held):
    anna, bo = held.exchange.person("Anna"), held.exchange.person("Bo")
    held.exchange.person("Cy")
    dee = held.world.person("Dee")
    held.world.registration(dee, held.exchange.event, state=RegistrationState.WAITLISTED)
    held.stays(anna, 0, 8)
    held.stays(anna, 4, 10)  # a second device
    held.stays(bo, 0, 9)
    held.settle()
    held.settle()  # again, and nothing changes
    assert held.states() == {
        "Anna": "attended",
        "Bo": "absent",
        "Cy": "absent",
        "Dee": "waitlisted",
    }


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (LivePart, {"closed_at": None}),  # the doors are open still
        (Part, {"ends_at": clock.now() - timedelta(minutes=50)}),
    ],
)
def test_nothing_is_settled_before_the_event_is_over(held: Held, model: Any, values: Any):
    held.exchange.person("Anna")
    held.change(model, **values)
    held.settle()
    assert held.states() == {"Anna": "confirmed"}


def test_doors_that_nobody_closed_are_waited_for_half_a_day(held: Held):
    held.exchange.person("Anna")
    long_ago = clock.now() - timedelta(hours=13)
    held.change(Part, starts_at=long_ago - timedelta(hours=1), ends_at=long_ago)
    held.change(LivePart, closed_at=None)
    held.settle()
    assert held.states() == {"Anna": "absent"}


def test_without_open_doors_nothing_is_known_and_nothing_settled(unopened: Exchange1):
    unopened.opened()
    held = Held(unopened)
    held.exchange.person("Anna")
    with scope_of(held.world.database), transaction():
        session().delete(session().scalars(select(LivePart)).one())
    held.settle()
    assert held.states() == {"Anna": "confirmed"}


@pytest.fixture
def staff(held: Held, client: FlaskClient, sign_in: Any) -> FlaskClient:
    browser: FlaskClient = sign_in(client, held.world.staff())
    return browser


def test_staff_see_who_was_there_by_part_and_by_council(held: Held, staff: FlaskClient):
    council = held.world.organisation("North Council")
    anna = held.exchange.person("Anna", council)
    held.exchange.person("Bo", council)
    held.stays(anna, 0, 45)
    held.stays(held.exchange.facilitator, 0, 180)
    page = staff.get(f"/staff/events/{held.exchange.event.slug}/attendance").text
    assert "45 min" in page
    assert "Not there" in page
    assert "North Council" in page
    assert "Fay Facilitator" not in page


def test_the_file_opens_in_a_spreadsheet_as_text(held: Held, staff: FlaskClient):
    evil = held.exchange.person("=HYPERLINK(1)")
    held.stays(evil, -10, 40)
    address = f"/staff/events/{held.exchange.event.slug}/attendance/export.csv"
    answer = staff.get(address)
    assert answer.mimetype == "text/csv"
    titles, row = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert titles[0] == "Name"
    assert (row[0], row[3], row[-1]) == ("'=HYPERLINK(1)", "confirmed", "30")


def test_a_correction_has_a_reason_on_record(held: Held, staff: FlaskClient):
    anna = held.exchange.person("Anna")
    held.settle()
    id = held.registration_of(anna).id
    address = f"/staff/events/{held.exchange.event.slug}/attendance/{id}"
    assert "Was absent" in staff.get(address).text
    for wrong in ({"attended": "yes"}, {"reason": "By phone"}, {"attended": "x", "reason": "y"}):
        assert "There is a problem" in staff.post(address, data=wrong).text
    assert held.states()["Anna"] == "absent"
    corrected = {"attended": "yes", "reason": "Took part by phone"}
    assert staff.post(address, data=corrected).status_code == 303
    assert held.states()["Anna"] == "attended"
    again = staff.post(address, data=corrected)
    assert "That was done already" in again.text
    with scope_of(held.world.database):
        tags = AuditEntry.tag == "registration.attendance_corrected"
        (entry,) = session().scalars(select(AuditEntry).where(tags))
        assert entry.facts["reason"] == "Took part by phone"


def test_nobody_is_corrected_before_the_event(exchange: Exchange1, client: Any, sign_in: Any):
    later = exchange.world.event()
    made = exchange.world.registration(exchange.world.person("Anna"), later)
    browser = sign_in(client, exchange.world.staff())
    answer = browser.post(
        f"/staff/events/{later.slug}/attendance/{made.id}",
        data={"attended": "no", "reason": "Early"},
    )
    assert "The event has not begun yet." in answer.text


def test_a_person_sees_their_own_attendance_alone(held: Held, client: FlaskClient, sign_in: Any):
    anna, bo = held.exchange.person("Anna"), held.exchange.person("Bo")
    held.stays(bo, 0, 77)
    browser = sign_in(client, anna)
    assert "Once you have been in a room" in browser.get("/my-exchanges/attendance").text
    held.stays(anna, 0, 33)
    page = browser.get("/my-exchanges/attendance").text
    assert ">33<" in page
    assert ">77<" not in page
