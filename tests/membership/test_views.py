from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event as sqlalchemy_event

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.db import scope_of
from exchange.membership.enums import Standing
from exchange.membership.models import Organisation
from exchange.membership.queries import affiliations_with, standing_of
from exchange.web.application import Exchange
from tests.support.world import World

SignIn = Callable[[FlaskClient, Person], FlaskClient]
LISTS = ("/staff/organisations", "/staff/people", "/staff/network", "/staff/audit")


@pytest.fixture
def council(world: World) -> Organisation:
    world.network()
    return world.organisation("Exshire", domain="exshire.example")


@pytest.fixture
def staff(client: FlaskClient, world: World, sign_in: SignIn) -> FlaskClient:
    return sign_in(client, world.staff("Sam Staff"))


def every_page(council: Organisation, person: Person) -> list[str]:
    here, them = f"/staff/organisations/{council.id}", f"/staff/people/{person.id}"
    return [
        *LISTS,
        "/staff/network/edit",
        "/staff/organisations/new",
        here,
        f"{here}/edit",
        f"{here}/terms/new",
        f"{here}/terms/{council.terms[0].id}",
        f"{here}/suspend",
        f"{here}/reinstate",
        f"{here}/people/new",
        them,
        f"{them}/deactivate",
        f"{them}/reactivate",
    ]


@pytest.fixture
def addresses(app: Exchange, council: Organisation, world: World) -> list[str]:
    person = world.person("Ada", organisation=council)
    with scope_of(app.database) as session:
        session.add(council)
        found = every_page(council, person)
        affiliation = affiliations_with(council.id).items[0]
        return [*found, f"/staff/affiliations/{affiliation.id}/end", "/staff/audit.csv"]


def test_staff_see_every_page(staff: FlaskClient, addresses: list[str]) -> None:
    assert {path: staff.get(path).status_code for path in addresses} == dict.fromkeys(
        addresses, 200
    )


def test_for_an_officer_there_are_no_staff_pages(
    client: FlaskClient, world: World, sign_in: SignIn, addresses: list[str]
) -> None:
    sign_in(client, world.person())
    for path in addresses:
        assert client.get(path).status_code == 404
        assert client.post(path).status_code in (404, 405)


def test_visitors_are_asked_to_sign_in_and_come_back(
    client: FlaskClient, addresses: list[str]
) -> None:
    for path in addresses:
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in?next=%2Fstaff%2F")


def test_a_term_of_another_organisation_is_not_there(
    staff: FlaskClient, addresses: list[str], world: World
) -> None:
    path = next(a for a in addresses if "/terms/" in a and not a.endswith("/new"))
    other = world.organisation()
    term = path.rpartition("/")[2]
    assert staff.get(f"/staff/organisations/{other.id}/terms/{term}").status_code == 404


def test_staff_suspend_with_a_reason_and_reinstate(
    app: Exchange, staff: FlaskClient, council: Organisation
) -> None:
    here = f"/staff/organisations/{council.id}"
    refused = staff.post(f"{here}/suspend", data={"reason": ""})
    assert "Give a reason" in refused.text
    done = staff.post(f"{here}/suspend", data={"reason": "Unpaid"}, follow_redirects=True)
    assert "The membership of Exshire is suspended." in done.text
    assert "Unpaid" in done.text
    again = staff.post(f"{here}/suspend", data={"reason": "Unpaid"})
    assert "suspended already" in again.text
    assert "Unpaid" in staff.get(f"{here}/reinstate").text
    staff.post(f"{here}/reinstate")
    with scope_of(app.database):
        assert standing_of(council.id, clock.now()).kind is Standing.ACTIVE


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ends_on": "2020-01-01"}, "cannot be before its first"),
        ({"ends_on": "soon"}, "Last day"),
        ({"tier": ""}, "Fill this in."),
        ({"grace_days": "-1"}, "Days of grace"),
        ({"tier": "a\0b"}, "A character was sent that no text holds"),
        ({}, ""),
    ],
)
def test_a_term_form_keeps_what_was_typed_and_says_what_is_wrong(
    staff: FlaskClient, council: Organisation, change: dict[str, str], words: str
) -> None:
    form = {"tier": "Gold", "starts_on": "2031-01-01", "ends_on": "2031-12-31", "grace_days": "0"}
    path = f"/staff/organisations/{council.id}/terms/new"
    answer = staff.post(path, data={**form, **change})
    assert answer.status_code == (200 if change else 303)
    if change:
        assert words in answer.text
        assert 'value="2031-01-01"' in answer.text


def test_a_person_is_added_by_their_address(
    staff: FlaskClient, council: Organisation, world: World
) -> None:
    person = world.person("Ada Lovelace", email="ada@exshire.example")
    path = f"/staff/organisations/{council.id}/people/new"
    unknown = staff.post(path, data={"email": "x@exshire.example", "starts_on": "2026-01-01"})
    assert "Nobody has an account" in unknown.text
    data = {"email": "ADA@exshire.example", "starts_on": "2026-01-01"}
    assert "Ada Lovelace" in staff.post(path, data=data, follow_redirects=True).text
    assert "Exshire" in staff.get(f"/staff/people/{person.id}").text


def test_an_account_is_closed_and_opened_again(staff: FlaskClient, world: World) -> None:
    world.network()
    person = world.person("Ada")
    here = f"/staff/people/{person.id}"
    assert "signed out everywhere" in staff.get(f"{here}/deactivate").text
    assert "closed" in staff.post(f"{here}/deactivate", follow_redirects=True).text
    assert "can sign in again" in staff.post(f"{here}/reactivate", follow_redirects=True).text


def test_names_are_shown_as_text(staff: FlaskClient, world: World) -> None:
    world.network()
    world.organisation("<script>alert(1)</script>")
    text = staff.get("/staff/organisations").text
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_empty_lists_say_what_to_do_next(staff: FlaskClient, world: World) -> None:
    world.network()
    assert "Add the first one" in staff.get("/staff/organisations").text
    assert "No organisation matches" in staff.get("/staff/organisations?search=x").text
    assert "Nobody matches" in staff.get("/staff/people?search=zzz").text


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=9999999999999999", "page=x"])
def test_pages_out_of_range_show_the_nearest(
    staff: FlaskClient, council: Organisation, query: str
) -> None:
    for path in ("/staff/organisations", "/staff/people", "/staff/audit"):
        assert staff.get(f"{path}?{query}").status_code == 200


def test_the_profile_of_the_network_is_changed(staff: FlaskClient, world: World) -> None:
    world.network()
    form = {
        "name": "New Network",
        "short_name": "NN",
        "member_word": "team",
        "member_word_plural": "teams",
        "contact_email": "",
        "time_zone": "Europe/Copenhagen",
        "languages": ["da", "en"],
        "currency": "DKK",
        "vat_percent": "25",
        "introduction": "Hello",
    }
    wrong = staff.post("/staff/network/edit", data={**form, "time_zone": "Mars/Base"})
    assert "Give the name of a zone" in wrong.text
    done = staff.post("/staff/network/edit", data=form, follow_redirects=True)
    assert "Europe/Copenhagen" in done.text
    assert "25%" in done.text


@pytest.mark.parametrize(
    ("path", "rows", "number"),
    [
        (path, rows, number)
        for path, number in (("/staff/organisations", 6), ("/staff/people", 6))
        for rows in (1, 3)
    ],
)
def test_lists_take_the_same_statements_for_one_row_and_for_three(
    *, app: Exchange, staff: FlaskClient, world: World, path: str, rows: int, number: int
) -> None:
    world.network()
    for _ in range(rows):
        world.person(organisation=world.organisation())
    staff.get(path)
    sent: list[str] = []

    def note(*arguments: object) -> None:
        if not str(arguments[2]).startswith("BEGIN"):
            sent.append(str(arguments[2]))

    sqlalchemy_event.listen(app.database.engine, "before_cursor_execute", note)
    staff.get(path)
    assert len(sent) == number, "\n".join(sent)
