"""What need not hurry gives way to what people wait for."""

import time

from exchange.core.db import release

RESTS = 16.0  # times as long as it worked
LONGEST = 0.1  # seconds of rest: all of a thousand people are to be seen to within twenty
ASIDE = 0.01  # seconds: a turn or two for each who waits


def give_way(began: float) -> None:
    """Rest between two steps of long work in the scope; the last one began at `began` (monotonic).

    One process serves everybody in turns: a step of a hundredth of a second, between whose
    neighbours there is a single turn for others, keeps each message waiting for a tenth, since a
    message takes several. The connection is given back meanwhile.
    """
    release()
    time.sleep(min(LONGEST, RESTS * (time.monotonic() - began)))


def step_aside() -> None:
    """Let those through who wait at this moment, between steps that cannot be made shorter."""
    release()
    time.sleep(ASIDE)
