from exchange.core.errors import Conflict, ExchangeError, Invalid
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


class NobodyChooses(Conflict):
    code = "nobody_chooses"
    default = say(N_("People do not choose their rooms in this round."))


class LastRoom(Conflict):
    code = "last_room"
    default = say(N_("This is the last room that stays open. Close the rooms instead."))


class RoomsFull(Conflict):
    code = "rooms_full"
    default = say(N_("At most 40 rooms are open at a time."))


class Contradiction(Conflict):
    code = "contradiction"
    default = say(
        N_(
            "This contradicts a line that is there already: the same people would be kept apart "
            "and together, or a host would have two rooms."
        )
    )


class ListFull(Conflict):
    code = "list_full"
    default = say(N_("The lists have at most 200 lines. Remove one first."))


class NotClosing(Conflict):
    code = "not_closing"
    default = say(N_("No countdown is running."))


class NoTimer(Conflict):
    code = "no_timer"
    default = say(N_("No timer is running."))


class Clash(Conflict):
    """Somebody else did something about it first. `data["act"]` says who, and what."""

    code = "clash"
    default = say(N_("Somebody else has just changed this. Look how it stands now, then decide."))


class StepRunning(Conflict):
    code = "step_running"
    default = say(
        N_(
            "This step is running or comes next: its words can be changed, but not how it runs, "
            "and it cannot be removed."
        )
    )


class SheetFull(Conflict):
    code = "sheet_full"
    default = say(N_("A run sheet has at most 100 steps."))


class NothingToSave(Conflict):
    code = "nothing_to_save"
    default = say(N_("There is no step yet that could be kept."))


class PollUnderWay(Conflict):
    code = "poll_under_way"
    default = say(N_("Another poll is under way. Close it first."))


class PollMoved(Conflict):
    """Somebody else moved the poll first. `data["state"]` is where it stands now."""

    code = "poll_moved"
    default = say(N_("This poll has moved on already. Look where it stands, then decide."))


class PollsFull(Conflict):
    code = "polls_full"
    default = say(N_("At most 20 polls are kept ready. Open or remove one first."))


class NoSuchChoice(Invalid):
    code = "no_such_choice"
    default = say(N_("Choose from what is offered."))


class CaseTaken(Conflict):
    code = "case_taken"
    default = say(N_("Another room works on this case."))


class TextMoved(Conflict):
    """Another text was proposed than the one that was read."""

    code = "text_moved"
    default = say(N_("The text has been changed meanwhile. Read it again, then decide."))


class OfCase(Conflict):
    code = "of_case"
    default = say(
        N_(
            "This dilemma was made of a case: it stays as the person whose case it was has "
            "approved it."
        )
    )


class NameTaken(Conflict):
    code = "name_taken"
    default = say(N_("There is a method of this name already. Choose another name."))


class TitleTaken(Conflict):
    code = "title_taken"
    default = say(N_("There is a dilemma of this title already. Choose another title."))


class PartNotOpen(Conflict):
    code = "part_not_open"
    default = say(N_("The doors are not open."))


class DoorsOpen(Conflict):
    """Nothing keeps this person out any more: they enter."""

    code = "doors_open"
    default = say(N_("The doors are open. Come in."))


class AllComeIn(Conflict):
    code = "all_come_in"
    default = say(N_("People come in by themselves here. Let them in one by one first."))


class NoWayBack(Conflict):
    code = "no_way_back"
    default = say(N_("There is no room to bring you to. A facilitator finds you one."))


class NotHere(Conflict):
    code = "not_here"
    default = say(N_("This person is not here just now."))


class FacilitatorsStay(Conflict):
    code = "facilitators_stay"
    default = say(
        N_("Facilitators are not seated, muted or removed. Staff can release them from the event.")
    )
