from exchange.core.errors import Conflict
from exchange.core.text import N_, say


class NotInForce(Conflict):
    """The version is not, or no longer, the one to acknowledge."""

    code = "not_in_force"
    default = say(
        N_("This version has been replaced in the meantime. Read what changed, then acknowledge.")
    )


class TextChanged(Conflict):
    """A published version was to get another text."""

    code = "text_changed"
    default = say(N_("A published version is never altered. Give the changed text a new number."))
