"""Proposing, holding back, rewording, releasing: what is kept, and what each refusal keeps in."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, func, select

from exchange.audit.models import AuditEntry
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.actor import ActorKind
from exchange.core.db import scope_of, session, transaction
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.harvest.models import HarvestLine
from exchange.mail.letter import render
from exchange.outbox.models import OutboxMessage
from exchange.rooms.models import Connection
from exchange.takeaways import actions
from exchange.takeaways.actions import Wording
from exchange.takeaways.enums import State
from exchange.takeaways.errors import LineGone, LineMovedOn
from exchange.takeaways.jobs import release_what_is_due, show_what_was_proposed, write_letter
from exchange.takeaways.lines import Line
from exchange.takeaways.models import Takeaway
from exchange.takeaways.queries import access_for, candidates, proposed_in, waiting_for
from exchange.takeaways.rules import PROPOSED_WITHIN
from exchange.vault.models import DataKey
from exchange.web.application import Exchange
from tests.rooms.conftest import Exchange1
from tests.takeaways.conftest import LINES, Room1

Later = Callable[[timedelta], None]


@pytest.fixture(autouse=True)
def context(app: Exchange, room: Room1) -> Iterator[None]:
    with app.app_context(), scope_of(app.database):
        yield


def released() -> list[str]:
    return list(session().scalars(select(HarvestLine.text).order_by(HarvestLine.text)))


def states(room: Room1) -> list[State]:
    return [line.state for line in proposed_in(room.id)]


def entries(tag: Tag) -> list[AuditEntry]:
    found = select(AuditEntry).where(AuditEntry.tag == tag.value).order_by(AuditEntry.seq)
    return list(session().scalars(found))


def test_what_nobody_holds_back_is_released_when_its_period_has_ended(room: Room1):
    lines = room.propose()
    room.hold_back(lines[1], room.bob)
    release_what_is_due()
    assert released() == []  # the period runs
    room.ripen(*lines)
    release_what_is_due()
    release_what_is_due()
    assert released() == sorted([LINES[0], LINES[2]])
    assert states(room) == [State.RELEASED, State.HELD_BACK, State.RELEASED]
    line = session().scalars(select(HarvestLine).limit(1)).one()
    assert line.event_id == room.exchange.event.id


def test_the_period_is_the_events_and_stays_when_that_is_changed(room: Room1):
    room.world.change(room.exchange.event, takeaway_hours=3)
    (line,) = room.propose(LINES[0])
    assert line.takeaway.releases_at - line.takeaway.shown_at == timedelta(hours=3)
    room.world.change(room.exchange.event, takeaway_hours=100)
    first, second = room.propose(LINES[1])
    assert first.takeaway.releases_at == line.takeaway.releases_at
    assert second.takeaway.releases_at - second.takeaway.shown_at == timedelta(hours=100)


def test_the_rows_hold_no_word_and_nobody(room: Room1):
    room.propose()
    row = session().scalars(select(Takeaway).limit(1)).one()
    assert LINES[0].encode() not in row.sealed
    columns = set(Takeaway.__table__.columns.keys())
    assert not {name for name in columns if "person" in name or name.endswith("_by")}


def test_a_veto_names_nobody_not_in_the_audit_either(room: Room1):
    lines = room.propose()
    room.hold_back(lines[0], room.bob)
    (entry,) = entries(Tag.TAKEAWAY_HELD_BACK)
    assert (entry.actor_kind, entry.actor_id) == (ActorKind.SYSTEM.value, None)
    assert entry.facts == {}
    said = str([(each.facts, each.actor_label) for each in session().scalars(select(AuditEntry))])
    assert not [word for word in LINES if word in said]


@pytest.mark.parametrize("who", ["dora", "priya"])
def test_whoever_was_not_there_learns_of_nothing(room: Room1, who: str):
    stranger = getattr(room, who)
    lines = room.propose()
    for actor in (room.actor(stranger), room.actor(room.world.staff())):
        with pytest.raises(NotFound):
            access_for(actor, room.id)
        with pytest.raises(NotFound):
            candidates(actor, room.id)
        with pytest.raises(NotFound):
            actions.hold_back(actor=actor, room_id=room.id, takeaway_id=lines[0].id, version=1)
        assert waiting_for(actor) == []
    assert states(room) == [State.PROPOSED] * 3


def test_a_line_of_another_room_is_not_there(room: Room1):
    (line,) = room.propose(LINES[0])
    elsewhere = session().scalars(select(Takeaway)).one()
    with pytest.raises(NotFound):
        actions.hold_back(
            actor=room.actor(room.bob), room_id=elsewhere.id, takeaway_id=line.id, version=1
        )


def test_a_facilitator_who_was_not_there_looks_but_holds_nothing_back(room: Room1):
    (line,) = room.propose(LINES[0])
    assert access_for(room.facilitator, room.id)
    with pytest.raises(Refused, match="Only those who were in this room"):
        room.hold_back(line, room.exchange.facilitator)


def test_other_words_begin_the_period_anew_and_leave_the_veto(room: Room1, later: Later):
    lines = room.propose(*LINES[:2])
    later(timedelta(hours=47))
    for line in lines:
        actions.reword(
            actor=room.facilitator,
            room_id=room.id,
            takeaway_id=line.id,
            version=1,
            text=f"In other words {line.text[-3:]}",
        )
    with pytest.raises(LineMovedOn):
        room.hold_back(lines[0], room.bob)  # of the words that he no longer sees
    first, second = proposed_in(room.id)
    assert (first.text, first.before) == ("In other words rly", LINES[0])
    later(timedelta(hours=49))
    release_what_is_due()
    assert released() == []
    actions.hold_back(actor=room.actor(room.bob), room_id=room.id, takeaway_id=first.id, version=2)
    later(timedelta(hours=96))
    release_what_is_due()
    assert released() == [second.text]  # and the old words of neither


def test_only_facilitators_reword_and_only_what_is_proposed(room: Room1):
    (line,) = room.propose(LINES[0])
    given = {"room_id": room.id, "takeaway_id": line.id, "version": 1, "text": "Other"}
    with pytest.raises(Refused, match="Facilitators do that"):
        actions.reword(actor=room.actor(room.anna), **given)
    room.hold_back(line, room.carl)
    with pytest.raises(Refused, match="held back"):
        actions.reword(actor=room.facilitator, **given)
    with pytest.raises(Refused, match="held back"):
        room.hold_back(line, room.bob)


def test_what_the_notes_do_not_say_cannot_be_proposed(room: Room1):
    unknown = [Wording(Line("Never written").key)]
    with pytest.raises(LineGone):
        actions.propose(actor=room.actor(room.anna), room_id=room.id, wordings=unknown)
    room.propose(LINES[0])
    with pytest.raises(LineGone):
        room.propose(LINES[0], by=room.bob)  # a moment later
    assert [line.text for line in candidates(room.actor(room.bob), room.id)] == list(LINES[1:])


def test_lines_are_proposed_until_a_week_after_the_part(room: Room1, later: Later):
    later(PROPOSED_WITHIN + timedelta(hours=4))
    with pytest.raises(Refused, match="could be proposed until"):
        room.propose()


def test_a_room_older_than_this_kind_is_given_its_key_once_and_never_again(room: Room1):
    with transaction():
        session().execute(delete(DataKey).where(DataKey.kind == "takeaways"))
    room.propose(LINES[0])
    room.propose(LINES[1])
    count = select(func.count()).select_from(DataKey).where(DataKey.kind == "takeaways")
    assert session().scalar(count) == 1


def test_nothing_leaves_where_nobody_is_left_who_could_hold_it_back(room: Room1):
    lines = room.propose()
    room.ripen(*lines)
    with transaction():
        session().execute(delete(Connection))
    release_what_is_due()
    assert released() == []


def letters() -> list[dict[str, Any]]:
    found = select(OutboxMessage.payload).where(OutboxMessage.kind == "mail")
    return [
        payload
        for payload in session().scalars(found)
        if payload["template"] == "takeaways_proposed"
    ]


def test_those_who_were_there_are_written_to_once_and_without_a_word(room: Room1, later: Later):
    room.propose(LINES[0])
    show_what_was_proposed()
    assert not entries(Tag.TAKEAWAYS_SHOWN)  # a room proposes for a while
    room.propose(LINES[1], by=room.bob)
    later(timedelta(minutes=11))
    show_what_was_proposed()
    show_what_was_proposed()
    asked = select(OutboxMessage.payload).where(OutboxMessage.kind == actions.LETTER)
    for payload in session().scalars(asked).all():
        write_letter(payload)
    there = sorted(person.email for person in (room.anna, room.bob, room.carl))
    assert sorted(each["to"] for each in letters()) == there
    told = render(letters()[0])
    assert room.path in told.text
    assert not [word for word in LINES if word in told.text + told.subject]
    assert entries(Tag.TAKEAWAYS_SHOWN)[0].facts == {"lines": 2, "people": 3}


def test_nobody_is_written_to_when_nothing_waits_any_more(room: Room1, later: Later):
    (line,) = room.propose(LINES[0])
    later(timedelta(minutes=11))
    show_what_was_proposed()
    room.hold_back(line, room.bob)
    asked = select(OutboxMessage.payload).where(OutboxMessage.kind == actions.LETTER)
    for payload in session().scalars(asked).all():
        write_letter(payload)
    assert letters() == []


def test_my_rooms_are_listed_while_something_waits(room: Room1):
    assert waiting_for(room.actor(room.carl)) == []
    lines = room.propose()
    (waits,) = waiting_for(room.actor(room.carl))
    assert (waits.room.id, waits.lines) == (room.id, 3)
    assert waits.until == lines[0].takeaway.releases_at
    assert clock.now() < waits.until
    for line in lines:
        room.hold_back(line, room.bob)
    assert waiting_for(room.actor(room.carl)) == []


def test_what_two_propose_at_one_moment_is_proposed_once(room: Room1):
    told = {"room_id": room.id, "texts": [LINES[0]]}
    actions._propose(actor=room.actor(room.anna), **told)  # both had read the same candidates
    with pytest.raises(LineGone):
        actions._propose(actor=room.actor(room.bob), **told)
    assert [line.text for line in proposed_in(room.id)] == [LINES[0]]


def test_a_line_is_reached_through_its_own_room_alone(room: Room1):
    (line,) = room.propose(LINES[0])
    other = Room1(Exchange1(room.world, network=False).opened())
    with pytest.raises(NotFound):
        actions.hold_back(
            actor=other.actor(other.bob), room_id=other.id, takeaway_id=line.id, version=1
        )
    assert states(room) == [State.PROPOSED]
