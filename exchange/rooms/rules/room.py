"""What people may do in the room where they stand."""

from dataclasses import dataclass

from exchange.core.decision import ALLOWED, Decision, refused
from exchange.core.text import N_, say
from exchange.rooms.enums import Voices
from exchange.rooms.rules.entry import WHO, Entry, EntryFacts, first_refusal, may_enter

MUTED = N_("A facilitator has paused your chat. You can still ask for help.")
_COME_BACK = say(N_("You have stepped aside. Come back first."))


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


def may_look_back(facts: RoomFacts) -> Decision:
    """Whether the person may see how the room's notes came to be, while the room is open."""
    here = may_stand_in(facts)
    if here and not facts.entry.facilitates:
        return refused(Entry.NOT_FACILITATOR, say(N_("Facilitators do that.")))
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
    who = first_refusal(facts.entry, WHO)
    if not who:
        return who
    if not facts.was_here:
        return refused(Entry.NOT_IN_ROOM, say(N_("You were not in this room.")))
    if facts.room_open and facts.entry.is_open:
        return refused(Entry.ROOM_OPEN, say(N_("This room is still open.")))
    return ALLOWED
