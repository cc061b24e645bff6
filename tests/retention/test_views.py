from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.db import scope_of, session
from exchange.events.models import Event
from exchange.retention.jobs import forget_what_is_due
from exchange.retention.models import LegalHold
from exchange.retention.queries import KEPT
from exchange.retention.views.receipts import TABLES
from exchange.web.application import Exchange
from tests.retention.conftest import WORDS, Past
from tests.support.world import World

SignIn = Callable[[FlaskClient, Person], FlaskClient]
PERIODS = {"chat": "20", "votes": "20", "cases": "20", "notes": "60", "presence": "200"} | {
    "takeaways": "20"
}


@pytest.fixture
def staff(client: FlaskClient, world: World, sign_in: SignIn) -> FlaskClient:
    return sign_in(client, world.staff())


def hold_by(staff: FlaskClient, event: Event, **given: str) -> tuple[int, str]:
    ends_on = (clock.now() + timedelta(days=90)).date().isoformat()
    form = {"room": "", "reason": "court", "reference": "2026/77", "ends_on": ends_on}
    answer = staff.post(f"/staff/events/{event.slug}/holds/new", data={**form, **given})
    return answer.status_code, answer.text


def test_the_event_page_says_what_is_kept_in_plain_words(client: FlaskClient, world: World):
    world.network()
    text = client.get(f"/events/{world.event().slug}").text
    assert "What is said in chat is destroyed 30 days after the event." in text
    assert "forgotten 365 days after the event." in text


@pytest.mark.parametrize("past", [31], indirect=True)
def test_it_says_on_which_day_and_what_came_of_it(client: FlaskClient, app: Exchange, past: Past):
    address = f"/events/{past.event.slug}/confidentiality"
    assert "It goes within the hour." in client.get(address).text
    with app.app_context(), scope_of(app.database):
        forget_what_is_due()
    text = client.get(address).text
    assert "Chat: destroyed on " in text
    assert "The notes of the rooms, with their ideas and actions, can be read by" in text


def test_an_event_that_is_not_in_rooms_makes_no_such_promise(client: FlaskClient, world: World):
    world.network()
    event = world.event(delivery="in_person")
    assert "is destroyed" not in client.get(f"/events/{event.slug}").text
    assert client.get(f"/events/{event.slug}/confidentiality").status_code == 404


def test_the_page_tells_the_truth_about_this_installation(client: FlaskClient, past: Past):
    past.world.facilitator(past.world.person("Fay Facilitator"), past.event)
    text = client.get(f"/events/{past.event.slug}/confidentiality").text
    assert "could technically read these rooms" in text
    assert "takes a picture of the screen" in text
    assert "announced there: Fay Facilitator." in text
    assert "reached without encryption" in text  # http://localhost


def test_a_hold_is_shown_to_those_concerned_and_not_named_to_others(
    staff: FlaskClient, app: Exchange, past: Past, sign_in: SignIn
):
    assert hold_by(staff, past.event)[0] == 303
    address = f"/events/{past.event.slug}/confidentiality"
    theirs = sign_in(app.test_client(), past.person).get(address).text
    assert "A court order or legal proceedings stops the destruction" in theirs
    assert "2026/77" not in theirs
    strangers = app.test_client().get(address).text
    assert "court" not in strangers
    assert "kept longer for a legal reason" in strangers
    assert "2026/77" in staff.get(f"/staff/events/{past.event.slug}/retention").text


def test_a_hold_of_one_room_names_it_by_number_alone(staff: FlaskClient, app: Exchange, past: Past):
    page = staff.get(f"/staff/events/{past.event.slug}/holds/new").text
    assert "Round 1, room 2" in page
    assert "Room of" not in page
    assert hold_by(staff, past.event, room=past.rooms[2].hex)[0] == 303
    with scope_of(app.database):
        hold = session().query(LegalHold).one()
    assert hold.room_id == past.rooms[2]
    lift = f"/staff/events/{past.event.slug}/holds/{hold.id}/lift"
    assert "nothing brings it back" in staff.get(lift).text
    assert staff.post(lift).status_code == 303
    assert staff.get(lift).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"room": "no room"},
        {"reason": "curiosity"},
        {"reference": "a matter of the heart"},
        {"reference": ""},
        {"ends_on": "2020-01-01"},
        {"ends_on": "some day"},
    ],
)
def test_a_hold_that_makes_no_sense_is_refused_on_its_form(
    staff: FlaskClient, past: Past, wrong: dict[str, str]
):
    status, text = hold_by(staff, past.event, **wrong)
    assert status == 200
    assert "There is a problem" in text


def test_periods_are_chosen_within_bounds(staff: FlaskClient, past: Past, world: World):
    to_come = world.event()
    address = f"/staff/events/{to_come.slug}/retention"
    assert staff.post(address, data=PERIODS).status_code == 303
    assert "destroyed 20 days after" in staff.get(f"/events/{to_come.slug}").text
    refused = staff.post(address, data={**PERIODS, "chat": "1"}).text
    assert "Give a number from 7 to 90." in refused
    begun = staff.post(f"/staff/events/{past.event.slug}/retention", data={**PERIODS, "chat": "40"})
    assert "It may become shorter, not longer." in begun.text


def test_the_networks_periods_are_chosen_by_staff(staff: FlaskClient, past: Past, world: World):
    assert staff.post("/staff/retention", data=PERIODS).status_code == 303
    assert "destroyed 20 days after" in staff.get(f"/events/{world.event().slug}").text
    assert "There is a problem" in staff.post("/staff/retention", data={"chat": "x"}).text


@pytest.mark.parametrize("past", [400], indirect=True)
def test_receipts_are_for_staff_and_facilitators(
    staff: FlaskClient, app: Exchange, past: Past, world: World, sign_in: SignIn
):
    with app.app_context(), scope_of(app.database):
        forget_what_is_due()
    address = f"/events/{past.event.slug}/forgotten"
    facilitator = world.person()
    world.facilitator(facilitator, past.event)
    for client in (staff, sign_in(app.test_client(), facilitator)):
        text = client.get(address).text
        assert "Lines of chat" in text
        assert "All of them are empty today." in text
        assert "stands as it was recorded." in text
        assert WORDS not in text
    assert sign_in(app.test_client(), past.person).get(address).status_code == 404


def test_every_table_has_its_word_on_a_receipt():
    assert {table.name for tables in KEPT.values() for table in tables} <= set(TABLES)
