"""Whatever people, facilitators and the network do, in any order, nobody is left behind.

Many pages in one process, at random, against a small model. After each step everybody stands
where the model says; every page shows what a fresh fetch would give that person, and nothing more;
nothing was heard from a room that is not one's own; the chat has each line once, in order.
"""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from exchange.core import clock
from exchange.realtime.control import hear
from exchange.rooms.actions import opening, seating
from exchange.rooms.sockets.hold import this_process
from exchange.web.application import Exchange
from tests.rooms.crowd.meeting import Meeting
from tests.rooms.crowd.model import COUNCIL, EVERYBODY, FACILITATORS, PLENARY, Model
from tests.rooms.crowd.onlooker import Onlooker
from tests.rooms.crowd.tab import Tab
from tests.support.world import World

COUNTDOWN = 30  # seconds
MOST_TABS = 2  # of one person
ROOMS = st.integers(0, 2)
SHIFT = [timedelta()]  # by which the machine has put the server's clock forward


class Crowd(Onlooker, RuleBasedStateMachine):
    """People come and go, facilitators act, memberships end: one live part."""

    app: Exchange
    world: World

    @initialize()
    def begin(self) -> None:
        self.meeting = Meeting(self.app, self.world)
        self.model = Model()
        for who in ("Fay", "Ann", "Cy"):
            self.come(who)

    def teardown(self) -> None:
        self.meeting.close()

    def come(self, who: str) -> None:
        tab = self.meeting.open_tab(who)
        assert tab.stands is self.model.entitled(who), (who, tab.out)
        if tab.stands and self.model.open:
            self.model.present[who] += 1
            self._sit_down(who)

    def _sit_down(self, who: str) -> None:
        """Whoever comes when rooms are open finds a seat: their own of before, or by chance."""
        model = self.model
        if who in FACILITATORS or who in model.seats or not model.breakouts:
            return
        if who in model.earlier:
            model.seats[who] = model.earlier.pop(who)
        elif model.at_random:
            model.seats[who] = self._found(who)
            assert model.seats[who] in model.breakouts

    def _found(self, who: str) -> str:
        """Where the server put them."""
        somebody = self.meeting.picture().people[self.meeting.people[who].id]
        assert somebody.room_id is not None
        return self.meeting.named(somebody.room_id.hex)

    def _learn_seats(self, guests: list[str]) -> None:
        for who in guests:
            self.model.seats[who] = self._found(who)
        sizes = [
            sum(self.model.seats[who] == room for who in guests) for room in self.model.breakouts
        ]
        assert sum(sizes) == len(guests)
        assert max(sizes) - min(sizes) <= 1

    def guests(self) -> list[str]:
        return [who for who in COUNCIL if self.model.present[who] and self.model.place(who)]

    def pick_tab(self, data: st.DataObject, *among: str) -> Tab | None:
        tabs = [tab for who in among or EVERYBODY for tab in self.meeting.tabs[who]]
        standing = [tab for tab in tabs if tab.room is not None]
        return data.draw(st.sampled_from(standing)) if standing else None

    def run(self, event: str, **given: Any) -> bool:
        """One of the facilitators' acts, by whichever of them has a page open."""
        tabs = [tab for who in FACILITATORS for tab in self.meeting.tabs[who]]
        if not tabs:
            return False
        answer = tabs[-1].browser.ask(event, **given)
        if not answer["ok"]:
            assert answer["code"] in EXPECTED, answer
        return bool(answer["ok"])

    def run_part(self, event: str, **given: Any) -> bool:
        return self.run(event, part=self.meeting.part_id.hex, **given)

    def breakout(self, index: int) -> str:
        rooms = self.model.breakouts
        return rooms[index % len(rooms)] if rooms else PLENARY

    @rule(who=st.sampled_from(EVERYBODY))
    def arrive(self, who: str) -> None:
        if len(self.meeting.tabs[who]) < MOST_TABS:
            self.come(who)

    @rule(data=st.data())
    def lose_the_line(self, data: st.DataObject) -> None:
        self._go(data, self.meeting.drop)

    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        def go(tab: Tab) -> None:
            assert tab.browser.ask("leave", part=tab.browser.part)["ok"]
            tab.browser.everything()
            tab.browser.ask("replay", room=self.meeting.plenary, since=0)
            self.meeting.drop(tab)

        self._go(data, go)

    @rule(data=st.data())
    def reload(self, data: st.DataObject) -> None:
        tab = self._go(data, self.meeting.drop)
        if tab is not None:
            self.come(tab.person.name)

    def _go(self, data: st.DataObject, how: Callable[[Tab], None]) -> Tab | None:
        tab = self.pick_tab(data)
        if tab is not None:
            how(tab)
            self.model.present[tab.person.name] -= 1
        return tab

    @rule(data=st.data(), times=st.integers(1, 2))
    def say(self, data: st.DataObject, times: int) -> None:
        tab = self.pick_tab(data)
        if tab is None:
            return
        who, text = tab.person.name, f"line {next(self.model.turns)}"
        answers = self.meeting.say(tab, text, times=times)
        silenced = self.model.chat_locked and who in COUNCIL
        assert all(answer["ok"] is not silenced for answer in answers), answers
        if not silenced:
            lines = self.model.chat.setdefault(self.model.place(who) or "", [])
            lines.append(text)
            assert {answer["number"] for answer in answers} == {len(lines)}

    @rule(data=st.data(), raised=st.booleans())
    def hand(self, data: st.DataObject, raised: bool) -> None:
        tab = self.pick_tab(data)
        if tab is None or tab.room is None:
            return
        key = (self.model.place(tab.person.name) or "", tab.person.name)
        assert tab.browser.ask("hand", room=tab.room["id"], raised=raised)["ok"]
        if not raised:
            self.model.hands.pop(key, None)
        elif key not in self.model.hands:
            self.model.hands[key] = next(self.model.turns)

    @rule(data=st.data(), wanted=st.booleans())
    def help(self, data: st.DataObject, wanted: bool) -> None:
        tab = self.pick_tab(data, *COUNCIL)
        if tab is None or tab.room is None:
            return
        key = (self.model.place(tab.person.name) or "", tab.person.name)
        assert tab.browser.ask("help", room=tab.room["id"], wanted=wanted)["ok"]
        (self.model.calls.add if wanted else self.model.calls.discard)(key)

    @precondition(lambda self: self.model.calls)
    @rule(data=st.data())
    def answer_a_call(self, data: st.DataObject) -> None:
        room, _ = data.draw(st.sampled_from(sorted(self.model.calls)))
        if self.run("answer", room=self.meeting.id_of(room)):
            self.model.calls = {key for key in self.model.calls if key[0] != room}

    @precondition(lambda self: self.model.hands)
    @rule(data=st.data())
    def lower_a_hand(self, data: st.DataObject) -> None:
        room, who = key = data.draw(st.sampled_from(sorted(self.model.hands)))
        person = self.meeting.people[who].id.hex
        if self.run("lower", room=self.meeting.id_of(room), person=person):
            del self.model.hands[key]

    @precondition(lambda self: not self.model.breakouts)
    @rule(rooms=st.integers(1, 3), at_random=st.booleans())
    def open_rooms(self, rooms: int, at_random: bool) -> None:
        guests = self.guests()
        how = "random" if at_random else "by_hand"
        if self.run_part("open_round", rooms=rooms, seating=how):
            self.model.end_signs()
            made = self.meeting.picture().breakouts
            self.model.breakouts = [room.id.hex for room in made]
            self.model.at_random = at_random
            if at_random:
                self._learn_seats(guests)

    @precondition(lambda self: self.model.breakouts)
    @rule()
    def shuffle(self) -> None:
        guests = self.guests()
        if self.run_part("shuffle"):
            self.model.end_signs(*guests) if guests else None
            self._learn_seats(guests)

    @precondition(lambda self: self.model.breakouts)
    @rule(who=st.sampled_from(sorted(COUNCIL)), index=st.none() | ROOMS)
    def seat(self, who: str, index: int | None) -> None:
        room = PLENARY if index is None else self.breakout(index)
        told = None if index is None else room
        if self.run_part("seat", people=[self.meeting.people[who].id.hex], room=told):
            self.model.end_signs(who)
            self.model.seats[who] = room

    @precondition(lambda self: self.model.breakouts)
    @rule(at_once=st.booleans())
    def close_rooms(self, at_once: bool) -> None:
        if self.run_part("close_round", seconds=0 if at_once else COUNTDOWN):
            self.model.closing = True
            if at_once:
                self.model.end_round()

    @precondition(lambda self: self.model.closing)
    @rule()
    def reprieve(self) -> None:
        if self.run_part("reprieve"):
            self.model.closing = False

    @precondition(lambda self: self.model.closing)
    @rule()
    def the_countdown_runs_out(self) -> None:
        SHIFT[0] += timedelta(seconds=COUNTDOWN + 1)
        self.meeting.in_scope(this_process().finish_due_rounds)
        self.model.end_round()

    @rule(who=st.sampled_from(FACILITATORS), index=st.none() | ROOMS)
    def visit(self, who: str, index: int | None) -> None:
        if not self.meeting.tabs[who] or not self.model.open:
            return
        room = PLENARY if index is None else self.breakout(index)
        told = None if index is None else self.meeting.id_of(room)
        assert self.meeting.tabs[who][0].browser.ask("visit", room=told)["ok"]
        left = self.model.visits.pop(who, None)
        if left:
            self.model.chat.setdefault(left, []).append(f"{who} has left this room.")
        if room != PLENARY:
            self.model.visits[who] = room
            said = f"{who}, who facilitates, is visiting this room."
            self.model.chat.setdefault(room, []).append(said)

    @rule()
    def broadcast(self) -> None:
        text = f"to all {next(self.model.turns)}"
        if self.run_part("broadcast", text=text, key=f"{next(self.model.turns):032x}"):
            for room in (PLENARY, *self.model.breakouts):
                self.model.chat.setdefault(room, []).append(text)

    @rule(locked=st.booleans())
    def lock_chat(self, locked: bool) -> None:
        if self.run_part("lock_chat", locked=locked):
            self.model.chat_locked = locked

    @rule(who=st.sampled_from(sorted(COUNCIL)))
    def remove(self, who: str) -> None:
        if self.run_part("remove", person=self.meeting.people[who].id.hex):
            self.model.removed.add(who)
            self.model.end_access(who)

    @precondition(lambda self: self.model.removed)
    @rule(who=st.sampled_from(sorted(COUNCIL)))
    def readmit(self, who: str) -> None:
        if self.run_part("readmit", person=self.meeting.people[who].id.hex):
            self.model.removed.discard(who)

    @rule(council=st.sampled_from(sorted(set(COUNCIL.values()))))
    def suspend_or_reinstate(self, council: str) -> None:
        if council in self.model.suspended:
            self.meeting.reinstate(council)
            self.model.suspended.remove(council)
            return
        self.meeting.suspend(council)
        self.model.suspended.add(council)
        for who in [each for each, theirs in COUNCIL.items() if theirs == council]:
            self.model.end_access(who)

    @rule(who=st.sampled_from(sorted(COUNCIL)))
    def give_up_a_place_or_take_one(self, who: str) -> None:
        if who in self.model.cancelled:
            self.meeting.give_place(who)
            self.model.cancelled.remove(who)
            return
        self.meeting.cancel(who)
        self.model.cancelled.add(who)
        self.model.end_access(who)

    @rule()
    def close_or_open_the_part(self) -> None:
        if self.model.open:
            if self.run_part("close_part"):
                self.model.end_part()
        elif self.run_part("open_part"):
            self.model.open = True

    @rule()
    def sweep(self) -> None:
        """What every process does again and again changes nothing."""
        self.meeting.in_scope(this_process().beat)
        self.meeting.in_scope(this_process().repeat_latest)
        hear("access_changed", {})

    @invariant()
    def nobody_is_left_behind(self) -> None:
        if not hasattr(self, "model"):
            return
        before = {id(tab): tab.place.get("room") for tab in self.meeting.open_tabs()}
        self.meeting.settle()
        if self.model.open:
            for who in FACILITATORS:  # those who waited for the doors have come in
                self.model.present[who] = len(self.meeting.tabs[who])
        picture = self.meeting.picture()
        self.everybody_stands_where_they_belong(picture)
        self.pages_show_what_a_fetch_would_give(picture, before)


EXPECTED = {"not_here", "no_round", "round_running", "not_closing", "part_not_open", "not_found"}


@pytest.fixture
def crowd(
    app: Exchange, world: World, unhurried: None, monkeypatch: pytest.MonkeyPatch
) -> type[RuleBasedStateMachine]:
    """The machine on this test's database, with a clock that it can put forward."""
    world.network()
    real = clock.now
    monkeypatch.setattr(clock, "now", lambda: real() + SHIFT[0])
    for module in (opening, seating):
        monkeypatch.setattr(module, "CHANCE", random.Random(1))
    SHIFT[0] = timedelta()
    return type("CrowdHere", (Crowd,), {"app": app, "world": world})


def play(machine: type[RuleBasedStateMachine], *, meetings: int, steps: int, **how: Any) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=meetings,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            **how,
        ),
    )


def test_nobody_is_stranded_whatever_happens(crowd: type[RuleBasedStateMachine]) -> None:
    play(crowd, meetings=6, steps=25, derandomize=True, phases=[Phase.generate])


@pytest.mark.soak
def test_nobody_is_stranded_in_a_long_day_of_anything(crowd: type[RuleBasedStateMachine]) -> None:
    play(crowd, meetings=200, steps=60)
