"""The access policy over the whole matrix, against an oracle written from the product's words."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from typing import Any

import pytest

from exchange.membership.enums import Standing
from exchange.membership.standing import StandingOn
from exchange.registration.enums import RegistrationState
from exchange.rooms.enums import BanReason
from exchange.rooms.rules import (
    ENTRY,
    ChoiceFacts,
    EntryFacts,
    PairFacts,
    PollFacts,
    RoomFacts,
    may_answer,
    may_choose_room,
    may_enter,
    may_facilitate,
    may_look_back,
    may_plan,
    may_raise_hand,
    may_react,
    may_read_notes_after_close,
    may_read_privately,
    may_say,
    may_stand_in,
    may_step_aside,
    may_vote,
    may_wait,
    may_write_notes,
    may_write_privately,
)

START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
DAY = date(2026, 11, 1)
FINE = EntryFacts(
    at=START,
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
    starts_at=START,
    opened_at=START - timedelta(minutes=10),
    closed_at=None,
    admits_each=False,
    admitted=False,
)
OPENED_EARLY = {"at": START - timedelta(hours=1), "opened_at": START - timedelta(minutes=65)}
PHASES = {
    "an hour before": {"at": START - timedelta(hours=1), "opened_at": None},
    "an hour before, opened": OPENED_EARLY,
    "not opened": {"opened_at": None},
    "open": {},
    "open past its end": {"at": START + timedelta(hours=9)},
    "closed": {"closed_at": START},
}
REGISTRATIONS = [None, *RegistrationState]


def standing(kind: Standing) -> StandingOn:
    return StandingOn(kind, "Full", DAY, DAY, DAY, DAY)


def oracle(  # noqa: PLR0917  # one argument for each axis of the matrix
    kind: Standing,
    facilitates: bool,
    state: str | None,
    missing: int,
    phase: str,
    open_to_all: bool,
    waits_to_be_let_in: bool,
) -> str:
    """What the product page says, in its own order; "in" or the reason."""
    if facilitates:
        return "not_acknowledged" if missing else "in"
    match state:
        case "confirmed" | "attended":
            pass
        case "offered" | "waitlisted":
            return state
        case _:
            return "not_registered"
    if not open_to_all and kind.value not in ("active", "grace"):
        return "standing"
    if missing:
        return "not_acknowledged"
    return {
        "closed": "closed",
        "an hour before": "too_early",
        "an hour before, opened": "too_early",
        "not opened": "not_opened",
    }.get(phase, "not_admitted" if waits_to_be_let_in else "in")


@pytest.mark.parametrize("phase", PHASES)
@pytest.mark.parametrize("kind", Standing)
def test_the_whole_matrix_is_as_the_oracle_says(kind: Standing, phase: str) -> None:
    for facilitates, state, missing, everyone, (each, admitted) in product(
        (False, True), REGISTRATIONS, (0, 2), (False, True), product((False, True), repeat=2)
    ):
        facts = replace(
            FINE,
            standing=standing(kind),
            facilitates=facilitates,
            registration=state,
            unacknowledged=missing,
            members_only=not everyone,
            admits_each=each,
            admitted=admitted,
            **PHASES[phase],
        )
        expected = oracle(
            kind,
            facilitates,
            state and state.value,
            missing,
            phase,
            everyone,
            each and not admitted,
        )
        decision = may_enter(facts)
        assert bool(decision) == (expected == "in")
        assert decision.code == ("allowed" if expected == "in" else expected)
        assert decision or str(decision.sentence).endswith(".")
        at_the_doors = expected in ("not_opened", "not_admitted", "in")
        opened_early = expected == "too_early" and phase == "an hour before, opened"
        waits = may_wait(facts)
        assert bool(waits) == (at_the_doors or opened_early)
        assert waits or waits.code == expected


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ({"account_active": False}, "account_closed"),
        ({"event_published": False}, "event_not_published"),
        ({"held_in_rooms": False}, "not_in_rooms"),
        ({"removed": True}, "removed"),
        ({"banned": BanReason.CONDUCT}, "banned"),
        ({"banned": BanReason.CONDUCT, "removed": True}, "banned"),
    ],
)
@pytest.mark.parametrize("facilitates", [False, True])
def test_what_nobody_overcomes(fault: dict[str, Any], reason: str, facilitates: bool) -> None:
    facts = replace(FINE, facilitates=facilitates, **fault)
    assert may_enter(facts).code == reason
    assert may_wait(facts).code == reason


@pytest.mark.parametrize("reason", BanReason)
def test_whoever_is_shut_out_of_the_event_reads_why(reason: BanReason) -> None:
    sentence = str(may_enter(replace(FINE, banned=reason)).sentence)
    assert sentence.startswith("A facilitator has shut you out of this event")


def test_the_lobby_opens_with_the_hour_of_the_doors() -> None:
    doors = replace(FINE, at=START - timedelta(minutes=30), opened_at=None)
    assert may_wait(doors)
    assert may_wait(replace(doors, at=doors.at - timedelta(seconds=1))).code == "too_early"


def test_doors_open_thirty_minutes_before_the_start() -> None:
    doors = START - timedelta(minutes=30)
    assert may_enter(replace(FINE, at=doors))
    assert not may_enter(replace(FINE, at=doors - timedelta(seconds=1)))


def test_the_reason_names_what_became_of_the_membership() -> None:
    sentence = may_enter(replace(FINE, standing=standing(Standing.LAPSED))).sentence
    assert "membership ended on" in str(sentence)


def test_each_reason_stands_once_in_the_table() -> None:
    reasons = [reason for _, reason, _ in ENTRY]
    assert len(set(reasons)) == len(reasons)


@pytest.mark.parametrize("facilitates", [False, True])
def test_only_facilitators_facilitate(facilitates: bool) -> None:
    decision = may_facilitate(replace(FINE, facilitates=facilitates))
    assert bool(decision) == facilitates


ROOM_BITS = ("is_here", "was_here", "room_open", "chat_locked", "hands_locked", "notes_locked")
ROOM_BITS += ("notes_paused", "votes_locked", "muted", "aside")


@pytest.mark.parametrize("facilitates", [False, True])
@pytest.mark.parametrize("entitled", [False, True])
@pytest.mark.parametrize("part_open", [False, True])
def test_rooms_over_the_whole_matrix(facilitates: bool, entitled: bool, part_open: bool) -> None:
    entry = replace(
        FINE,
        facilitates=facilitates,
        unacknowledged=0 if entitled else 1,
        closed_at=None if part_open else START,
    )
    for values in product((False, True), repeat=len(ROOM_BITS)):
        bits = dict(zip(ROOM_BITS, values, strict=True))
        facts = RoomFacts(entry, **bits)
        stands = entitled and part_open and bits["is_here"] and bits["room_open"]
        assert bool(may_stand_in(facts)) == stands
        voiceless = bits["chat_locked"] or bits["muted"]
        assert bool(may_say(facts)) == (stands and (facilitates or not voiceless))
        unlocked = facilitates or not bits["hands_locked"]
        assert bool(may_raise_hand(facts)) == (stands and unlocked and not bits["aside"])
        assert bool(may_react(facts)) == bool(may_raise_hand(facts))
        locked = bits["notes_locked"] or bits["notes_paused"]
        assert bool(may_write_notes(facts)) == (stands and not locked)
        assert bool(may_look_back(facts)) == (stands and facilitates)
        for voting, voted in product((False, True), repeat=2):
            vote = may_vote(facts, PollFacts(voting, voted))
            open_to_them = voting and not voted and not bits["votes_locked"] and not bits["aside"]
            assert bool(vote) == (stands and not facilitates and open_to_them)
        over = not (bits["room_open"] and part_open)
        assert bool(may_read_notes_after_close(facts)) == (entitled and bits["was_here"] and over)


SEEN = {  # when, whether they left then, whether they are still in reach
    "never": (None, False, False),
    "now": (START, False, True),
    "ten minutes ago": (START - timedelta(minutes=10), False, True),
    "longer ago": (START - timedelta(minutes=10, seconds=1), False, False),
    "left a moment ago": (START, True, False),
}
PAIR_BITS = ("is_here", "beside", "opened", "muted", "locked", "paused")


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("other", ["nobody", "removed", "participant", "facilitator"])
@pytest.mark.parametrize("facilitates", [False, True])
@pytest.mark.parametrize("part_open", [False, True])
def test_writing_privately_over_the_whole_matrix(
    part_open: bool, facilitates: bool, other: str, seen: str
) -> None:
    part = replace(FINE, closed_at=None if part_open else START)
    others = {
        "nobody": None,
        "removed": replace(part, removed=True),
        "participant": part,
        "facilitator": replace(part, facilitates=True),
    }
    seen_at, left, recent = SEEN[seen]
    there = recent and other in ("participant", "facilitator")
    for values in product((False, True), repeat=len(PAIR_BITS)):
        bits = dict(zip(PAIR_BITS, values, strict=True))
        facts = PairFacts(
            replace(part, facilitates=facilitates),
            other=others[other],
            other_seen=seen_at,
            other_left=left,
            **bits,
        )
        reads = part_open and bits["is_here"]
        reached = bits["opened"] or bits["beside"] or facilitates or other == "facilitator"
        voice = facilitates or not bits["muted"]
        shut = bits["locked"] or bits["paused"]
        assert bool(may_read_privately(facts)) == reads
        may = reads and there and reached and voice and not shut
        assert bool(may_write_privately(facts)) == may


def test_somebody_elsewhere_and_somebody_absent_look_the_same() -> None:
    elsewhere = PairFacts(FINE, is_here=True, other=FINE, other_seen=START)
    absent = PairFacts(FINE, is_here=True, other=FINE)
    nobody = PairFacts(FINE, is_here=True, other=None)
    answers = [may_write_privately(facts) for facts in (elsewhere, absent, nobody)]
    assert [answer.code for answer in answers] == ["not_beside"] * 3


@pytest.mark.parametrize("how", ["opened", "beside", "facilitates"])
def test_whoever_could_see_that_somebody_left_is_told_so(how: str) -> None:
    writer = replace(FINE, facilitates=how == "facilitates")
    facts = PairFacts(writer, is_here=True, other=FINE, other_seen=START, other_left=True)
    answer = may_write_privately(replace(facts, **{} if how == "facilitates" else {how: True}))
    assert answer.code == "other_away"


def test_participants_step_aside_and_facilitators_stay() -> None:
    assert may_step_aside(FINE)
    assert may_step_aside(replace(FINE, facilitates=True)).code == "stays"
    assert may_step_aside(replace(FINE, removed=True)).code == "removed"


@pytest.mark.parametrize("keeps_events", [False, True])
@pytest.mark.parametrize("facilitates", [False, True])
def test_facilitators_and_network_staff_plan(keeps_events: bool, facilitates: bool) -> None:
    decision = may_plan(keeps_events=keeps_events, facilitates=facilitates)
    assert bool(decision) == (keeps_events or facilitates)


@pytest.mark.parametrize("chosen", [False, True])
@pytest.mark.parametrize("facilitates", [False, True])
@pytest.mark.parametrize("is_here", [False, True])
def test_choosing_a_room_over_the_whole_matrix(
    facilitates: bool, is_here: bool, chosen: bool
) -> None:
    entry = replace(FINE, facilitates=facilitates)
    for room_open, locked, full in product((False, True), repeat=3):
        facts = RoomFacts(entry=entry, is_here=is_here, was_here=True, room_open=room_open)
        code = may_choose_room(facts, ChoiceFacts(chosen, locked, full)).code
        if not (is_here and room_open):
            assert code == "not_in_room"
        elif facilitates:
            assert code == "not_chooser"
        elif not chosen:
            assert code == "not_chosen"
        else:
            assert code == ("moves_locked" if locked else "room_full" if full else "allowed")


@pytest.mark.parametrize("facilitates", [False, True])
def test_answering_before_a_step_over_the_whole_matrix(facilitates: bool) -> None:
    entry = replace(FINE, facilitates=facilitates)
    for is_here, room_open, asked in product((False, True), repeat=3):
        facts = RoomFacts(entry=entry, is_here=is_here, was_here=True, room_open=room_open)
        code = may_answer(facts, asked=asked).code
        if not (is_here and room_open):
            assert code == "not_in_room"
        else:
            assert code == ("not_asked" if facilitates or not asked else "allowed")
