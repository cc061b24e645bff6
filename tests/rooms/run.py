"""A part with a run sheet, run by actions alone."""

from datetime import timedelta
from uuid import UUID

import time_machine

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.actor import system
from exchange.rooms import actions
from exchange.rooms.actions.running import LANDING
from exchange.rooms.messages import StepContent
from exchange.rooms.models import LivePart
from tests.rooms.conftest import Inside

CLOCK = system("clock")


class Run:
    """A part with a sheet, and people in it."""

    def __init__(self, inside: Inside, *contents: StepContent, people: int = 4) -> None:
        self.inside = inside
        self.steps = [inside.run(actions.add_step, content=content).id for content in contents]
        self.people = [inside.exchange.person(f"Person {n}") for n in range(people)]
        inside.enter(*self.people)

    @property
    def live(self) -> LivePart:
        live = self.inside.picture().live
        assert live is not None
        return live

    def go(self, number: int, seen: int | None = None, by: Person | None = None) -> None:
        self.inside.run_as(
            by or self.inside.exchange.facilitator,
            actions.go_to_step,
            step_id=self.steps[number],
            seen=self.live.version if seen is None else seen,
        )

    def land(self) -> None:
        """Let the countdown run out, as the clock of any process does."""
        later = clock.now() + timedelta(seconds=LANDING + 1)
        with time_machine.travel(later, tick=True):
            due, _ = actions.due_rounds(clock.now())
            for round_id in due:
                assert actions.finish_round(actor=CLOCK, round_id=round_id)

    def tables(self) -> list[set[UUID]]:
        picture = self.inside.picture()
        return [{each.id for each in picture.in_room(room.id)} for room in picture.breakouts]
