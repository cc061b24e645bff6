"""What a step allows, the rules say too, for everybody in the part."""

from typing import Any

import pytest

from exchange.core.decision import Refused
from exchange.rooms import actions
from exchange.rooms.queries import room_for
from exchange.rooms.rules import may_raise_hand, may_say, may_write_notes
from tests.rooms.conftest import Exchange1, Inside
from tests.rooms.run import Run
from tests.rooms.sheets import plenary


@pytest.mark.parametrize("what", ["chat", "hands", "notes"])
@pytest.mark.parametrize("allowed", [True, False])
def test_the_rules_say_the_same_as_the_step(inside: Inside, what: str, allowed: bool) -> None:
    given: dict[str, Any] = {what: allowed}
    run = Run(inside, plenary("Step", **given))
    run.go(0)
    facts = room_for(inside.actor(run.people[0]), inside.plenary).facts
    rule = {"chat": may_say, "hands": may_raise_hand, "notes": may_write_notes}[what]
    assert bool(rule(facts)) is allowed


def test_a_step_without_hands_takes_hands_down_and_refuses_new_ones(inside: Inside) -> None:
    run = Run(inside, plenary("Listen", hands=False), plenary("Ask"))
    ann = inside.actor(run.people[0])

    def raise_hand() -> None:
        actions.raise_hand(actor=ann, room_id=inside.plenary, raised=True)

    raise_hand()
    run.go(0)
    assert inside.picture().hands == ()
    with pytest.raises(Refused):
        raise_hand()
    run.go(1)
    raise_hand()
    assert len(inside.picture().hands) == 1


def test_facilitators_keep_voice_and_hand(inside: Inside, exchange: Exchange1) -> None:
    run = Run(inside, plenary("Silence", chat=False, hands=False))
    inside.enter(exchange.facilitator)
    run.go(0)
    facts = room_for(inside.facilitator, inside.plenary).facts
    assert may_say(facts)
    assert may_raise_hand(facts)


def test_the_next_step_allows_again(inside: Inside) -> None:
    run = Run(inside, plenary("Silence", chat=False, notes=False), plenary("Talk"))
    run.go(0)
    run.go(1)
    facts = room_for(inside.actor(run.people[0]), inside.plenary).facts
    assert may_say(facts)
    assert may_write_notes(facts)
