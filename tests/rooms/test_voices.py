"""Whose voice a step leaves: every mode, for the presenter, the others and a facilitator."""

from dataclasses import replace

import pytest

from exchange.rooms.enums import Voices
from exchange.rooms.rules import (
    Entry,
    RoomFacts,
    may_present,
    may_raise_hand,
    may_say,
    may_say_this,
    may_write_notes,
)
from tests.rooms.test_rules import FINE

IN = RoomFacts(FINE, is_here=True, was_here=True, room_open=True)
PRESENTS = replace(IN, presents=True)
RUNS = replace(IN, entry=replace(FINE, facilitates=True))
ADVICE, QUESTION = "You should tell him.", "What did he say?"

# For each mode: who may say advice, ask a question, raise a hand: (other, presenter, facilitator).
WANTED = {
    "": ((True, True, True), (True, True, True), (True, True, True)),
    Voices.QUESTIONS: ((False, True, True), (True, True, True), (True, True, True)),
    Voices.TURNED_AWAY: ((True, False, True), (True, False, True), (True, False, True)),
    Voices.SILENCE: ((False, False, True), (False, False, True), (False, False, True)),
}


@pytest.mark.parametrize("voices", WANTED)
def test_each_mode_leaves_whom_it_should_their_voice(voices: str):
    people = [replace(who, voices=voices) for who in (IN, PRESENTS, RUNS)]
    advice, question, hand = WANTED[voices]
    assert tuple(bool(may_say_this(who, ADVICE)) for who in people) == advice
    assert tuple(bool(may_say_this(who, QUESTION)) for who in people) == question
    assert tuple(bool(may_raise_hand(who)) for who in people) == hand
    assert all(may_write_notes(who) for who in people)  # notes are a matter of what a step allows


@pytest.mark.parametrize("voices", WANTED)
def test_no_mode_opens_what_is_locked_or_lets_in_who_is_elsewhere(voices: str):
    for who in (IN, PRESENTS):
        assert may_say(replace(who, voices=voices, chat_locked=True)).code == Entry.CHAT_LOCKED
        assert may_say_this(replace(who, voices=voices, is_here=False), QUESTION).code == (
            Entry.NOT_IN_ROOM
        )


def test_the_reason_is_told():
    silent = replace(IN, voices=Voices.SILENCE)
    assert may_say(silent).code == may_raise_hand(silent).code == Entry.SILENCE
    assert may_say(replace(PRESENTS, voices=Voices.TURNED_AWAY)).code == Entry.TURNED_AWAY
    advice = may_say_this(replace(IN, voices=Voices.QUESTIONS), ADVICE)
    assert advice.code == Entry.QUESTIONS_ONLY


def test_those_seated_in_a_breakout_room_present_where_nobody_else_does():
    assert may_present(IN, breakout=True, taken=False)
    assert not may_present(IN, breakout=True, taken=True)
    assert not may_present(IN, breakout=False, taken=False)
    assert not may_present(RUNS, breakout=True, taken=False)
    assert not may_present(replace(IN, is_here=False), breakout=True, taken=False)
