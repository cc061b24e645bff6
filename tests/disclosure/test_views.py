"""Breaking the glass, on the pages by which it is done."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from exchange.accounts.models import Person
from exchange.audit.models import AuditEntry
from exchange.core import clock
from exchange.core.db import scope_of, session, transaction
from exchange.disclosure.jobs import announce, write_letter
from exchange.disclosure.models import Disclosure
from exchange.mail.letter import render
from exchange.notes.models import NotesDocument
from exchange.outbox.models import OutboxMessage
from exchange.rooms.messages import PollContent
from exchange.rooms.models import Message, Poll, Room
from exchange.rooms.queries import place_of_poll
from exchange.takeaways.models import Takeaway
from exchange.takeaways.queries import sealed
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place
from exchange.web.application import Exchange
from tests.retention.conftest import WORDS, Past
from tests.support.world import World

SignIn = Callable[[FlaskClient, Person], FlaskClient]


class Glass:
    """An exchange that is over, with other words in each room, and three people of the staff."""

    def __init__(self, app: Exchange, world: World, sign_in: SignIn) -> None:
        world.network()
        self.app, self.world, self.past = app, world, Past(world, 10)
        self.first, self.second, self.third = (
            sign_in(app.test_client(), world.staff(name)) for name in ("First", "Second", "Third")
        )
        self.officer = sign_in(app.test_client(), self.past.person)
        with scope_of(app.database), transaction():
            for number, room_id in enumerate(self.past.rooms):
                self._word(room_id, f"{WORDS} in room {number}")

    def _word(self, room_id: object, words: str) -> None:
        message = session().scalars(select(Message).where(Message.room_id == room_id)).one()
        place = Place("message", message.room_id, 1, Content.CHAT)
        message.sealed = vault().seal(words.encode(), place)
        poll = session().scalars(select(Poll).where(Poll.sealed_in == room_id)).one()
        line = session().scalars(select(Takeaway).where(Takeaway.room_id == room_id)).one()
        line.sealed = sealed(line, f"{words}, proposed")
        poll.sealed = vault().seal(PollContent(words, ("a", "b")).packed(), place_of_poll(poll))

    def ask(self, **given: str) -> TestResponse:
        form = {
            "room": self.past.rooms[1].hex,
            "ground": "court_order",
            "reference": "2026/7",
            "hours": "8",
            "delay": "",
        }
        address = f"/staff/events/{self.past.event.slug}/disclosures/new"
        return self.first.post(address, data={**form, **given})

    def asked(self, **given: str) -> str:
        answer = self.ask(**given)
        assert answer.status_code == 303, answer.text
        return answer.headers["Location"]

    def opened(self, **given: str) -> str:
        address = self.asked(**given)
        answer = self.second.post(f"{address}/decide", data={"decision": "agree"})
        assert answer.status_code == 303
        return address

    def tags(self) -> list[str]:
        with scope_of(self.app.database):
            statement = select(AuditEntry.tag).where(AuditEntry.tag.startswith("disclosure."))
            return list(session().scalars(statement.order_by(AuditEntry.seq)))

    def letters(self) -> dict[str, str]:
        """What those concerned are written, by address."""
        with self.app.app_context(), scope_of(self.app.database):
            kinds = OutboxMessage.kind
            waiting = session().scalars(select(OutboxMessage).where(kinds == "disclosure_letter"))
            for message in list(waiting):
                write_letter(message.payload)
            mail = session().scalars(select(OutboxMessage).where(kinds == "mail")).all()
            return {letter.to: letter.text for letter in (render(each.payload) for each in mail)}


@pytest.fixture
def glass(app: Exchange, world: World, sign_in: SignIn) -> Glass:
    # The rows of notes are no documents here: what reads them has tests of its own.
    glass = Glass(app, world, sign_in)
    with scope_of(app.database), transaction():
        for document in session().scalars(select(NotesDocument)):
            document.last = 0
    return glass


def test_two_of_the_staff_open_one_room_and_no_other(glass: Glass):
    address = glass.opened()
    for client in (glass.first, glass.second):
        answer = client.post(f"{address}/read")
        assert f"{WORDS} in room 1" in answer.text
        assert f"{WORDS} in room 1, proposed" in answer.text
        assert "in room 0" not in answer.text
        assert "in room 2" not in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        title = answer.text.split("<title>")[1].split("</title>")[0]
        assert "leader" not in title
    assert glass.tags() == [
        "disclosure.asked",
        "disclosure.agreed",
        "disclosure.announced",
        "disclosure.read",
        "disclosure.read",
    ]


def test_nobody_reads_before_a_second_person_has_agreed(glass: Glass):
    address = glass.asked()
    assert glass.first.post(f"{address}/decide", data={"decision": "agree"}).status_code == 403
    assert glass.first.post(f"{address}/read").status_code == 403
    assert glass.tags() == ["disclosure.asked"]


def test_neither_a_third_of_the_staff_nor_an_officer_reads(glass: Glass):
    address = glass.opened()
    assert glass.third.post(f"{address}/read").status_code == 403
    for path in (address, "/staff/disclosures"):
        assert glass.officer.get(path).status_code == 404
    assert glass.officer.post(f"{address}/read").status_code == 404
    assert "disclosure.read" not in glass.tags()


def test_a_refused_request_opens_nothing(glass: Glass):
    address = glass.asked()
    assert glass.second.post(f"{address}/decide", data={"decision": "refuse"}).status_code == 303
    assert glass.second.post(f"{address}/decide", data={"decision": "agree"}).status_code == 403
    assert glass.first.post(f"{address}/read").status_code == 403
    assert glass.letters() == {}


def test_a_window_closes_by_the_clock_and_by_hand(glass: Glass):
    first, second = glass.opened(), glass.opened(reference="2026/8")
    assert glass.third.post(f"{first}/end").status_code == 303
    assert glass.first.post(f"{first}/read").status_code == 403
    with scope_of(glass.app.database), transaction():
        for disclosure in session().scalars(select(Disclosure)):
            disclosure.opens_until = clock.now()
    assert glass.first.post(f"{second}/read").status_code == 403


def test_those_who_were_there_are_told_at_once_without_a_word_of_the_room(glass: Glass):
    facilitator = glass.world.person("Fay")
    glass.world.facilitator(facilitator, glass.past.event)
    stranger = glass.world.person("Elsewhere")
    glass.opened()  # in which Anna had a seat
    letters = glass.letters()
    assert set(letters) == {glass.past.person.email, facilitator.email}
    assert stranger.email not in letters
    assert "An order of a court" in letters[facilitator.email]
    assert all("leader" not in text and "Room of" not in text for text in letters.values())
    page = glass.officer.get(f"/events/{glass.past.event.slug}/confidentiality").text
    assert "Those concerned were told of it on these days:" in page


def test_with_a_ground_for_delay_they_are_told_when_it_is_over(glass: Glass):
    address = glass.opened(delay="investigation")
    with glass.app.app_context(), scope_of(glass.app.database):
        announce()
    assert glass.letters() == {}
    assert "investigation" in glass.third.get(address).text
    glass.first.post(f"{address}/end")
    for _ in range(2):  # once, however often it is looked at
        with glass.app.app_context(), scope_of(glass.app.database):
            announce()
    assert glass.tags().count("disclosure.announced") == 1
    assert "only now" in glass.letters()[glass.past.person.email]


def test_a_request_is_never_taken_from_the_list(glass: Glass):
    address = glass.opened()
    glass.first.post(f"{address}/end")
    assert "2026/7" in glass.third.get("/staff/disclosures").text
    assert "Over" in glass.third.get("/staff/disclosures").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"hours": "73"},
        {"hours": "0"},
        {"hours": "soon"},
        {"ground": "curiosity"},
        {"reference": "no number"},
        {"delay": "because"},
        {"room": "no room"},
    ],
)
def test_a_request_that_makes_no_sense_is_refused_on_its_form(glass: Glass, wrong: dict[str, str]):
    answer = glass.ask(**wrong)
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert glass.tags() == []


def test_a_request_names_a_room_of_its_own_event(glass: Glass):
    other = Past(glass.world, 10)
    address = f"/staff/events/{glass.past.event.slug}/disclosures/new"
    form = {"room": other.rooms[0].hex, "ground": "court_order", "reference": "7", "hours": "8"}
    assert "There is a problem" in glass.first.post(address, data=form).text


def test_requests_lapse_when_nobody_agrees_in_a_week(glass: Glass):
    address = glass.asked()
    with scope_of(glass.app.database), transaction():
        asked = session().scalars(select(Disclosure)).one()
        asked.asked_at = clock.now() - timedelta(days=7)
    assert "Lapsed" in glass.second.get(address).text
    assert glass.second.post(f"{address}/decide", data={"decision": "agree"}).status_code == 403


def test_no_page_of_the_staff_shows_a_word_of_a_room(glass: Glass):
    """Every page without further arguments than an event, a part and its things, asked by staff."""
    with scope_of(glass.app.database):
        rooms = session().scalars(select(Room)).all()
    part, slug = glass.past.part_id.hex, glass.past.event.slug
    address, found = glass.opened(), []
    ids = {"part_id": part, "slug": slug, "room_id": rooms[1].id.hex}
    ids["disclosure_id"] = address.rsplit("/", 1)[1]
    ids["person_id"] = str(glass.past.person.id)
    asked = 0
    for rule in glass.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.rule.startswith("/static/"):
            continue
        if rule.arguments <= set(ids):
            built = rule.build({name: ids[name] for name in rule.arguments})
            assert built is not None
            text = glass.third.get(built[1]).text
            asked += 1
            if "leader" in text or "Room of" in text:
                found.append(rule.rule)
    assert asked > 30
    assert found == []
