"""A part with sixty people is run from its sheet, through four rounds, to its end."""

import pytest

from tests.faults.conftest import Live
from tests.faults.day import BOTH_WAYS, OPTIONS, Day, four_rounds, press_next

pytestmark = pytest.mark.faults


@pytest.mark.parametrize("live", BOTH_WAYS, indirect=True)
def test_sixty_people_are_taken_through_four_rounds_to_the_end(live: Live):
    day = Day(live.site, four_rounds())
    day.come(live.servers)
    try:
        day.runs(event="prepare_poll", kind="single", question="Who is told?", options=OPTIONS)
        day.runs_through(press_next)
        day.ends()
    finally:
        day.go_home()
