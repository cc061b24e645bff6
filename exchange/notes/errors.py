from exchange.core.errors import Conflict, ExchangeError, Forbidden, Unavailable
from exchange.core.text import N_, say


class ReadOnly(Forbidden):
    """Locked, closed, or not this person's to write in now."""

    code = "read_only"
    default = say(N_("These notes can be read, not changed."))


class OldEditor(Conflict):
    """The page's editor is older than the document, and could delete what it does not know."""

    code = "schema"
    default = say(N_("This page is older than the notes. Reload it to go on writing."))


class OutOfStep(Conflict):
    """The update builds on something that the log does not have."""

    code = "resync"
    default = say(N_("Your notes are out of step. They are being compared with the room's."))


class Unusable(ExchangeError):
    """The bytes are no notes update. They are never stored."""

    code = "bad"
    status = 422
    default = say(N_("This change could not be read. Copy your text, then reload the page."))


class FileNotMade(ExchangeError):
    """A file to take along was late, or could not be made. The document itself is as it was."""

    code = "file_not_made"
    status = 504
    default = say(
        N_(
            "The file could not be made in time. Nothing is lost: try again in a minute, or "
            "download it as Markdown, which takes no time."
        )
    )


CANNOT = say(
    N_(
        "This file cannot be made. Nothing is lost: download it as Markdown, and tell your "
        "network contact."
    )
)


class TryAgain(Unavailable):
    """It could not be judged just now; nothing was kept."""

    code = "retry"
    default = say(N_("Your change is not saved yet. It is sent again in a moment."))
