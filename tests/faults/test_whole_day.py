"""A part with sixty people is run from its sheet, through four rounds, to its end."""

import pytest

from exchange.rooms.enums import StepKind
from tests.faults.conftest import Live
from tests.faults.day import OPTIONS, PEOPLE, Day, four_rounds, met

pytestmark = pytest.mark.faults


def test_sixty_people_are_taken_through_four_rounds_to_the_end(live: Live):
    day = Day(live.site, four_rounds())
    day.come(live.servers)
    day.runs(event="prepare_poll", kind="single", question="Who is told?", options=OPTIONS)
    sizes, company = [], []
    votes = 0
    try:
        for planned in day.steps:
            step = day.next_step()
            assert step == planned
            day.check(step)
            if step.kind == StepKind.BREAKOUT:
                sizes.append(sorted(len(room) for room in day.rooms()))
                company.append(met(day.rooms()))
            if step.kind == StepKind.DILEMMA and step.votes:
                votes += 1
                day.vote(votes)
        day.ends()
    finally:
        day.go_home()
    pairs, fours, mixed, *clinic = company
    assert sizes[:3] == [[2] * 30, [4] * 15, [4] * 15]
    assert pairs < fours
    assert len(mixed & fours) < len(fours) / 4  # the others were new
    assert all(each == clinic[0] for each in clinic)
    assert votes == 2
    assert sum(sizes[3]) == PEOPLE
