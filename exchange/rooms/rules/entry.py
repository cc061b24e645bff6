"""Who may enter a part, wait before it, run it. The table ENTRY is the whole access policy.

Facilitating opens the doors by itself: a facilitator needs an open account, a published event, to
be not removed, the role on the event and the acknowledgement; neither place, nor membership, nor
hour, since somebody has to open the doors. Network staff without that role are ordinary people
here: without a registration they stay outside (product rule 3).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, Sentence, say
from exchange.events.rules import DOORS_BEFORE_START
from exchange.membership.rules import opens_rooms
from exchange.membership.standing import StandingOn
from exchange.registration.enums import RegistrationState
from exchange.rooms.enums import BanReason

ADMITTED = (RegistrationState.CONFIRMED, RegistrationState.ATTENDED)


class Entry(Reason):
    """Why somebody stays outside, or may not do a thing inside."""

    ACCOUNT_CLOSED = "account_closed"
    EVENT_NOT_PUBLISHED = "event_not_published"
    NOT_IN_ROOMS = "not_in_rooms"
    BANNED = "banned"
    REMOVED = "removed"
    OFFERED = "offered"
    WAITLISTED = "waitlisted"
    NOT_REGISTERED = "not_registered"
    STANDING = "standing"
    NOT_ACKNOWLEDGED = "not_acknowledged"
    TOO_EARLY = "too_early"
    NOT_OPENED = "not_opened"
    NOT_ADMITTED = "not_admitted"
    CLOSED = "closed"
    NOT_IN_ROOM = "not_in_room"
    NOT_IN_PART = "not_in_part"
    ROOM_OPEN = "room_open"
    ROOM_CLOSED = "room_closed"
    CHAT_LOCKED = "chat_locked"
    CHAT_MUTED = "chat_muted"
    NOT_BESIDE = "not_beside"
    OTHER_AWAY = "other_away"
    PRIVATE_LOCKED = "private_locked"
    HANDS_LOCKED = "hands_locked"
    ASIDE = "aside"
    STAYS = "stays"
    NOTES_LOCKED = "notes_locked"
    VOTES_LOCKED = "votes_locked"
    SILENCE = "silence"
    TURNED_AWAY = "turned_away"
    QUESTIONS_ONLY = "questions_only"
    PRESENTED_ALREADY = "presented_already"
    NOT_VOTER = "not_voter"
    NOT_VOTING = "not_voting"
    ALREADY_VOTED = "already_voted"
    NOT_ASKED = "not_asked"
    NOT_CHOOSER = "not_chooser"
    NOT_CHOSEN = "not_chosen"
    MOVES_LOCKED = "moves_locked"
    ROOM_FULL = "room_full"
    NOT_FACILITATOR = "not_facilitator"
    NOT_PLANNER = "not_planner"


@dataclass(frozen=True)
class EntryFacts:
    """Everything that entering depends on, as it is at the instant `at`. Plain values alone."""

    at: datetime
    account_active: bool
    event_published: bool
    held_in_rooms: bool
    banned: BanReason | None
    removed: bool
    facilitates: bool
    registration: RegistrationState | None
    members_only: bool  # else the event sells places to anybody
    standing: StandingOn
    unacknowledged: int  # versions in force that the event asks for and the person lacks
    starts_at: datetime
    opened_at: datetime | None
    closed_at: datetime | None
    admits_each: bool  # a facilitator lets people in one by one
    admitted: bool

    @property
    def is_open(self) -> bool:
        """A facilitator has opened the doors and nobody has closed them, however late it is."""
        return self.opened_at is not None and self.closed_at is None

    @property
    def doors_at(self) -> datetime:
        return self.starts_at - DOORS_BEFORE_START


Holds = Callable[[EntryFacts], bool]
Why = Callable[[EntryFacts], Sentence]


def _plain(text: str) -> Why:
    return lambda _: say(text)


def _may_attend(facts: EntryFacts) -> bool:
    return facts.facilitates or facts.registration in ADMITTED


def _standing_opens(facts: EntryFacts) -> bool:
    return facts.facilitates or not facts.members_only or bool(opens_rooms(facts.standing))


def _standing_says(facts: EntryFacts) -> Sentence:
    return opens_rooms(facts.standing).sentence or say("")


# What somebody reads who was shut out of the event.
BANNED = {
    BanReason.CONFIDENCE: N_(
        "A facilitator has shut you out of this event: something said in a room was passed on. "
        "If that is a mistake, write to the event's contact."
    ),
    BanReason.RECORDING: N_(
        "A facilitator has shut you out of this event: a room was recorded. "
        "If that is a mistake, write to the event's contact."
    ),
    BanReason.CONDUCT: N_(
        "A facilitator has shut you out of this event for how others were treated in it. "
        "If that is a mistake, write to the event's contact."
    ),
    BanReason.IDENTITY: N_(
        "A facilitator has shut you out of this event: somebody else took part in your name. "
        "If that is a mistake, write to the event's contact."
    ),
}


def _banned_says(facts: EntryFacts) -> Sentence:
    return say(BANNED[facts.banned]) if facts.banned else say("")


# The first row that does not hold refuses. Rows that a person can mend come before the clock's, so
# that nobody waits for the doors only to read that something was missing.
# fmt: off
ENTRY: tuple[tuple[Holds, Entry, Why], ...] = (
    (lambda f: f.account_active, Entry.ACCOUNT_CLOSED,
     _plain(N_("Your account is closed; ask your network contact."))),
    (lambda f: f.event_published, Entry.EVENT_NOT_PUBLISHED,
     _plain(N_("This event is not open."))),
    (lambda f: f.held_in_rooms, Entry.NOT_IN_ROOMS,
     _plain(N_("This event does not take place in rooms here. Its page says where it does."))),
    (lambda f: f.banned is None, Entry.BANNED, _banned_says),
    (lambda f: not f.removed, Entry.REMOVED,
     _plain(N_("A facilitator has asked you to leave; they can let you in again."))),
    (lambda f: _may_attend(f) or f.registration is not RegistrationState.OFFERED, Entry.OFFERED,
     _plain(N_("A place is kept for you; accept it first."))),
    (lambda f: _may_attend(f) or f.registration is not RegistrationState.WAITLISTED,
     Entry.WAITLISTED,
     _plain(N_("You are on the waiting list; we write to you when a place comes free."))),
    (_may_attend, Entry.NOT_REGISTERED,
     _plain(N_("You have no place at this event; register first."))),
    (_standing_opens, Entry.STANDING, _standing_says),
    (lambda f: not f.unacknowledged, Entry.NOT_ACKNOWLEDGED,
     _plain(N_("Read and acknowledge the confidentiality protocol first."))),
    (lambda f: f.facilitates or f.closed_at is None, Entry.CLOSED,
     _plain(N_("This session has ended."))),
    (lambda f: f.facilitates or f.at >= f.doors_at, Entry.TOO_EARLY,
     lambda f: say(N_("The doors open on %(at)s."), at=f.doors_at)),
    (lambda f: f.facilitates or f.is_open, Entry.NOT_OPENED,
     _plain(N_("The facilitator opens the doors in a moment."))),
    (lambda f: f.facilitates or f.admitted or not f.admits_each, Entry.NOT_ADMITTED,
     _plain(N_("A facilitator lets people in one by one, and sees that you are here."))),
)
# fmt: on
WAITS = (Entry.TOO_EARLY, Entry.NOT_OPENED, Entry.NOT_ADMITTED)
AT_THE_DOORS = (Entry.CLOSED, *WAITS)  # they belong here, only not now
WHO = tuple(row for row in ENTRY if row[1] not in AT_THE_DOORS)


def may_enter(facts: EntryFacts) -> Decision:
    """Whether this person may come in now; else the first reason against it."""
    return first_refusal(facts, ENTRY)


def first_refusal(facts: EntryFacts, table: tuple[tuple[Holds, Entry, Why], ...]) -> Decision:
    """The refusal of the first row of `table` that does not hold; allowed if all hold."""
    for holds, reason, why in table:
        if not holds(facts):
            return refused(reason, why(facts))
    return ALLOWED


def may_wait(facts: EntryFacts) -> Decision:
    """Whether this person may be in the lobby: nothing but the doors keeps them out.

    The lobby opens with the hour at which doors may, or before it when a facilitator opens them.
    Whoever may enter has no need of it, and is allowed.
    """
    entry = may_enter(facts)
    if entry.code in WAITS and (facts.is_open or facts.at >= facts.doors_at):
        return ALLOWED
    return entry


def may_facilitate(facts: EntryFacts) -> Decision:
    """Whether this person may run the part: open, seat, move, remove, close."""
    entry = may_enter(facts)
    if entry and not facts.facilitates:
        return refused(Entry.NOT_FACILITATOR, say(N_("Facilitators do that.")))
    return entry


def may_step_aside(facts: EntryFacts) -> Decision:
    """Whether the person may take a short break that everybody sees. Somebody has to stay."""
    entry = may_enter(facts)
    if entry and facts.facilitates:
        return refused(Entry.STAYS, say(N_("Participants do that; facilitators keep the room.")))
    return entry


def may_plan(*, keeps_events: bool, facilitates: bool) -> Decision:
    """Whether the person may plan a part: its run sheet shows nothing that is said in a room."""
    if keeps_events or facilitates:
        return ALLOWED
    return refused(
        Entry.NOT_PLANNER,
        say(N_("Facilitators of the event and network staff plan its run sheet.")),
    )
