from exchange.core.errors import Conflict
from exchange.core.text import N_, say


class LineGone(Conflict):
    """The notes were changed meanwhile, or the line was proposed by somebody else."""

    code = "line_gone"
    default = say(
        N_("The notes have changed, or a line was proposed meanwhile. Choose again from the list.")
    )


class LineMovedOn(Conflict):
    """The line was reworded, held back or released since its page was shown."""

    code = "line_moved_on"
    default = say(N_("This line has changed meanwhile. Look at it as it stands now."))
