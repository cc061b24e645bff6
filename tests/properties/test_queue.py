"""The queue under anything that people, staff and the clock may do, in any order."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from exchange.registration import rules
from exchange.registration.enums import HOLDS_PLACE, RegistrationState
from exchange.registration.waitlist import (
    ACCEPT,
    ATTEND,
    CANCEL,
    EXPIRE,
    MISS,
    OFFER,
    STATES,
    Shares,
    Waiting,
    allot,
    next_in_line,
    offer_ends_at,
    place_for_newcomer,
)

S = RegistrationState
VERBS = (CANCEL, OFFER, ACCEPT, EXPIRE, ATTEND, MISS)
ORGANISATIONS = [uuid4() for _ in range(3)]


class Queue(RuleBasedStateMachine):
    """An event's registrations, kept as the actions keep them, by the same pure functions."""

    @initialize(capacity=st.integers(1, 4), most=st.none() | st.integers(1, 3))
    def open(self, capacity: int, most: int | None) -> None:
        self.capacity, self.most = capacity, most
        self.order: list[UUID] = []  # in order of sign-up
        self.states: dict[UUID, RegistrationState] = {}
        self.organisation: dict[UUID, UUID | None] = {}
        self.lapsed: set[UUID] = set()

    def shares(self) -> Shares:
        held = (self.organisation[id] for id in self.order if self.states[id] in HOLDS_PLACE)
        return Shares(Counter(o for o in held if o is not None), self.most)

    def line(self) -> list[Waiting]:
        waiting = (id for id in self.order if self.states[id] is S.WAITLISTED)
        return [Waiting(id, self.organisation[id], id not in self.lapsed) for id in waiting]

    def free(self) -> int:
        return max(0, self.capacity - sum(s in HOLDS_PLACE for s in self.states.values()))

    def turn(self, id: UUID, verb: str) -> None:
        self.states[id] = STATES[self.states[id], verb]

    def fill(self) -> None:
        """Each offer goes to the one whom `next_in_line` names at that moment."""
        for chosen in allot(self.free(), self.line(), self.shares()):
            assert chosen == next_in_line(self.line(), self.shares()), "the order was not kept"
            self.turn(chosen.registration_id, OFFER)

    def pick(self, data: st.DataObject, *among: RegistrationState) -> UUID | None:
        ids = [id for id in self.order if self.states[id] in among]
        return data.draw(st.sampled_from(ids)) if ids else None

    @rule(organisation=st.none() | st.sampled_from(ORGANISATIONS))
    def register(self, organisation: UUID | None) -> None:
        if not self.shares().has_room(organisation):
            return  # refused by `rules.may_register`
        could_take = next_in_line(self.line(), self.shares())
        state = place_for_newcomer(self.free(), self.line(), self.shares())
        if state is S.CONFIRMED:
            assert could_take is None, "a newcomer passed somebody"
        id = uuid4()
        self.order.append(id)
        self.states[id], self.organisation[id] = state, organisation

    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        id = self.pick(data, S.CONFIRMED, S.OFFERED, S.WAITLISTED)
        if id is not None:
            self.turn(id, CANCEL)
            self.fill()

    @rule(data=st.data())
    def accept(self, data: st.DataObject) -> None:
        id = self.pick(data, S.OFFERED)
        if id is not None:
            self.turn(id, ACCEPT)

    @rule(data=st.data())
    def expire(self, data: st.DataObject) -> None:
        id = self.pick(data, S.OFFERED)
        if id is not None:
            self.turn(id, EXPIRE)
            self.fill()

    @rule(more=st.integers(1, 2))
    def raise_capacity(self, more: int) -> None:
        self.capacity += more
        self.fill()

    @rule(data=st.data())
    def lapse(self, data: st.DataObject) -> None:
        id = self.pick(data, S.WAITLISTED)
        if id is not None:
            self.lapsed.add(id)

    @precondition(lambda self: self.lapsed)
    @rule()
    def reinstate(self) -> None:
        self.lapsed.clear()
        self.fill()

    @invariant()
    def never_oversold(self) -> None:
        if hasattr(self, "capacity"):
            assert sum(s in HOLDS_PLACE for s in self.states.values()) <= self.capacity

    @invariant()
    def no_organisation_has_more_than_its_share(self) -> None:
        if hasattr(self, "capacity") and self.most is not None:
            assert all(count <= self.most for count in self.shares().held.values())

    @invariant()
    def nobody_waits_beside_a_free_place_that_they_could_take(self) -> None:
        if hasattr(self, "capacity") and self.free():
            assert next_in_line(self.line(), self.shares()) is None


TestQueue = Queue.TestCase
TestQueue.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)


MINUTES = st.integers(-600, 20_000)
NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)


@given(until_start=MINUTES, lasts=st.integers(1, 600))
def test_an_offer_leaves_time_and_never_outlasts_the_event(until_start, lasts):
    starts = NOW + timedelta(minutes=until_start)
    ends = starts + timedelta(minutes=lasts)
    offered_until = offer_ends_at(NOW, starts, ends)
    assert (offered_until is None) is (ends <= NOW)
    if offered_until is not None:
        assert NOW < offered_until <= min(NOW + timedelta(hours=48), ends)
        assert offered_until >= min(NOW + timedelta(minutes=15), ends)
        late = until_start < 75
        assert late or offered_until <= starts - timedelta(hours=1)


@pytest.mark.parametrize("state", RegistrationState)
@pytest.mark.parametrize("verb", VERBS)
def test_rules_allow_exactly_what_the_table_of_states_knows(state, verb):
    assert bool(rules.may_turn(state, verb)) is ((state, verb) in STATES)


def test_what_was_given_up_or_passed_on_never_stands_again():
    assert not [key for key in STATES if key[0] in (S.CANCELLED, S.EXPIRED)]
