from exchange.core.errors import Conflict
from exchange.core.text import N_, say


class LineGone(Conflict):
    """The notes were changed meanwhile, or the line was proposed by somebody else."""

    code = "line_gone"
    default = say(
        N_("The notes have changed, or a line was proposed meanwhile. Choose again from the list.")
    )


class SameWords(Conflict):
    """The line says that already: nothing would be new for the room."""

    code = "same_words"
    default = say(N_("These are the words that the room has already. Change them first."))


class LineMovedOn(Conflict):
    """The line was reworded, held back or released since its page was shown."""

    code = "line_moved_on"
    default = say(N_("This line has changed meanwhile. Look at it as it stands now."))
