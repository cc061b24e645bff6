from datetime import date
from uuid import uuid4

import pytest

from exchange.core.actor import ANONYMOUS, Actor, ActorKind, system
from exchange.membership.enums import Standing
from exchange.membership.rules import (
    may_join_by_domain,
    may_manage,
    opens_registration,
    opens_rooms,
)
from exchange.membership.standing import StandingOn

DAY, AGAIN = date(2026, 3, 31), date(2027, 1, 1)
SELF, OTHER = uuid4(), uuid4()
OFFICER = Actor(ActorKind.PERSON, SELF, name="Officer")
STAFF = Actor(ActorKind.PERSON, OTHER, name="Staff", is_staff=True)


def standing(kind: Standing, **days: object) -> StandingOn:
    return StandingOn(kind, member_word="council", **days)  # type: ignore[arg-type]


@pytest.mark.parametrize("opens", [opens_registration, opens_rooms])
@pytest.mark.parametrize(
    ("found", "code", "words"),
    [
        (standing(Standing.ACTIVE), "allowed", ""),
        (standing(Standing.GRACE, ended_on=DAY), "allowed", ""),
        (
            standing(Standing.LAPSED, ended_on=DAY),
            "membership_lapsed",
            "Your council's membership ended on 2026-03-31; ask your network contact.",
        ),
        (
            standing(Standing.LAPSED, ended_on=DAY, begins_on=AGAIN),
            "membership_lapsed",
            "Your council's membership ended on 2026-03-31 and begins again on 2027-01-01.",
        ),
        (
            standing(Standing.SUSPENDED, since=DAY),
            "membership_suspended",
            (
                "Your council's membership has been suspended since 2026-03-31; "
                "ask your network contact."
            ),
        ),
        (
            standing(Standing.PROSPECTIVE, begins_on=AGAIN),
            "membership_prospective",
            "Your council's membership begins on 2027-01-01; come back then.",
        ),
        (
            standing(Standing.NONE),
            "not_a_member",
            "Your council is not a member; ask your network contact how to join.",
        ),
        (
            standing(Standing.NONE, has_organisation=False),
            "no_organisation",
            "We do not know which council you work for; ask your network contact.",
        ),
    ],
)
def test_active_and_grace_open_and_every_other_standing_says_why(
    opens: object, found: StandingOn, code: str, words: str
) -> None:
    decision = opens(found)  # type: ignore[operator]
    assert (decision.code, str(decision.sentence or "")) == (code, words)
    assert bool(decision) is (code == "allowed")


@pytest.mark.parametrize(
    ("actor", "manages", "joins_self", "joins_other"),
    [
        (ANONYMOUS, False, False, False),
        (OFFICER, False, True, False),
        (STAFF, True, True, True),
        (system("import"), True, True, True),
    ],
)
def test_who_may_manage_and_who_may_join(
    actor: Actor, *, manages: bool, joins_self: bool, joins_other: bool
) -> None:
    assert bool(may_manage(actor)) is manages
    assert bool(may_join_by_domain(actor, SELF)) is joins_self
    assert bool(may_join_by_domain(actor, uuid4())) is joins_other
