from exchange.core.errors import Conflict, ExchangeError
from exchange.core.text import N_, say


class NotEntered(ExchangeError):
    """The message belongs to somebody who stands in a part, and this socket stands in none."""

    code = "not_entered"
    status = 409
    default = say(N_("Enter the exchange first."))


class RoundRunning(Conflict):
    code = "round_running"
    default = say(N_("Rooms are open already. Close them before you open others."))


class NoRound(Conflict):
    code = "no_round"
    default = say(N_("No rooms are open."))


class NotClosing(Conflict):
    code = "not_closing"
    default = say(N_("No countdown is running."))


class NoTimer(Conflict):
    code = "no_timer"
    default = say(N_("No timer is running."))


class PartNotOpen(Conflict):
    code = "part_not_open"
    default = say(N_("The doors are not open."))


class NotHere(Conflict):
    code = "not_here"
    default = say(N_("This person is not here just now."))


class FacilitatorsStay(Conflict):
    code = "facilitators_stay"
    default = say(
        N_("Facilitators are not seated or removed. Staff can release them from the event.")
    )
