from exchange.core.errors import Conflict
from exchange.core.text import N_, say


class CaseHandedIn(Conflict):
    """The person has a case at this event already."""

    code = "case_handed_in"
    default = say(N_("You have handed in a case already. Change that one."))


class NoSuchTopic(Conflict):
    """The event's list of topics was changed meanwhile."""

    code = "no_such_topic"
    default = say(N_("Choose one of the event's topics."))
