from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from exchange.core.actor import Actor, ActorKind, system
from exchange.disclosure.enums import State
from exchange.disclosure.rules import (
    DisclosureReason,
    Facts,
    is_to_be_announced,
    may_ask,
    may_decide,
    may_end,
    may_read,
    state_of,
)

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


def person(*, is_staff: bool = True) -> Actor:
    return Actor(ActorKind.PERSON, person_id=uuid4(), is_staff=is_staff)


FIRST, SECOND, THIRD, OFFICER = person(), person(), person(), person(is_staff=False)
ASKED = Facts(
    at=NOW,
    asked_at=NOW - timedelta(hours=1),
    asked_by=FIRST.person,
    decided_by=None,
    opens_until=None,
    ended_at=None,
)
OPEN = replace(ASKED, decided_by=SECOND.person, opens_until=NOW + timedelta(hours=8))
IN_STATE = {
    State.ASKED: ASKED,
    State.LAPSED: replace(ASKED, asked_at=NOW - timedelta(days=7)),
    State.OPEN: OPEN,
    State.OVER: replace(OPEN, opens_until=NOW),
    State.REFUSED: replace(ASKED, decided_by=SECOND.person),
}
PEOPLE = {"first": FIRST, "second": SECOND, "third": THIRD, "officer": OFFICER}


@pytest.mark.parametrize(("state", "facts"), IN_STATE.items())
def test_where_a_request_stands(state: State, facts: Facts):
    assert state_of(facts) is state


def test_a_window_that_was_closed_is_over():
    assert state_of(replace(OPEN, ended_at=NOW - timedelta(minutes=1))) is State.OVER


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("who", PEOPLE)
def test_only_a_second_person_of_the_staff_decides_and_only_once(who: str, state: State):
    allowed = state is State.ASKED and who in ("second", "third")
    assert bool(may_decide(PEOPLE[who], IN_STATE[state])) is allowed


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("who", PEOPLE)
def test_only_the_two_read_and_only_while_it_is_open(who: str, state: State):
    allowed = state is State.OPEN and who in ("first", "second")
    assert bool(may_read(PEOPLE[who], IN_STATE[state])) is allowed


def test_who_is_no_longer_staff_reads_no_more():
    assert not may_read(replace(FIRST, is_staff=False), OPEN)


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("who", PEOPLE)
def test_any_of_the_staff_closes_an_open_window(who: str, state: State):
    assert bool(may_end(PEOPLE[who], IN_STATE[state])) is (state is State.OPEN and who != "officer")


def test_nobody_agrees_with_themselves():
    assert may_decide(FIRST, ASKED).code == DisclosureReason.OWN_REQUEST


def test_neither_clock_nor_command_is_one_of_four_eyes():
    for actor in (system("clock"), system("command")):
        assert not may_ask(actor, reference="7", hours=8)
        assert not may_decide(actor, ASKED)
        assert not may_read(actor, OPEN)


@pytest.mark.parametrize(
    ("actor", "reference", "hours", "allowed"),
    [
        (FIRST, "2026/7", 1, True),
        (FIRST, "2026/7", 72, True),
        (FIRST, "2026/7", 0, False),
        (FIRST, "2026/7", 73, False),
        (FIRST, "the leader’s affair", 8, False),
        (OFFICER, "2026/7", 8, False),
    ],
)
def test_a_request_has_a_number_and_a_short_window(
    actor: Actor, reference: str, hours: int, allowed: bool
):
    assert bool(may_ask(actor, reference=reference, hours=hours)) is allowed


@pytest.mark.parametrize("state", State)
def test_those_concerned_are_told_when_it_opens_or_when_a_delayed_one_is_over(state: State):
    facts = IN_STATE[state]
    assert is_to_be_announced(facts, delayed=False) is (state in (State.OPEN, State.OVER))
    assert is_to_be_announced(facts, delayed=True) is (state is State.OVER)
