"""Who may register, cancel and accept. Pure: from facts to a decision."""

from datetime import datetime
from uuid import UUID

from exchange.core.actor import Actor
from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say
from exchange.events.enums import Audience, EventState
from exchange.membership.rules import opens_registration
from exchange.registration.enums import RegistrationState
from exchange.registration.messages import Facts
from exchange.registration.waitlist import ACCEPT, CANCEL, STATES

HAD_PLACE = (
    RegistrationState.CONFIRMED,
    RegistrationState.ATTENDED,
    RegistrationState.ABSENT,
)


class RegistrationReason(Reason):
    """Why a person may not register, or do something with a registration."""

    NOT_PUBLISHED = "not_published"
    NO_DATES = "no_dates"
    NOT_OPEN_YET = "not_open_yet"
    CLOSED = "closed"
    OVER = "over"
    ALREADY = "already_registered"
    INACTIVE = "inactive_person"
    NO_PRICE = "no_price"
    ORGANISATION_FULL = "organisation_full"
    NOT_YOURS = "not_yours"
    NO_REASON = "no_reason"
    WRONG_STATE = "wrong_state"
    OFFER_ENDED = "offer_ended"
    BINDING = "binding"
    NOT_BEGUN = "not_begun"
    NO_PLACE = "no_place"


def may_register(facts: Facts) -> Decision:
    """Whether the person may register now. A full event is no refusal: they wait in line.

    The order is that of the answers' use to a person: what they have already, what no waiting
    changes, when to come back, what their organisation must mend.
    """
    for judge in (_already, _takes_place, _is_open, _may_come, _has_share):
        decision = judge(facts)
        if not decision:
            return decision
    return ALLOWED


def _already(facts: Facts) -> Decision:
    match facts.mine:
        case None:
            return ALLOWED
        case RegistrationState.WAITLISTED:
            sentence = say(N_("You are on the waiting list already."))
        case RegistrationState.OFFERED:
            sentence = say(N_("A place is held for you: accept it instead."))
        case _:
            sentence = say(N_("You have a place already."))
    return refused(RegistrationReason.ALREADY, sentence)


def _takes_place(facts: Facts) -> Decision:
    if facts.event_state is not EventState.PUBLISHED:
        return refused(
            RegistrationReason.NOT_PUBLISHED, say(N_("This event is not open to registration."))
        )
    if facts.starts_at is None or facts.ends_at is None:
        return refused(
            RegistrationReason.NO_DATES,
            say(N_("The dates are still being planned. Registration opens when they are set.")),
        )
    if facts.at >= facts.ends_at:
        return refused(RegistrationReason.OVER, say(N_("This event is over.")))
    return ALLOWED


def _is_open(facts: Facts) -> Decision:
    """Staff may register somebody at any time: their reason is on record."""
    if facts.by_staff:
        return ALLOWED
    if facts.opens_at is not None and facts.at < facts.opens_at:
        return refused(
            RegistrationReason.NOT_OPEN_YET,
            say(N_("Registration opens on %(when)s."), when=facts.opens_at),
        )
    closes_at = facts.closes_at or facts.starts_at
    if closes_at is None or facts.at < closes_at:
        return ALLOWED
    return _late(facts, closes_at)


def _late(facts: Facts, closes_at: datetime) -> Decision:
    """After the deadline people may come while places last; nobody waits in line then."""
    if not facts.late_entry:
        return refused(
            RegistrationReason.CLOSED,
            say(N_("Registration closed on %(when)s."), when=closes_at),
        )
    if facts.places.free == 0 or facts.places.waiting:
        return refused(
            RegistrationReason.CLOSED,
            say(
                N_("Registration closed on %(when)s, and no place is left for late entry."),
                when=closes_at,
            ),
        )
    return ALLOWED


def _may_come(facts: Facts) -> Decision:
    if not facts.person_active:
        return refused(RegistrationReason.INACTIVE, say(N_("This account is closed.")))
    standing = standing_opens(facts)
    if not standing:
        return standing
    if facts.quote is None:
        return refused(
            RegistrationReason.NO_PRICE,
            say(N_("There is no price for you here: places are for members alone.")),
        )
    return ALLOWED


def standing_opens(facts: Facts) -> Decision:
    """What is for members only asks for a membership that opens registration on that day."""
    if facts.audience is Audience.MEMBERS_ONLY:
        return opens_registration(facts.standing)
    return ALLOWED


def _has_share(facts: Facts) -> Decision:
    if facts.organisation_has_room:
        return ALLOWED
    return refused(
        RegistrationReason.ORGANISATION_FULL,
        say(
            N_(
                "All %(number)s places that one %(member)s may have here are taken by your "
                "colleagues. When one of them cancels, you can register."
            ),
            number=facts.organisation_most,
            member=facts.standing.member_word,
        ),
    )


def acts_for(actor: Actor, person_id: UUID, reason: str) -> Decision:
    """People act for themselves; staff act for others, and say why."""
    if actor.person_id == person_id:
        return ALLOWED
    if not actor.is_staff:
        return refused(
            RegistrationReason.NOT_YOURS, say(N_("You can register nobody but yourself."))
        )
    if not reason.strip():
        return refused(
            RegistrationReason.NO_REASON, say(N_("Say why: the reason is kept on record."))
        )
    return ALLOWED


def may_cancel(
    state: RegistrationState, *, is_binding: bool, knows_it_is_binding: bool
) -> Decision:
    """A place or a wait may be given up; a binding one by those who know that it stays payable."""
    turn = may_turn(state, CANCEL)
    if not turn:
        return turn
    if is_binding and state is RegistrationState.CONFIRMED and not knows_it_is_binding:
        return refused(
            RegistrationReason.BINDING,
            say(
                N_(
                    "Registration is binding by now: the price stays payable after cancelling. "
                    "Confirm that you know this."
                )
            ),
        )
    return ALLOWED


def may_accept(
    state: RegistrationState, *, offer_ends_at: datetime | None, at: datetime
) -> Decision:
    """An offer may be accepted until it ends."""
    turn = may_turn(state, ACCEPT)
    if not turn:
        return turn
    if offer_ends_at is None or at >= offer_ends_at:
        return refused(
            RegistrationReason.OFFER_ENDED,
            say(N_("This offer has ended, and the place goes to the next in line.")),
        )
    return ALLOWED


def may_correct_attendance(
    state: RegistrationState, *, begins: datetime | None, at: datetime, reason: str
) -> Decision:
    """Staff may put right who came, from the event's start on, for those who had a place."""
    if state not in HAD_PLACE:
        return refused(RegistrationReason.NO_PLACE, say(N_("This person had no place.")))
    if begins is None or at < begins:
        return refused(RegistrationReason.NOT_BEGUN, say(N_("The event has not begun yet.")))
    if not reason.strip():
        return refused(
            RegistrationReason.NO_REASON, say(N_("Say why: the reason is kept on record."))
        )
    return ALLOWED


def may_turn(state: RegistrationState, verb: str) -> Decision:
    """Whether the table of states knows `verb` in `state`."""
    if (state, verb) in STATES:
        return ALLOWED
    return refused(
        RegistrationReason.WRONG_STATE,
        say(N_("That was done already, or cannot be done with this registration now.")),
    )
