"""Steps as tests write them."""

from typing import Any

from exchange.rooms.enums import Seating, StepKind
from exchange.rooms.messages import MethodContent, StepContent


def plenary(title: str, minutes: int = 5, **given: Any) -> StepContent:
    return StepContent(StepKind.PLENARY.value, title, minutes, **given)


def breakout(
    title: str, seating: Seating = Seating.RANDOM, rooms: int | None = 2, **given: Any
) -> StepContent:
    return StepContent(
        StepKind.BREAKOUT.value,
        title,
        given.pop("minutes", 10),
        rooms=rooms,
        seating=seating.value,
        **given,
    )


PAIRS = MethodContent(
    slug="pairs",
    name="Pairs",
    language="en",
    steps=(plenary("Think", 1), breakout("Talk", rooms=None, per_room=2)),
)
