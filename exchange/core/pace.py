"""What need not hurry gives way to what people wait for."""

import time

from exchange.core.db import release

RESTS = 4.0  # times as long as it worked


def give_way(began: float) -> None:
    """Rest between two steps of long work in the scope; the last one began at `began` (monotonic).

    One process serves everybody in turns: a step of a hundredth of a second, between whose
    neighbours there is a single turn for others, keeps each message waiting for a tenth, since a
    message takes several. The connection is given back meanwhile.
    """
    release()
    time.sleep(RESTS * (time.monotonic() - began))
