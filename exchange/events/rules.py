"""Who may do what with an event. Pure: from facts to a decision."""

from datetime import datetime, timedelta

from exchange.core.actor import Actor
from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say
from exchange.events.enums import EventState

DOORS_BEFORE_START = timedelta(minutes=30)  # of a part: from then on people may come
PUBLISH, WITHDRAW = "publish", "withdraw"

STATES: dict[tuple[EventState, str], EventState] = {
    (EventState.DRAFT, PUBLISH): EventState.PUBLISHED,
    (EventState.PUBLISHED, WITHDRAW): EventState.WITHDRAWN,
    (EventState.WITHDRAWN, PUBLISH): EventState.PUBLISHED,
}


class EventReason(Reason):
    """Why something may not be done with an event."""

    NOT_STAFF = "not_staff"
    NOT_PUBLISHED = "not_published"
    WRONG_STATE = "wrong_state"
    NO_DATES = "no_dates"
    PLACES_TAKEN = "places_taken"
    PARTS_DISORDERLY = "parts_disorderly"
    INACTIVE_PERSON = "inactive_person"


def manages_events(actor: Actor) -> Decision:
    """Network staff, and the system itself, write events."""
    if actor.is_staff:
        return ALLOWED
    return refused(EventReason.NOT_STAFF, say(N_("Only network staff may change events.")))


def may_see(actor: Actor, state: EventState, *, facilitates: bool) -> Decision:
    """Published events are for all; others for network staff and the event's facilitators."""
    if state is EventState.PUBLISHED or actor.is_staff or facilitates:
        return ALLOWED
    return refused(EventReason.NOT_PUBLISHED, say(N_("This event is not published.")))


def may_change_state(state: EventState, verb: str) -> Decision:
    """Whether the table of states knows `verb` in `state`."""
    if (state, verb) in STATES:
        return ALLOWED
    return refused(
        EventReason.WRONG_STATE,
        say(N_("That was done already, or cannot be done with this event now.")),
    )


def is_ready(*, parts: int, interest_before_dates: bool) -> Decision:
    """A published event has a date, or says that its dates are still being planned."""
    if parts or interest_before_dates:
        return ALLOWED
    return refused(
        EventReason.NO_DATES,
        say(N_("Give the event at least one part with its date before you publish it.")),
    )


def capacity_covers(capacity: int, taken: int) -> Decision:
    """Nobody loses a place because an event was made smaller."""
    if capacity >= taken:
        return ALLOWED
    return refused(
        EventReason.PLACES_TAKEN,
        say(
            N_("%(taken)s places are taken already: the event cannot have only %(capacity)s."),
            taken=taken,
            capacity=capacity,
        ),
    )


def parts_in_order(parts: list[tuple[datetime, datetime]]) -> Decision:
    """Each part ends after its start, and begins when the one before has ended."""
    before: datetime | None = None
    for number, (starts, ends) in enumerate(parts, start=1):
        if ends <= starts:
            return refused(
                EventReason.PARTS_DISORDERLY,
                say(N_("Part %(number)s must end after its start."), number=number),
            )
        if before is not None and starts < before:
            return refused(
                EventReason.PARTS_DISORDERLY,
                say(
                    N_("Part %(number)s begins before the part above it has ended."), number=number
                ),
            )
        before = ends
    return ALLOWED


def may_facilitate(*, active: bool) -> Decision:
    """Only people with an open account are named."""
    if active:
        return ALLOWED
    return refused(
        EventReason.INACTIVE_PERSON,
        say(N_("This account is closed. Open it again before naming its owner.")),
    )
