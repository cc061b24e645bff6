"""The demonstration: there after one run, the same after two, and live from its start."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from exchange.accounts.actions import deactivate_person
from exchange.accounts.queries import person_by_email
from exchange.cases.queries import standing_cases
from exchange.commitments.queries import commitments_of, people_to_remind
from exchange.core import clock
from exchange.core.actor import Actor, ActorKind
from exchange.core.datafile import read_data
from exchange.core.db import scope_of, session
from exchange.events.models import Event
from exchange.events.queries import find_event, is_facilitator
from exchange.feedback.queries import contacts_of, quotations_of
from exchange.harvest.queries import lines_of, lines_to_publish
from exchange.registration.models import Registration
from exchange.registration.queries import places
from exchange.rooms.queries import arrangements, dilemmas, methods, steps_of
from exchange.seed import FOLDER, FURTHER, NOTES, SEED, _read, moved_ahead, seed, seed_command
from exchange.settings import Mode
from exchange.takeaways.queries import waiting_for
from exchange.web.application import Exchange


def count(model: type[Event] | type[Registration]) -> int:
    return session().scalar(select(func.count()).select_from(model)) or 0


def test_what_is_said_of_each_person_can_be_translated() -> None:
    people = read_data(FOLDER / "people.yaml")["people"]
    assert tuple(given["note"] for given in people if "note" in given) == NOTES


def actor(email: str) -> Actor:
    person = person_by_email(email)
    assert person is not None
    return Actor(ActorKind.PERSON, person_id=person.id, name=person.name)


def test_what_people_took_along_from_a_session_is_there_once(app: Exchange) -> None:
    morgan, tom = "morgan.hale@northmere.example", "tom.adeyemi@highmoor.example"
    with scope_of(app.database):
        seed()
    with scope_of(app.database), time_machine.travel(clock.now() + timedelta(hours=9), tick=True):
        seed()
        (waiting,) = waiting_for(actor(morgan))
        assert (waiting.event.slug, waiting.lines) == ("what-we-stopped-doing", 3)
        assert waiting.event.parts[0].ends_at < clock.now()
        assert [each.card.name for each in contacts_of(actor(tom))] == ["Morgan Hale"]
        assert len(commitments_of(actor(morgan))) == 2
        assert actor(morgan).person in people_to_remind(clock.now())
        assert len(quotations_of(actor(tom))) == 1


def test_a_session_of_people_who_do_not_belong_is_not_held(
    app: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    with scope_of(app.database):
        with monkeypatch.context() as patch:
            patch.setattr("exchange.seed.hold_session", lambda *_: None)
            seed()
        person = person_by_email("tom.adeyemi@highmoor.example")
        assert person is not None
        deactivate_person(actor=SEED, person_id=person.id)
        seed()
        assert waiting_for(actor("morgan.hale@northmere.example")) == []


def test_two_runs_make_one_world_with_a_live_exchange_and_a_full_one(app: Exchange) -> None:
    with scope_of(app.database):
        seed()
        first = (count(Event), count(Registration))
        part = find_event("try-the-room").parts[0].id  # type: ignore[union-attr]
    with scope_of(app.database), time_machine.travel(clock.now() + timedelta(hours=9), tick=True):
        seed()
        assert (count(Event), count(Registration)) == first
        live, full = find_event("try-the-room"), find_event("a-small-circle-the-first-hundred-days")
        assert live is not None
        assert full is not None
        assert live.parts[0].id == part
        assert live.parts[0].starts_at < clock.now() < live.parts[0].ends_at
        assert (places(full.id).taken, places(full.id).waiting) == (8, 2)
        facilitator = person_by_email("rowan.ashdown@network.example")
        assert facilitator is not None
        assert facilitator.demonstration_note
        assert is_facilitator(facilitator.id, live.id)
        assert [step.title for step in steps_of(part)][0::4] == ["Arriving", "Harvest"]
        circle = steps_of(full.parts[0].id)
        assert [step.seating for step in circle if step.rooms or step.per_room] == [
            "mixed",
            "mixed",
            "by_case",
        ]
        assert len(standing_cases(full.id)) == 2
        assert [each.kind for each in arrangements(full.id)] == ["apart", "together"]
        past = find_event("the-decision-nobody-took")
        assert past is not None
        assert past.parts[-1].ends_at < clock.now() - timedelta(days=20)
        assert lines_to_publish(past.id) == len(lines_of(past.id)) == 8
        assert len(methods()) == 10
        assert len(dilemmas()) == 7


@pytest.mark.parametrize(
    "name", ["apse.yaml", "komponent.yaml", "new-local-government-network.yaml"]
)
@pytest.mark.parametrize("year", [2024, 2026, 2031])
def test_a_moved_file_lies_ahead_on_the_same_weekdays_and_hours(name: str, year: int) -> None:
    now, file = datetime(year, 7, 3, 15, 20, tzinfo=UTC), _read(name)
    moved = moved_ahead(file, now, FURTHER)
    for before, after in zip(file.events, moved.events, strict=True):
        opens, closes = after.content.opens, after.content.closes
        assert opens is not None
        assert closes is not None
        assert opens < now.replace(tzinfo=None) < closes
        for old, new in zip(before.content.parts, after.content.parts, strict=True):
            assert (old.starts.weekday(), old.starts.time()) == (
                new.starts.weekday(),
                new.starts.time(),
            )
            assert new.starts > now.replace(tzinfo=None) + timedelta(days=20)


def test_nothing_invented_enters_a_production_installation(app: Exchange) -> None:
    app.settings = replace(app.settings, mode=Mode.PRODUCTION)
    with app.app_context():
        result = app.test_cli_runner().invoke(seed_command)
    assert result.exit_code == 1
    assert "EXCHANGE_MODE=demonstration" in result.output
    with scope_of(app.database):
        assert count(Event) == 0
