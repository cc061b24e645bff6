"""Who looks, proposes, holds back and rewords: the whole matrix."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from exchange.core.decision import Decision
from exchange.membership.enums import Standing
from exchange.membership.standing import StandingOn
from exchange.registration.enums import RegistrationState
from exchange.rooms.enums import BanReason
from exchange.rooms.rules import EntryFacts, RoomFacts
from exchange.takeaways.enums import State
from exchange.takeaways.rules import (
    MOST,
    LineFacts,
    may_hold_back,
    may_look,
    may_propose,
    may_release,
    may_reword,
    state_of,
)

NOW = datetime(2027, 2, 11, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
ENTRY = EntryFacts(
    at=NOW,
    account_active=True,
    event_published=True,
    held_in_rooms=True,
    banned=None,
    removed=False,
    facilitates=False,
    registration=RegistrationState.CONFIRMED,
    members_only=True,
    standing=StandingOn(Standing.ACTIVE),
    unacknowledged=0,
    starts_at=NOW - timedelta(hours=3),
    opened_at=NOW - timedelta(hours=3),
    closed_at=NOW - timedelta(minutes=1),
    admits_each=False,
    admitted=False,
)
THERE = RoomFacts(ENTRY, is_here=False, was_here=True, room_open=False)
LINE = LineFacts(at=NOW, releases_at=LATER, held_back=False, released=False)

# What somebody is who may nothing, whatever they were in the room.
OUTSIDE: tuple[dict[str, Any], ...] = (
    {"account_active": False},
    {"event_published": False},
    {"removed": True},
    {"banned": BanReason.CONFIDENCE},
    {"registration": None},
    {"registration": RegistrationState.WAITLISTED},
    {"standing": StandingOn(Standing.LAPSED)},
    {"standing": StandingOn(Standing.SUSPENDED)},
    {"unacknowledged": 1},
)


def facts(*, was_here: bool, facilitates: bool, **entry: Any) -> RoomFacts:
    return replace(THERE, was_here=was_here, entry=replace(ENTRY, facilitates=facilitates, **entry))


def proposes(of: RoomFacts, *, until: datetime = LATER, lines: int = 1) -> Decision:
    return may_propose(of, until=until, lines=lines)


@pytest.mark.parametrize("was_here", [True, False])
@pytest.mark.parametrize("facilitates", [True, False])
def test_who_was_there_and_who_facilitates(was_here: bool, facilitates: bool):
    of = facts(was_here=was_here, facilitates=facilitates)
    assert bool(may_look(of)) is (was_here or facilitates)
    assert bool(proposes(of)) is was_here
    assert bool(may_hold_back(of, LINE)) is was_here
    assert bool(may_reword(of, LINE)) is facilitates


@pytest.mark.parametrize("reason", OUTSIDE)
def test_whoever_does_not_belong_any_more_may_nothing(reason: dict[str, Any]):
    of = facts(was_here=True, facilitates=False, **reason)
    decisions = (may_look(of), proposes(of), may_hold_back(of, LINE), may_reword(of, LINE))
    assert not any(decisions)


@pytest.mark.parametrize("registration", [RegistrationState.CONFIRMED, RegistrationState.ATTENDED])
def test_a_place_that_was_used_is_a_place(registration: RegistrationState):
    of = facts(was_here=True, facilitates=False, registration=registration)
    assert may_look(of)
    assert may_hold_back(of, LINE)


def test_while_the_room_is_open_those_in_it_propose_and_those_who_left_look():
    opened = replace(ENTRY, closed_at=None, admitted=True)
    inside = RoomFacts(opened, is_here=True, was_here=True, room_open=True)
    left = replace(inside, is_here=False)
    assert proposes(inside)
    assert not proposes(left)
    assert may_look(left)
    assert may_hold_back(left, LINE)


def test_lines_are_proposed_for_a_week_and_not_without_end():
    assert not proposes(THERE, until=NOW)
    assert proposes(THERE, lines=MOST)
    assert not proposes(THERE, lines=MOST + 1)


@pytest.mark.parametrize(
    ("held_back", "released", "state"),
    [
        (False, False, State.PROPOSED),
        (True, False, State.HELD_BACK),
        (False, True, State.RELEASED),
    ],
)
@pytest.mark.parametrize("over", [False, True])
def test_what_may_be_done_with_a_line(held_back: bool, released: bool, state: State, over: bool):
    at = LATER if over else NOW
    line = LineFacts(at=at, releases_at=LATER, held_back=held_back, released=released)
    leads = facts(was_here=True, facilitates=True)
    open_still = state is State.PROPOSED
    assert state_of(line) is state
    assert bool(may_hold_back(leads, line)) is open_still  # until it is released in fact
    assert bool(may_reword(leads, line)) is open_still
    assert bool(may_release(line, known=1)) is (open_still and over)


def test_a_line_stays_when_nobody_is_known_who_could_hold_it_back():
    line = replace(LINE, at=LATER)
    assert may_release(line, known=1)
    assert not may_release(line, known=0)
