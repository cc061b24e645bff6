"""Rooms as a step names them: one on each line, with what each is about. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

BAR = "|"
LONGEST_NAME = 60
LONGEST_ABOUT = 500


@dataclass(frozen=True)
class Sketch:
    """A room before it is made; without a name it is called by its number."""

    name: str = ""
    about: str = ""

    @property
    def fits(self) -> bool:
        """Whether a room can be called this; the part before the bar must say something."""
        return 0 < len(self.name) <= LONGEST_NAME and len(self.about) <= LONGEST_ABOUT


def sketches(topics: str) -> list[Sketch]:
    """The rooms of the lines `name | about`; empty lines are passed over."""
    return [_sketch(line) for line in topics.splitlines() if line.strip()]


def _sketch(line: str) -> Sketch:
    name, _, about = line.partition(BAR)
    return Sketch(" ".join(name.split()), " ".join(about.split()))


def well_named(rooms: Sequence[Sketch], most: int) -> bool:
    """Whether these are two rooms or more, at most `most`, each with a name of its own."""
    names = {room.name.casefold() for room in rooms}
    return 2 <= len(rooms) <= most and len(names) == len(rooms) and all(r.fits for r in rooms)
