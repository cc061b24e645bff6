from exchange.core.errors import Conflict, Invalid
from exchange.core.text import N_, say


class NoPrice(Conflict):
    """The event sells no place to a buyer of this standing."""

    code = "no_price"
    default = say(N_("There is no price for you here: places are for members alone."))


class SlugTaken(Conflict):
    code = "slug_taken"
    default = say(N_("Another event has this address already. Choose a different title."))


class PartInUse(Conflict):
    code = "part_in_use"
    default = say(
        N_(
            "A part whose rooms have been opened, or that has a run sheet, "
            "cannot be taken out of the event."
        )
    )


class BrokenFile(Invalid):
    """A file that cannot be imported; `problems` are lines: "events[0].title: is missing."."""

    code = "broken_file"

    def __init__(self, problems: list[str]) -> None:
        super().__init__(problems=problems)
        self.problems = problems
