from enum import StrEnum


class RoomKind(StrEnum):
    PLENARY = "plenary"
    BREAKOUT = "breakout"


class RoundState(StrEnum):
    PREPARED = "prepared"
    OPEN = "open"
    CLOSING = "closing"  # a countdown runs in which a sentence can be finished
    CLOSED = "closed"


RUNNING = (RoundState.OPEN, RoundState.CLOSING)


class MessageKind(StrEnum):
    SAID = "said"
    BROADCAST = "broadcast"  # from a facilitator to every room
    NOTICE = "notice"  # the platform's own: a visit, a lock


class Notice(StrEnum):
    """What the platform itself says in a room; the text kept of such a message."""

    VISIT_BEGINS = "visit_begins"
    VISIT_ENDS = "visit_ends"
    NOTES_PUT_BACK = "notes_put_back"


class Reaction(StrEnum):
    """A sign to the room that is gone in a moment; it is kept nowhere."""

    THUMBS_UP = "thumbs_up"
    CLAP = "clap"
    YES = "yes"
    SLOWER = "slower"


class Seating(StrEnum):
    RANDOM = "random"
    BY_HAND = "by_hand"
    MIXED = "mixed"  # with people one has not met in earlier rounds
    KEPT = "kept"  # everyone as in the round before
    PAIRS_INTO_FOURS = "pairs_into_fours"  # two rooms of the round before become one
    HOST_STAYS = "host_stays"  # one of each room stays, the others scatter
    BY_TOPIC = "by_topic"  # with those who want to talk about the same
    BY_ANSWER = "by_answer"  # by what people answered: alike together, or mixed
    BY_CASE = "by_case"  # presenters in the room of their case, the others by wish
    SELF_CHOSEN = "self_chosen"  # people go where they like, as long as there is room


FOLLOWING = (Seating.KEPT, Seating.PAIRS_INTO_FOURS, Seating.HOST_STAYS)  # from an earlier round
ASKING = (Seating.BY_TOPIC, Seating.BY_ANSWER)  # people are asked something before
NAMED = (Seating.SELF_CHOSEN, Seating.BY_TOPIC)  # whose rooms a step may name
WAITING = (Seating.BY_HAND, Seating.SELF_CHOSEN)  # whoever has no seat waits in the plenary


class Voices(StrEnum):
    """Whose voice a step leaves, where it is not everybody's; facilitators keep theirs."""

    QUESTIONS = "questions"  # all but the presenter write questions alone
    TURNED_AWAY = "turned_away"  # the presenter listens
    SILENCE = "silence"  # nobody writes in the chat or raises a hand


class ArrangementKind(StrEnum):
    """What facilitators ask of every seating of an event."""

    APART = "apart"
    TOGETHER = "together"
    MANAGER = "manager"  # the first of the people manages the others
    HOST = "host"  # one person, in one room of every round


class StepKind(StrEnum):
    PLENARY = "plenary"
    BREAKOUT = "breakout"
    POLL = "poll"
    DILEMMA = "dilemma"
    SILENCE = "silence"
    BREAK = "break"
    EXTERNAL_CALL = "external_call"


class PollKind(StrEnum):
    SINGLE = "single"  # one option
    SEVERAL = "several"  # one option or more
    SCALE = "scale"  # a point between two ends


class PollState(StrEnum):
    PREPARED = "prepared"
    VOTING = "voting"
    REVEALED = "revealed"
    VOTING_AGAIN = "voting_again"
    REVEALED_AGAIN = "revealed_again"
    CLOSED = "closed"


VOTING = (PollState.VOTING, PollState.VOTING_AGAIN)
UNDER_WAY = (*VOTING, PollState.REVEALED, PollState.REVEALED_AGAIN)


class Rewriting(StrEnum):
    """How far a case has come on its way to a dilemma."""

    CLOSED = "closed"  # its presenter has not agreed, or no longer agrees
    AGREED = "agreed"
    PROPOSED = "proposed"  # the presenter has a text to answer
    DECLINED = "declined"
    APPROVED = "approved"  # the text that was proposed last is in the library


class Consent(StrEnum):
    """What a presenter says about their case becoming a dilemma."""

    AGREE = "agree"  # that it be rewritten
    APPROVE = "approve"  # exactly this text
    DECLINE = "decline"
    TAKE_BACK = "take_back"  # everything they said before


class SeatedHow(StrEnum):
    HAND = "hand"
    RANDOM = "random"
    MIXED = "mixed"
    WISH = "wish"  # by whose case they wish to work on
    CHOSEN = "chosen"  # by the person
    ASKED = "asked"  # by what they answered before
    FOLLOWED = "followed"  # by where they sat in an earlier round
    LATE = "late"  # came when the rooms were open already
    BACK = "back"  # asked to be brought back to their room
    CLOSED = "closed"  # the room they sat in was closed


class Role(StrEnum):
    PARTICIPANT = "participant"
    FACILITATOR = "facilitator"


class PartState(StrEnum):
    WAITING = "waiting"  # nobody has opened the doors yet
    OPEN = "open"
    CLOSED = "closed"


class Moved(StrEnum):
    """Why a place is told."""

    ENTERED = "entered"
    PART_OPENED = "part_opened"
    PART_CLOSED = "part_closed"
    ROUND_OPENED = "round_opened"
    ROUND_CLOSED = "round_closed"
    SEATED = "seated"
    SHUFFLED = "shuffled"
    CHOSE = "chose"
    VISIT = "visit"
    VISIT_ENDED = "visit_ended"
    HELP_ASKED = "help_asked"  # in another tab, perhaps; so for taking it back
    HELP_ANSWERED = "help_answered"  # the room is the same; the call is not open any more
    REMOVED = "removed"
    MUTED = "muted"  # the room is the same; one's voice in the chat is not
    UNMUTED = "unmuted"
    ASIDE = "aside"
    BACK = "back"  # from a short break, or to their room


class BanReason(StrEnum):
    """Why a facilitator has shut somebody out of an event; there is no free text."""

    CONFIDENCE = "confidence"  # what was said was passed on
    RECORDING = "recording"
    CONDUCT = "conduct"
    IDENTITY = "identity"  # somebody else took the place
