"""One error root. An error is safe to show: a code, an HTTP status, a plain sentence, and data."""

from typing import Any, ClassVar

from exchange.core.text import N_, Sentence, say


class ExchangeError(Exception):
    """Something was refused, and the person who asked is told why.

    `code` is stable and goes over the wire; `sentence` is for people; `data` holds what a client
    needs to act (never content of rooms).
    """

    code: ClassVar[str] = "error"
    status: ClassVar[int] = 400
    default: ClassVar[Sentence] = say(N_("That could not be done."))

    def __init__(self, sentence: Sentence | None = None, **data: Any) -> None:
        self.sentence = sentence or self.default
        self.data = data
        super().__init__(str(self.sentence))


class NotFound(ExchangeError):
    """Absent and forbidden look the same from outside."""

    code = "not_found"
    status = 404
    default = say(N_("There is nothing here that you can see."))


class NotSignedIn(ExchangeError):
    code = "not_signed_in"
    status = 401
    default = say(N_("Sign in to go on."))


class Forbidden(ExchangeError):
    """The thing may be seen, but this may not be done with it."""

    code = "forbidden"
    status = 403
    default = say(N_("You may not do that."))


class Conflict(ExchangeError):
    """The world has moved on since the person looked."""

    code = "conflict"
    status = 409
    default = say(N_("This has changed in the meantime. Look again, then decide."))


class Invalid(ExchangeError):
    """Input of the wrong shape. `data["fields"]` maps a path to its sentences."""

    code = "invalid"
    status = 422
    default = say(N_("Some of what was sent cannot be used."))


class TooMany(ExchangeError):
    """Too often. `data["retry_after"]` is in seconds."""

    code = "too_many"
    status = 429
    default = say(N_("That was too many at once. Wait a moment, then try again."))


class Unavailable(ExchangeError):
    """Nothing was kept; trying again is right."""

    code = "unavailable"
    status = 503
    default = say(N_("The service cannot be reached just now. Nothing was lost; try again."))
