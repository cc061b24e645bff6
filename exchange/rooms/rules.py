"""Who may enter, and what they may do there. The table ENTRY is the whole access policy.

Facilitating opens the doors by itself: a facilitator needs an open account, a published event, to
be not removed, the role on the event and the acknowledgement; neither place, nor membership, nor
hour, since somebody has to open the doors. Network staff without that role are ordinary people
here: without a registration they stay outside (product rule 3).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, Sentence, say
from exchange.events.rules import DOORS_BEFORE_START
from exchange.membership.rules import opens_rooms
from exchange.membership.standing import StandingOn
from exchange.registration.enums import RegistrationState
from exchange.rooms.enums import BanReason, Voices

PATIENCE = timedelta(minutes=10)  # somebody whose line has dropped is still in the part for this
MUTED = N_("A facilitator has paused your chat. You can still ask for help.")
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
_WHO = tuple(row for row in ENTRY if row[1] not in AT_THE_DOORS)


def may_enter(facts: EntryFacts) -> Decision:
    """Whether this person may come in now; else the first reason against it."""
    return _first_refusal(facts, ENTRY)


def _first_refusal(facts: EntryFacts, table: tuple[tuple[Holds, Entry, Why], ...]) -> Decision:
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


@dataclass(frozen=True)
class RoomFacts:
    """What acting in a room depends on: the person's entry, and how they stand to the room."""

    entry: EntryFacts
    is_here: bool  # the room is the person's place now
    was_here: bool  # they had a place in it at some time
    room_open: bool
    chat_locked: bool = False
    hands_locked: bool = False
    notes_locked: bool = False  # this room's, by hand
    notes_paused: bool = False  # in every room, by the step that runs
    votes_locked: bool = False
    muted: bool = False  # this person's voice in the chats
    aside: bool = False  # the person takes a short break
    voices: str = ""  # whose the step leaves (`Voices`); empty: everybody's
    presents: bool = False  # the person presents a case in this room


@dataclass(frozen=True)
class PairFacts:
    """What writing privately depends on: the writer's entry, and how the other stands to them."""

    entry: EntryFacts
    is_here: bool  # the writer is in the part now
    other: EntryFacts | None  # None: there is nobody of that id
    other_seen: datetime | None = None  # when the other was last in the part; now, if they are
    beside: bool = False  # both are in one room
    opened: bool = False  # the two have written to each other in this part before
    muted: bool = False
    locked: bool = False  # for everybody, by hand
    paused: bool = False  # for everybody, by the step that runs


@dataclass(frozen=True)
class PollFacts:
    """How a poll of the room stands, and the person to it."""

    voting: bool  # a vote runs
    voted: bool  # the person has voted in it


@dataclass(frozen=True)
class ChoiceFacts:
    """How a room stands to those who would choose it."""

    chosen: bool  # people choose their rooms in the round under way
    locked: bool  # a facilitator has locked that
    full: bool


def may_stand_in(facts: RoomFacts) -> Decision:
    """Whether the person may see and hear this room now. Facilitators come by a visit."""
    entry = may_enter(facts.entry)
    if not entry:
        return entry
    if not (facts.is_here and facts.room_open and facts.entry.is_open):
        return refused(Entry.NOT_IN_ROOM, say(N_("You are not in this room.")))
    return ALLOWED


def may_say(facts: RoomFacts) -> Decision:
    """Whether the person may write in the room's chat. A lock leaves facilitators their voice."""
    here = may_stand_in(facts)
    if here and facts.muted and not facts.entry.facilitates:
        return refused(Entry.CHAT_MUTED, say(MUTED))
    if here and facts.chat_locked and not facts.entry.facilitates:
        return refused(Entry.CHAT_LOCKED, say(N_("The facilitator has paused the chat.")))
    return here and _has_voice(facts)


def may_say_this(facts: RoomFacts, text: str) -> Decision:
    """As `may_say`; in a step of questions alone, whoever does not present writes a question."""
    decision = may_say(facts)
    asks = facts.voices == Voices.QUESTIONS and not (facts.presents or facts.entry.facilitates)
    if decision and asks and "?" not in text:
        return refused(
            Entry.QUESTIONS_ONLY,
            say(N_("Only questions now: put it as a question, with a question mark.")),
        )
    return decision


def _has_voice(facts: RoomFacts) -> Decision:
    """Whether the step leaves the person their voice, in the chat and by hand."""
    if facts.entry.facilitates:
        return ALLOWED
    if facts.voices == Voices.SILENCE:
        return refused(Entry.SILENCE, say(N_("This step is silent for everybody.")))
    if facts.voices == Voices.TURNED_AWAY and facts.presents:
        return refused(
            Entry.TURNED_AWAY,
            say(N_("You are turned away in this step: listen to what the others say.")),
        )
    return ALLOWED


def may_read_privately(facts: PairFacts) -> Decision:
    """Whether the person may read what the two have written: they are in the part now."""
    entry = may_enter(facts.entry)
    if entry and not (facts.is_here and facts.entry.is_open):
        return refused(Entry.NOT_IN_PART, say(N_("You are not in this session.")))
    return entry


def _in_reach(facts: PairFacts) -> bool:
    """Who has written once goes on; else the two are in one room, or one of them facilitates."""
    if facts.opened:
        return True
    if facts.other is None or not _still_in_part(facts):
        return False  # somebody elsewhere and somebody who is not there look the same
    return facts.beside or facts.entry.facilitates or facts.other.facilitates


def _still_in_part(facts: PairFacts) -> bool:
    if facts.other is None or facts.other_seen is None or not may_enter(facts.other):
        return False
    return facts.entry.at - facts.other_seen <= PATIENCE


# The first row that does not hold refuses. A lock holds for everybody.
# fmt: off
WRITING: tuple[tuple[Callable[[PairFacts], bool], Entry, str], ...] = (
    (_in_reach, Entry.NOT_BESIDE,
     N_("You can write to people in your room, and to facilitators.")),
    (_still_in_part, Entry.OTHER_AWAY, N_("This person has left the session.")),
    (lambda f: f.entry.facilitates or not f.muted, Entry.CHAT_MUTED, MUTED),
    (lambda f: not f.locked, Entry.PRIVATE_LOCKED, N_("Private chat is locked for everybody.")),
    (lambda f: not f.paused, Entry.PRIVATE_LOCKED, N_("Nobody writes privately in this step.")),
)
# fmt: on


def may_write_privately(facts: PairFacts) -> Decision:
    """Whether the person may write to the other; else the first reason against it."""
    here = may_read_privately(facts)
    if not here:
        return here
    refusals = (refused(reason, say(why)) for holds, reason, why in WRITING if not holds(facts))
    return next(refusals, ALLOWED)


def may_step_aside(facts: EntryFacts) -> Decision:
    """Whether the person may take a short break that everybody sees. Somebody has to stay."""
    entry = may_enter(facts)
    if entry and facts.facilitates:
        return refused(Entry.STAYS, say(N_("Participants do that; facilitators keep the room.")))
    return entry


_COME_BACK = say(N_("You have stepped aside. Come back first."))


def may_raise_hand(facts: RoomFacts) -> Decision:
    """Whether the person may raise a hand. A step without hands leaves facilitators theirs."""
    here = may_stand_in(facts)
    if here and facts.hands_locked and not facts.entry.facilitates:
        return refused(Entry.HANDS_LOCKED, say(N_("Hands are not needed in this step.")))
    if here and facts.aside:
        return refused(Entry.ASIDE, _COME_BACK)
    return here and _has_voice(facts)


def may_present(facts: RoomFacts, *, breakout: bool, taken: bool) -> Decision:
    """Whether the person may take the presenter's place in the room. `taken`: by another here."""
    here = may_stand_in(facts)
    if here and (facts.entry.facilitates or not breakout):
        return refused(Entry.NOT_IN_ROOM, say(N_("Those seated in a breakout room present there.")))
    if here and taken:
        return refused(Entry.PRESENTED_ALREADY, say(N_("Somebody else presents in this room.")))
    return here


def may_react(facts: RoomFacts) -> Decision:
    """Whether the person may give the room a sign. A step without hands has none of these."""
    here = may_stand_in(facts)
    if here and facts.hands_locked and not facts.entry.facilitates:
        return refused(Entry.HANDS_LOCKED, say(N_("Reactions are not needed in this step.")))
    if here and facts.aside:
        return refused(Entry.ASIDE, _COME_BACK)
    return here and _has_voice(facts)


def may_write_notes(facts: RoomFacts) -> Decision:
    """Whether the person may write in the room's notes. A lock holds for everybody."""
    here = may_stand_in(facts)
    if here and facts.notes_locked:
        return refused(Entry.NOTES_LOCKED, say(N_("The facilitator has locked the notes.")))
    if here and facts.notes_paused:
        return refused(Entry.NOTES_LOCKED, say(N_("Nothing is written in this step.")))
    return here


def may_vote(facts: RoomFacts, poll: PollFacts) -> Decision:
    """Whether the person may vote now. Facilitators ask, and see how many have voted."""
    here = may_stand_in(facts)
    if not here:
        return here
    for stands, reason, sentence in (
        (facts.entry.facilitates, Entry.NOT_VOTER, say(N_("Facilitators ask; they do not vote."))),
        (facts.aside, Entry.ASIDE, _COME_BACK),
        (not poll.voting, Entry.NOT_VOTING, say(N_("This vote is over."))),
        (poll.voted, Entry.ALREADY_VOTED, say(N_("Your vote is counted already."))),
        (facts.votes_locked, Entry.VOTES_LOCKED, say(N_("Nobody votes in this step."))),
    ):
        if stands:
            return refused(reason, sentence)
    return here


def may_choose_room(facts: RoomFacts, choice: ChoiceFacts) -> Decision:
    """Whether the person may go from the room where they stand to another."""
    here = may_stand_in(facts)
    if not here:
        return here
    if facts.entry.facilitates:
        return refused(Entry.NOT_CHOOSER, say(N_("Facilitators visit rooms; they choose none.")))
    if not choice.chosen:
        return refused(Entry.NOT_CHOSEN, say(N_("People do not choose their rooms in this round.")))
    if choice.locked:
        return refused(
            Entry.MOVES_LOCKED,
            say(N_("Rooms can no longer be changed. Ask a facilitator if you want to move.")),
        )
    if choice.full:
        return refused(Entry.ROOM_FULL, say(N_("This room is full. Choose another.")))
    return here


def may_answer(facts: RoomFacts, *, asked: bool) -> Decision:
    """Whether the person may answer what is asked before a step (`asked`: it is, now)."""
    here = may_stand_in(facts)
    if not here:
        return here
    if facts.entry.facilitates:
        return refused(Entry.NOT_ASKED, say(N_("Facilitators are not asked.")))
    if not asked:
        return refused(Entry.NOT_ASKED, say(N_("This is not asked any more.")))
    return here


def may_read_notes_after_close(facts: RoomFacts) -> Decision:
    """Whether the person may read a closed room's notes: they were there, and belong still."""
    who = _first_refusal(facts.entry, _WHO)
    if not who:
        return who
    if not facts.was_here:
        return refused(Entry.NOT_IN_ROOM, say(N_("You were not in this room.")))
    if facts.room_open and facts.entry.is_open:
        return refused(Entry.ROOM_OPEN, say(N_("This room is still open.")))
    return ALLOWED


def may_plan(*, keeps_events: bool, facilitates: bool) -> Decision:
    """Whether the person may plan a part: its run sheet shows nothing that is said in a room."""
    if keeps_events or facilitates:
        return ALLOWED
    return refused(
        Entry.NOT_PLANNER,
        say(N_("Facilitators of the event and network staff plan its run sheet.")),
    )
