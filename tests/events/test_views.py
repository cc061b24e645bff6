"""Pages for everybody: what they show, to whom, and what never appears."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event as sql_event

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.engine import Database
from exchange.events import models
from exchange.events.enums import PriceFor
from tests.support.world import World

SignIn = Callable[[FlaskClient, Person], FlaskClient]
LINK = "https://meet.secret.test/room"
PAPER = "https://papers.secret.test/reading.pdf"


@contextmanager
def counting(database: Database) -> Iterator[list[str]]:
    said: list[str] = []

    def note(*given: object) -> None:
        said.append(str(given[2]))

    sql_event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        sql_event.remove(database.engine, "before_cursor_execute", note)


def test_the_start_page_works_before_there_is_a_network(client: FlaskClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert "Nothing is announced just now" in page.text


def test_the_start_page_shows_what_is_live_first(client: FlaskClient, world: World) -> None:
    world.network()
    world.event("Tomorrow")
    world.live_event("Happening")
    page = client.get("/").text
    assert page.index("Live now") < page.index("Happening") < page.index("Tomorrow")


def test_the_list_parts_the_past_from_what_is_to_come(client: FlaskClient, world: World) -> None:
    now = clock.now()
    world.event("Ahead")
    world.event("Over", parts=[(now - timedelta(days=2), now - timedelta(days=1))])
    assert "Ahead" in client.get("/events").text
    assert "Over" not in client.get("/events").text
    past = client.get("/events?when=past").text
    assert "Over" in past
    assert "Ahead" not in past


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=course", {"Course"}),
        ("delivery=in_person", {"Course"}),
        ("text=bin+collect", {"Exchange"}),
        ("text=%25", set()),
        ("open=me", {"Course"}),
        ("kind=nonsense&page=x", {"Course", "Exchange"}),
        ("page=99999999999999999999", {"Course", "Exchange"}),
    ],
)
def test_the_list_is_filtered_and_nonsense_is_left_out(
    client: FlaskClient, world: World, query: str, shown: set[str]
) -> None:
    world.event("Zebra course", kind="course", delivery="in_person", audience="open")
    world.event("Zebra exchange", summary="Bin collections.")
    page = client.get(f"/events?{query}")
    assert page.status_code == 200
    for kind in ("Course", "Exchange"):
        assert (f"Zebra {kind.lower()}" in page.text) == (kind in shown)


@pytest.mark.parametrize(
    ("standing", "sees"), [("active", True), ("grace", True), ("lapsed", False)]
)
def test_open_to_me_follows_the_standing_of_ones_organisation(
    client: FlaskClient, world: World, sign_in: SignIn, standing: str, sees: bool
) -> None:
    world.network()
    world.event("For members")
    officer = world.person(organisation=world.organisation(standing=standing))
    page = sign_in(client, officer).get("/events?open=me").text
    assert ("For members" in page) is sees


def test_a_list_of_three_costs_no_more_statements_than_a_list_of_one(
    client: FlaskClient, world: World
) -> None:
    world.network()
    world.event()
    client.get("/events")
    with counting(world.database) as one:
        client.get("/events")
    world.event()
    world.event()
    with counting(world.database) as three:
        client.get("/events")
    assert len(three) == len(one), three
    assert len(one) <= 12, one


@pytest.mark.parametrize("path", ["/events/no-such", "/events/%00", "/events/" + "x" * 300])
def test_an_event_that_is_not_there_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_draft_looks_absent_to_everybody_but_staff_and_its_facilitators(
    client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    world.network()
    draft = world.event("Not yet", state="draft")
    facilitator = world.person()
    world.facilitator(facilitator, draft)
    assert client.get(f"/events/{draft.slug}").status_code == 404
    assert sign_in(client, world.person()).get(f"/events/{draft.slug}").status_code == 404
    for person in (facilitator, world.staff()):
        assert sign_in(client, person).get(f"/events/{draft.slug}").status_code == 200


def secret_event(world: World) -> str:
    event = world.event(
        "A call", delivery="external_call", call_provider="Teams", call_link=LINK, audience="open"
    )
    for position, seen_by in enumerate(("everyone", "admitted")):
        world.add(
            models.Material(
                event_id=event.id,
                position=position,
                title=f"For {seen_by}",
                url=PAPER if seen_by == "admitted" else "https://papers.open.test/",
                seen_by=seen_by,
            )
        )
    return event.slug


def test_links_for_admitted_people_reach_nobody_else(
    client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    world.network()
    slug = secret_event(world)
    officer = world.person(organisation=world.organisation())
    answers = [client.get(path) for path in (f"/events/{slug}", "/events", "/", "/api/v1/events")]
    sign_in(client, officer)
    answers += [client.get(path) for path in (f"/events/{slug}", "/events", "/")]
    sign_in(client, world.staff())
    answers += [client.get(f"/events/{slug}"), client.get(f"/staff/events/{slug}")]
    for answer in answers:
        assert LINK not in answer.text
        assert PAPER not in answer.text
    assert "For everyone" in answers[0].text


def test_prices_stand_with_their_vat(client: FlaskClient, world: World) -> None:
    event = world.event(
        prices=[(PriceFor.MEMBER, "187.00"), (PriceFor.NON_MEMBER, "304.00")], audience="open"
    )
    page = client.get(f"/events/{event.slug}").text
    for amount in ("£187.00", "£224.40", "£304.00", "£364.80"):
        assert amount in page


def test_words_written_for_a_demonstration_say_so_and_name_no_organisation(
    client: FlaskClient, world: World
) -> None:
    event = world.event()
    said = {"role": "Director", "organisation": "Real Council", "demonstration": True}
    world.add(models.Testimonial(event_id=event.id, position=0, quote="It helped.", **said))
    for path in ("/", f"/events/{event.slug}"):
        page = client.get(path).text
        assert "Demonstration text" in page
        assert "Real Council" not in page


def test_what_staff_wrote_is_shown_as_text_and_in_its_own_language(
    client: FlaskClient, world: World
) -> None:
    event = world.event(
        "Kursus",
        language="da",
        rationale="<script>alert(1)</script> [x](javascript:alert(1))",
    )
    page = client.get(f"/events/{event.slug}").text
    assert "<script>alert(1)" not in page
    assert 'href="javascript:' not in page
    assert '<h1 class="ex-event-head__title" lang="da">Kursus</h1>' in page
