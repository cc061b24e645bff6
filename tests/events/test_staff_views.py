"""Staff's pages: nothing typed is lost, what is not shown stays, outsiders see nothing."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient

from exchange.accounts.models import Person
from exchange.core.db import scope_of
from exchange.events import models
from exchange.events.queries import content_of, find_event
from tests.support.world import World

SignIn = Callable[[FlaskClient, Person], FlaskClient]
WRITTEN = {
    "title": "Budgets in a bad year",
    "kind": "exchange",
    "language": "en",
    "summary": "Short.",
    "rationale": "Long.",
    "parts": "2027-03-04 09:30-12:30 Morning\n2027-03-05 09:30-12:30",
    "agenda": "09:30 30 Welcome | Who is here.\n# 2\n09:30 45 Round",
    "capacity": "24",
    "audience": "members_only",
    "delivery": "rooms",
    "price_member": "0.00",
    "takeaway_hours": "48",
    "outcomes": "One\n\nTwo",
}


@pytest.fixture
def staff(client: FlaskClient, world: World, sign_in: SignIn) -> FlaskClient:
    world.network()
    return sign_in(client, world.staff())


def test_staff_write_look_publish_and_withdraw(staff: FlaskClient, world: World) -> None:
    made = staff.post("/staff/events/new", data=WRITTEN)
    address = "/staff/events/budgets-in-a-bad-year"
    assert (made.status_code, made.location) == (303, address)
    assert "Draft" in staff.get(address).text
    assert staff.post(f"{address}/publish").status_code == 303
    assert "Welcome" in world_page(staff)
    assert "Its rooms close at once" in staff.get(f"{address}/withdraw").text
    assert staff.post(f"{address}/withdraw").status_code == 303
    assert "Withdrawn" in staff.get("/staff/events?state=withdrawn").text


def world_page(client: FlaskClient) -> str:
    return client.get("/events/budgets-in-a-bad-year").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Fill this in."),
        ("summary", "x" * 201, "Summary"),
        ("parts", "tomorrow", "This line cannot be understood: tomorrow"),
        ("parts", "2027-03-04 12:30-09:30", "must end after its start"),
        ("parts", "2027-13-44 09:30-10:30", "This line cannot be understood"),
        ("agenda", "09:30 Welcome", "This line cannot be understood: 09:30 Welcome"),
        ("capacity", "0", "Places"),
        ("capacity", "many", "Places"),
        ("price_member", "-1", "Give an amount"),
        ("price_member", "free", "Give an amount"),
        ("price_member", "NaN", "Give an amount"),
        ("price_member", "1.234,5", "Write no mark between thousands"),
        ("price_member", "1.234", "Write no mark between thousands"),
        ("price_member", "1,234.50", "Write no mark between thousands"),
        ("price_member", "1 234,50", "Write no mark between thousands"),
        ("price_member", "", "Give at least one price"),
        ("price_everyone", "5", "A price for everyone stands alone"),
        ("call_link", "javascript:alert(1)", "begins with https://"),
        ("delivery", "in_person", "Give the venue"),
        ("kind", "party", "Kind"),
        ("rationale", "a\0b", "A character was sent that no text holds"),
    ],
)
def test_a_mistake_is_named_and_nothing_typed_is_lost(
    staff: FlaskClient, world: World, field: str, value: str, said: str
) -> None:
    page = staff.post("/staff/events/new", data={**WRITTEN, "contact_role": "KEPT", field: value})
    assert page.status_code == 200
    assert "There is a problem" in page.text
    assert said in page.text
    assert "KEPT" in page.text
    with scope_of(world.database):
        assert find_event("budgets-in-a-bad-year") is None


def test_a_price_that_cannot_be_read_is_not_called_missing(staff: FlaskClient) -> None:
    page = staff.post("/staff/events/new", data={**WRITTEN, "price_member": "1.234,5"})
    assert 'value="1.234,5"' in page.text
    assert "Give at least one price" not in page.text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("187,50", "187.50"), ("187.5", "187.50"), (" 12345,6 ", "12345.60"), ("0", "0.00")],
)
def test_a_price_has_a_decimal_point_or_the_readers_decimal_comma(
    staff: FlaskClient, world: World, typed: str, meant: str
) -> None:
    staff.post("/staff/events/new", data={**WRITTEN, "price_member": typed})
    with scope_of(world.database):
        event = find_event("budgets-in-a-bad-year")
        assert event is not None
        assert [price.amount for price in content_of(event).prices] == [Decimal(meant)]
    address = "/staff/events/budgets-in-a-bad-year/edit"
    assert f'value="{meant}"' in staff.get(address).text
    staff.post("/language/da")
    assert f'value="{meant.replace(".", ",")}"' in staff.get(address).text


def test_a_repeated_title_is_explained(staff: FlaskClient) -> None:
    staff.post("/staff/events/new", data=WRITTEN)
    again = staff.post("/staff/events/new", data=WRITTEN)
    assert "Another event has this address already" in again.text


def test_saving_the_form_unchanged_changes_nothing(staff: FlaskClient, world: World) -> None:
    staff.post("/staff/events/new", data=WRITTEN)
    with scope_of(world.database):
        event = find_event("budgets-in-a-bad-year")
        assert event is not None
        world.add(models.EventPerson(event_id=event.id, position=0, role="trainer", name="Ada"))
    with scope_of(world.database):
        before = content_of(find_event("budgets-in-a-bad-year"))  # type: ignore[arg-type]
    assert staff.post("/staff/events/budgets-in-a-bad-year/edit", data=WRITTEN).status_code == 303
    with scope_of(world.database):
        after = content_of(find_event("budgets-in-a-bad-year"))  # type: ignore[arg-type]
    assert after == before
    assert after.people[0].name == "Ada"


def test_fewer_places_than_are_taken_are_refused_on_the_form(
    staff: FlaskClient, world: World
) -> None:
    staff.post("/staff/events/new", data=WRITTEN)
    with scope_of(world.database):
        event = find_event("budgets-in-a-bad-year")
        assert event is not None
        for _number in range(3):
            world.registration(world.person(), event)
    page = staff.post("/staff/events/budgets-in-a-bad-year/edit", data={**WRITTEN, "capacity": "2"})
    assert "3 places are taken already" in page.text


def test_facilitators_are_named_by_address_and_released(staff: FlaskClient, world: World) -> None:
    event, person = world.event(), world.person("Rowan Ash")
    address = f"/staff/events/{event.slug}/facilitators"
    unknown = staff.post(address, data={"email": "nobody@council.example"})
    assert "Nobody has an account with this address" in unknown.text
    assert "nobody@council.example" in unknown.text
    assert staff.post(address, data={"email": person.email.upper()}).status_code == 303
    assert "Rowan Ash" in staff.get(address).text
    assert staff.post(f"{address}/{person.id}/release").status_code == 303
    assert "Nobody facilitates this event yet" in staff.get(address).text


GETS = ("", "/new", "/{slug}", "/{slug}/edit", "/{slug}/withdraw", "/{slug}/facilitators")
POSTS = ("/new", "/{slug}/edit", "/{slug}/publish", "/{slug}/withdraw", "/{slug}/facilitators")


@pytest.mark.parametrize(
    ("method", "path"), [*(("GET", p) for p in GETS), *(("POST", p) for p in POSTS)]
)
def test_staff_pages_are_not_there_for_officers_and_ask_visitors_to_sign_in(
    client: FlaskClient, world: World, sign_in: SignIn, method: str, path: str
) -> None:
    world.network()
    event, facilitator = world.event(), world.person()
    world.facilitator(facilitator, event)
    address = "/staff/events" + path.format(slug=event.slug)
    visitor = client.open(address, method=method, data=WRITTEN)
    assert (visitor.status_code, visitor.location.split("?")[0]) == (302, "/sign-in")
    outsider = sign_in(client, facilitator).open(address, method=method, data=WRITTEN)
    assert outsider.status_code == 404
