"""A rehearsal: what it shows is what the day will do, and it leaves nothing behind."""

from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from exchange.audit.models import AuditEntry
from exchange.core.db import scope_of, session
from exchange.rooms import actions
from exchange.rooms.actions import opening
from exchange.rooms.enums import Seating, StepKind
from exchange.rooms.messages import StepContent
from exchange.rooms.models import LivePart, Room, Seat
from exchange.rooms.polls import Verb
from exchange.rooms.queries import company_of, content_of, steps_of
from exchange.rooms.rehearsal import Company, RehearsedStep, Scene, rehearse
from exchange.rooms.runsheet import Does
from exchange.rooms.views.rehearsal import invented, letters
from tests.rooms.conftest import Exchange1, Inside
from tests.rooms.sheets import breakout, plenary

STARTS = datetime(2026, 11, 24, 9, tzinfo=UTC)
PAIRS = breakout("Pairs", rooms=None, per_room=2)
FOURS = breakout("Fours", Seating.PAIRS_INTO_FOURS, rooms=None)
KEPT = breakout("Kept", Seating.KEPT, rooms=None)
MIXED = breakout("Mixed", Seating.MIXED, rooms=None, per_room=4)
BY_HAND = breakout("By hand", Seating.BY_HAND, rooms=3)


def numbered(*steps: StepContent) -> list[RehearsedStep]:
    return [RehearsedStep(**asdict(step), id=uuid4()) for step in steps]


def scenes(*steps: StepContent, people: int = 16, each: int = 2, minutes: int = 600) -> list[Scene]:
    company = Company(invented(people, each))
    ends = STARTS + timedelta(minutes=minutes)
    return list(rehearse(numbered(*steps), company, STARTS, ends, Random(5)))


def said(scene: Scene) -> str:
    return " ".join(map(str, scene.warnings))


def test_everybody_is_in_a_room_or_in_the_plenary():
    for scene in scenes(plenary("Welcome"), PAIRS, FOURS, plenary("All"), MIXED, BY_HAND):
        here = [who for table in scene.tables for who in table] + list(scene.waiting)
        assert sorted(here) == [UUID(int=n) for n in range(1, 17)]
        assert bool(scene.tables) == (scene.step.kind == StepKind.BREAKOUT)


def test_rooms_that_close_take_a_minute_that_the_sheet_does_not_count():
    pairs, kept, fours, after = scenes(PAIRS, KEPT, FOURS, plenary("All"))
    assert [each.does for each in (pairs, kept, fours, after)] == [
        Does.BEGIN,
        Does.BEGIN_HERE,
        Does.CLOSE_FIRST,
        Does.CLOSE_FIRST,
    ]
    assert kept.tables == pairs.tables
    assert kept.begins == pairs.ends
    assert fours.begins == kept.ends + timedelta(minutes=1)
    assert all(set(map(str, table)) for table in fours.tables)
    assert len(fours.tables) == len(pairs.tables) / 2


def test_each_room_by_case_has_one_presenter_who_stays_as_long_as_the_room():
    clinic = breakout("Clinic", Seating.BY_CASE, rooms=None, per_room=5)
    told, kept, after, mixed = scenes(clinic, KEPT, plenary("All"), MIXED)
    for scene in (told, kept):
        presenting = [sum(who in scene.presenters for who in table) for table in scene.tables]
        assert presenting == [1] * 3
    assert kept.presenters == told.presenters
    assert not after.presenters | mixed.presenters


def test_a_poll_goes_through_a_dilemma_as_it_will_on_the_day():
    votes = StepContent(StepKind.DILEMMA.value, "Vote", 1, votes=True)
    played = scenes(votes, plenary("Talk"), votes, plenary("Close"))
    assert [scene.polls for scene in played] == [
        (Verb.OPEN,),
        (Verb.REVEAL,),
        (Verb.VOTE_AGAIN,),
        (Verb.REVEAL,),
    ]


@pytest.mark.parametrize(
    ("steps", "people", "warns"),
    [
        ((plenary("Long", 61),), 4, "This step lasts 1 min beyond the end of the part."),
        ((PAIRS, plenary("Talk", 50)), 4, "lasts 1 min beyond"),  # by the minute of closing rooms
        ((BY_HAND,), 7, "7 people have no room yet"),
        ((breakout("Rooms", rooms=5),), 3, "Rooms in which nobody sits: 2."),
        ((breakout("Rooms", rooms=3),), 5, "Rooms with one person alone: 1."),
        ((breakout("Rooms", rooms=1),), 13, "Rooms with more than twelve people: 1."),
        ((breakout("Own", Seating.SELF_CHOSEN, rooms=3, per_room=4),), 15, "3 people cannot be"),
        ((KEPT,), 8, "No round comes before"),
        ((plenary("Rest"), FOURS), 8, "No round comes before"),
        ((StepContent("external_call", "Call", 5),), 4, "The link of the call is missing."),
        ((StepContent("poll", "Ask", 5),), 4, "Nobody can vote in this step."),
    ],
)
def test_what_goes_wrong_is_said_at_its_step(
    steps: tuple[StepContent, ...], people: int, warns: str
):
    *before, last = scenes(*steps, people=people, minutes=60)
    assert warns in said(last)
    assert not any(scene.warnings for scene in before)


def test_nothing_is_said_of_a_sheet_that_is_well():
    assert not any(scene.warnings for scene in scenes(plenary("Hello"), PAIRS, MIXED, KEPT))


def test_a_rehearsal_does_what_the_day_does(
    exchange: Exchange1, inside: Inside, monkeypatch: pytest.MonkeyPatch
):
    """The same people, the same sheet, the same chance: the same rooms, step by step."""
    councils = [exchange.world.organisation() for _ in range(4)]
    people = [exchange.person(f"Officer {n:02}", councils[n % 4]) for n in range(13)]
    inside.enter(*people)
    sheet = (
        PAIRS,
        KEPT,
        FOURS,
        plenary("All"),
        MIXED,
        MIXED,
        breakout("Hosts", Seating.HOST_STAYS),
    )
    for content in sheet:
        inside.run(actions.add_step, content=content)
    steps = steps_of(exchange.part_id)
    guests = opening.guests_in(inside.picture())
    part = inside.picture().part
    acted = [RehearsedStep(**asdict(content_of(step)), id=step.id) for step in steps]
    company = company_of(guests, part)
    rehearsed = list(rehearse(acted, company, part.starts_at, part.ends_at, Random(9)))
    monkeypatch.setattr(opening, "CHANCE", Random(9))
    for step, scene in zip(steps, rehearsed, strict=True):
        live = inside.picture().live
        assert live is not None
        inside.run(actions.go_to_step, step_id=step.id, seen=live.version)
        if scene.does is Does.CLOSE_FIRST:
            assert inside.picture().live.next_step_id == step.id  # type: ignore[union-attr]
            inside.run(actions.close_round, seconds=0)
        picture = inside.picture()
        sat = [{each.id for each in picture.in_room(room.id)} for room in picture.breakouts]
        assert sat == [set(table) for table in scene.tables], step.title


@pytest.fixture
def sheet(exchange: Exchange1) -> str:
    staff = exchange.world.actor(exchange.world.staff())
    with scope_of(exchange.world.database):
        for step in (plenary("Welcome", prompt="Say hello."), PAIRS, BY_HAND):
            actions.add_step(actor=staff, part_id=exchange.part_id, content=step)
    return f"/live/{exchange.part_id.hex}/sheet/rehearsal"


@pytest.fixture
def fay(exchange: Exchange1, client: FlaskClient, sign_in: Any) -> FlaskClient:
    browser: FlaskClient = sign_in(client, exchange.facilitator)
    return browser


def kept(exchange: Exchange1) -> list[Any]:
    with scope_of(exchange.world.database):
        counts = [select(func.count()).select_from(m) for m in (AuditEntry, Room, Seat)]
        version = select(LivePart.version, LivePart.step_id)
        return [session().scalar(each) for each in counts] + list(session().execute(version))


def test_a_facilitator_walks_through_the_sheet_and_nothing_stays(
    exchange: Exchange1, fay: FlaskClient, sheet: str
):
    before = kept(exchange)
    invented = f"{sheet}?who=invented&people=6&each=2"
    first = fay.get(invented).text
    assert "Step 1 of 3" in first
    assert "Say hello." in first
    assert "1 step has a warning:" in first
    pairs = fay.get(f"{invented}&step=2").text
    assert "Room 3" in pairs
    assert "Participant 1, council A" in pairs
    assert "nobody shares a room with a colleague" in pairs
    ended = fay.get(f"{invented}&step=2&end=1").text
    assert "Nothing is cut off" in ended
    assert "Next: By hand." in ended
    last = fay.get(f"{invented}&step=99").text
    assert "6 people have no room yet" in last
    assert "Begin again" in last
    assert kept(exchange) == before


def test_those_who_have_a_place_are_rehearsed_without_their_names(
    exchange: Exchange1, fay: FlaskClient, sheet: str
):
    exchange.person("Anna Unmistakable")
    page = fay.get(f"{sheet}?step=2").text
    assert "Participant 1, council A" in page
    assert "Participant 2" not in page
    assert "Unmistakable" not in page


def test_without_people_or_steps_the_page_says_what_to_do(exchange: Exchange1, fay: FlaskClient):
    sheet = f"/live/{exchange.part_id.hex}/sheet/rehearsal"
    assert "A rehearsal needs a run sheet" in fay.get(sheet).text
    nobody = fay.get(f"{sheet}?who=registered&people=4&each=2").text
    assert "Nobody has a place yet" in nobody


@pytest.mark.parametrize(
    "asked",
    ["people=0&each=1&who=invented", "people=301&each=1", "people=x", "people=4&who=ghosts"],
)
def test_nonsense_is_named(fay: FlaskClient, sheet: str, asked: str):
    page = fay.get(f"{sheet}?{asked}&step=-1&deal=x")
    assert page.status_code == 200
    assert "There is a problem" in page.text
    assert "Step 1 of" not in page.text


def test_an_officer_finds_no_rehearsal(
    exchange: Exchange1, client: FlaskClient, sign_in: Any, sheet: str
):
    assert sign_in(client, exchange.person("Anna")).get(sheet).status_code == 404


def test_councils_have_letters_however_many_there_are():
    assert [letters(n) for n in (0, 25, 26, 27, 701, 702)] == ["A", "Z", "AA", "AB", "ZZ", "AAA"]
