"""What a standing opens, and who may change what it is made of."""

from uuid import UUID

from exchange.core.actor import Actor, ActorKind
from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, Sentence, say
from exchange.membership.enums import Standing
from exchange.membership.standing import StandingOn


class Membership(Reason):
    """Why a membership opens nothing."""

    LAPSED = "membership_lapsed"
    SUSPENDED = "membership_suspended"
    PROSPECTIVE = "membership_prospective"
    NOT_A_MEMBER = "not_a_member"
    NO_ORGANISATION = "no_organisation"
    STAFF_ONLY = "staff_only"


OPENING = frozenset({Standing.ACTIVE, Standing.GRACE})


def opens_registration(standing: StandingOn) -> Decision:
    """Whether this standing opens registration for what only members may attend."""
    return _opens(standing)


def opens_rooms(standing: StandingOn) -> Decision:
    """Whether this standing opens the rooms of a members' exchange."""
    return _opens(standing)


def _opens(standing: StandingOn) -> Decision:
    if standing.kind in OPENING:
        return ALLOWED
    if not standing.has_organisation:
        return refused(Membership.NO_ORGANISATION, _unknown(standing))
    match standing.kind:
        case Standing.LAPSED:
            return refused(Membership.LAPSED, _lapsed(standing))
        case Standing.SUSPENDED:
            return refused(Membership.SUSPENDED, _suspended(standing))
        case Standing.PROSPECTIVE:
            return refused(Membership.PROSPECTIVE, _prospective(standing))
        case _:
            return refused(Membership.NOT_A_MEMBER, _not_a_member(standing))


def _lapsed(standing: StandingOn) -> Sentence:
    if standing.begins_on:
        return say(
            N_("Your %(member)s's membership ended on %(day)s and begins again on %(again)s."),
            member=standing.member_word,
            day=standing.ended_on,
            again=standing.begins_on,
        )
    return say(
        N_("Your %(member)s's membership ended on %(day)s; ask your network contact."),
        member=standing.member_word,
        day=standing.ended_on,
    )


def _suspended(standing: StandingOn) -> Sentence:
    return say(
        N_(
            "Your %(member)s's membership has been suspended since %(day)s; "
            "ask your network contact."
        ),
        member=standing.member_word,
        day=standing.since,
    )


def _prospective(standing: StandingOn) -> Sentence:
    return say(
        N_("Your %(member)s's membership begins on %(day)s; come back then."),
        member=standing.member_word,
        day=standing.begins_on,
    )


def _not_a_member(standing: StandingOn) -> Sentence:
    return say(
        N_("Your %(member)s is not a member; ask your network contact how to join."),
        member=standing.member_word,
    )


def _unknown(standing: StandingOn) -> Sentence:
    return say(
        N_("We do not know which %(member)s you work for; ask your network contact."),
        member=standing.member_word,
    )


def may_manage(actor: Actor) -> Decision:
    """Network staff (and the system, by import and command) keep memberships and people."""
    if actor.is_staff:
        return ALLOWED
    return refused(Membership.STAFF_ONLY, say(N_("Only network staff can do that.")))


def may_join_by_domain(actor: Actor, person_id: UUID) -> Decision:
    """A person joins by their own address; staff and the system may let anybody join by theirs."""
    if actor.kind is ActorKind.PERSON and actor.person_id == person_id:
        return ALLOWED
    return may_manage(actor)
