from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from exchange.core import clock
from exchange.events.enums import Delivery, EventState, PriceFor
from exchange.web.application import Exchange
from tests.api.conftest import Caller
from tests.support.world import World

NOWHERE = uuid4()


def told(answer: TestResponse) -> tuple[int, str]:
    """The status and the code of a problem, which always has a sentence beside it."""
    body = answer.get_json()
    assert set(body) >= {"code", "message"}
    assert body["message"]
    return answer.status_code, body["code"]


def test_events_are_listed_for_everybody_with_prices_and_vat(visitor: Caller, world: World) -> None:
    prices = [(PriceFor.MEMBER, "187.00"), (PriceFor.NON_MEMBER, "304.00")]
    world.event("Working with members", prices=prices)
    world.event("A draft", state=EventState.DRAFT.value)
    body = visitor("GET", "/events").get_json()
    (event,) = body["items"]
    assert (body["total"], body["number"], event["title"]) == (1, 1, "Working with members")
    assert event["prices"][0] == {
        "who": "member",
        "net": {"amount": "187.00", "currency": "GBP"},
        "vat": {"amount": "37.40", "currency": "GBP"},
        "gross": {"amount": "224.40", "currency": "GBP"},
    }


def test_an_event_tells_nothing_that_only_admitted_people_may_know(
    visitor: Caller, world: World
) -> None:
    event = world.event(
        delivery=Delivery.EXTERNAL_CALL.value, call_link="https://call.example.org/secret"
    )
    answer = visitor("GET", f"/events/{event.id}")
    assert answer.status_code == 200
    assert "secret" not in answer.text


def test_a_draft_is_not_there_but_for_staff(officer: Caller, staff: Caller, world: World) -> None:
    draft = world.event(state=EventState.DRAFT.value)
    assert told(officer("GET", f"/events/{draft.id}")) == (404, "not_found")
    assert told(officer("GET", f"/events/{NOWHERE}")) == (404, "not_found")
    assert staff("GET", f"/events/{draft.id}").get_json()["state"] == "draft"


@pytest.mark.parametrize(
    "query",
    [
        "page=0",
        "page=99999999999999999999",
        "page=x",
        "kind=party",
        "unknown=1",
        "text=%00",
        "past=7",
    ],
)
def test_a_query_of_the_wrong_shape_is_refused(visitor: Caller, query: str) -> None:
    answer = visitor("GET", f"/events?{query}")
    assert told(answer) == (422, "invalid")
    assert query.partition("=")[0] in answer.get_json()["fields"]["query"]


def test_an_officer_takes_a_place_and_gives_it_up(officer: Caller, world: World) -> None:
    event = world.event()
    made = officer("POST", f"/events/{event.id}/registrations", json={"order_number": "PO 7"})
    body = made.get_json()
    assert (made.status_code, body["state"], body["order_number"]) == (201, "confirmed", "PO 7")
    assert body["net"] == {"amount": "0.00", "currency": "GBP"}
    again = officer("POST", f"/events/{event.id}/registrations")
    assert told(again)[0] == 403
    gone = officer("DELETE", f"/registrations/{body['id']}")
    assert (gone.status_code, gone.data) == (204, b"")


def test_a_binding_place_is_given_up_by_saying_so_alone(officer: Caller, world: World) -> None:
    yesterday = clock.now() - timedelta(days=1)
    event = world.event(prices=[(PriceFor.MEMBER, "187.00")], binding_from=yesterday)
    made = officer("POST", f"/events/{event.id}/registrations").get_json()
    place = f"/registrations/{made['id']}"
    for query in ("", "?binding=false"):
        assert told(officer("DELETE", f"{place}{query}")) == (403, "binding")
    assert told(officer("DELETE", f"{place}?binding=perhaps")) == (422, "invalid")
    assert officer("DELETE", f"{place}?binding=true").status_code == 204


def test_nobody_gives_up_anothers_place(officer: Caller, visitor: Caller, world: World) -> None:
    other = world.registration(world.person(), world.event())
    assert told(officer("DELETE", f"/registrations/{other.id}")) == (404, "not_found")
    assert told(visitor("DELETE", f"/registrations/{other.id}")) == (401, "not_signed_in")


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b'{"order_number": "\xff"}', "application/json", 400),
        (b"order_number=1", "application/x-www-form-urlencoded", 415),
        (b'{"order_number": 7}', "application/json", 422),
        (b'{"order_number": "a\\u0000"}', "application/json", 422),
        (b'{"order_number": "\\ud800"}', "application/json", 422),
        (b'{"seat": 1}', "application/json", 422),
        (b"[]", "application/json", 422),
        (b"[" * 100_000, "application/json", 400),
    ],
)
def test_a_body_that_cannot_be_used_is_refused(
    officer: Caller, world: World, body: bytes, content_type: str, status: int
) -> None:
    event = world.event()
    answer = officer(
        "POST", f"/events/{event.id}/registrations", data=body, content_type=content_type
    )
    assert told(answer)[0] == status


def test_me_says_who_one_is_and_how_one_stands(officer: Caller, visitor: Caller) -> None:
    body = officer("GET", "/me").get_json()
    assert (body["name"], body["organisation"]["name"]) == ("Ada", "Exshire")
    assert (body["standing"]["kind"], body["is_staff"]) == ("active", False)
    assert told(visitor("GET", "/me")) == (401, "not_signed_in")


def test_me_without_an_organisation(staff: Caller, world: World) -> None:
    world.network()
    body = staff("GET", "/me").get_json()
    assert (body["organisation"], body["standing"]["kind"]) == (None, "none")


def test_organisations_are_for_staff(officer: Caller, staff: Caller, visitor: Caller) -> None:
    (exshire,) = staff("GET", "/organisations?search=exs").get_json()["items"]
    assert (exshire["name"], exshire["standing"]["kind"]) == ("Exshire", "active")
    assert staff("GET", "/organisations?standing=lapsed").get_json()["items"] == []
    assert told(officer("GET", "/organisations")) == (404, "not_found")
    assert told(visitor("GET", "/organisations")) == (401, "not_signed_in")


def test_staff_suspend_reinstate_and_add_a_term(officer: Caller, staff: Caller) -> None:
    (exshire,) = staff("GET", "/organisations").get_json()["items"]
    path = f"/organisations/{exshire['id']}/membership"
    suspended = staff("PATCH", path, json={"suspended": True, "reason": "Unpaid"})
    assert suspended.get_json()["standing"]["kind"] == "suspended"
    assert officer("GET", "/me").get_json()["standing"]["kind"] == "suspended"
    term = {"tier": "Gold", "starts_on": "2190-01-01", "ends_on": "2190-12-31", "grace_days": 9}
    both = staff("PATCH", path, json={"suspended": False, "term": term})
    assert both.get_json()["standing"]["kind"] == "active"
    assert told(staff("PATCH", path, json={"term": term})) == (409, "conflict")
    backwards = {**term, "ends_on": "2189-12-31"}
    assert told(staff("PATCH", path, json={"term": backwards})) == (422, "invalid")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"suspended": True},
        {"suspended": "true", "reason": "x"},
        {"reason": "x"},
        {"suspended": False, "colour": "red"},
        {"term": {"tier": "Gold"}},
    ],
)
def test_a_change_of_the_wrong_shape_is_refused(staff: Caller, world: World, body: object) -> None:
    world.network()
    council = world.organisation()
    answer = staff("PATCH", f"/organisations/{council.id}/membership", json=body)
    assert told(answer) == (422, "invalid")


def test_an_officer_changes_no_membership(officer: Caller, visitor: Caller, world: World) -> None:
    path = f"/organisations/{world.organisation().id}/membership"
    body = {"suspended": True, "reason": "x"}
    assert told(officer("PATCH", path, json=body)) == (404, "not_found")
    assert told(visitor("PATCH", path, json=body)) == (401, "not_signed_in")


def test_cookies_count_for_nothing(client: FlaskClient, world: World, sign_in: object) -> None:
    world.network()
    sign_in(client, world.staff())  # type: ignore[operator]
    assert client.get("/staff/organisations").status_code == 200
    assert client.get("/api/v1/me").status_code == 401


def test_no_token_of_a_form_is_asked_for(app: Exchange, officer: Caller, world: World) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    made = officer("POST", f"/events/{world.event().id}/registrations")
    assert made.status_code == 201
    assert app.test_client().post("/language/da").status_code == 400  # the guard itself is on


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer ", "Basic YTpi", "Bearer \x80"])
def test_a_token_that_is_none_makes_a_visitor(visitor: Caller, header: str) -> None:
    assert told(visitor("GET", "/me", headers={"Authorization": header}))[0] == 401


def test_a_suspended_councils_officer_learns_the_reason(
    officer: Caller, staff: Caller, world: World
) -> None:
    (exshire,) = staff("GET", "/organisations").get_json()["items"]
    change = {"suspended": True, "reason": "Unpaid"}
    staff("PATCH", f"/organisations/{exshire['id']}/membership", json=change)
    answer = officer("POST", f"/events/{world.event().id}/registrations")
    assert answer.status_code == 403
    assert "suspended" in answer.get_json()["message"]


def test_errors_outside_the_api_stay_pages(client: FlaskClient) -> None:
    assert client.get("/nowhere").mimetype == "text/html"
    assert client.get("/api/v1/nowhere").mimetype == "application/json"
    assert client.delete("/api/v1/events").status_code == 405


def test_past_events_are_asked_for(visitor: Caller, world: World) -> None:
    begun = clock.now() - timedelta(days=3)
    world.event("Over", parts=[(begun, begun + timedelta(hours=1))])
    assert visitor("GET", "/events").get_json()["items"] == []
    (event,) = visitor("GET", "/events?past=true").get_json()["items"]
    assert event["title"] == "Over"
