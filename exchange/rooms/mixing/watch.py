"""How much of the time, or of the steps, has been used."""

from time import monotonic

from exchange.rooms.mixing.problem import Effort


class Watch:
    """Runs from its making. `steps` are counted by those who search."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        self.began = monotonic()
        self.steps = 0

    def used(self) -> float:
        """The part of the effort that is used: 1 or more when it is time to stop."""
        if self.effort.steps is not None:
            return self.steps / max(1, self.effort.steps)
        return (monotonic() - self.began) / max(1e-6, self.effort.seconds)
