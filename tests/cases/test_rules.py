"""Who hands in a case and who reads one, over everything that the answer depends on."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from exchange.cases.enums import CaseSeenBy
from exchange.cases.rules import (
    ADMITTED,
    CaseFacts,
    CaseReason,
    KeptCase,
    may_change,
    may_hand_in,
    may_list,
    may_read,
    may_withdraw,
)
from exchange.membership.enums import Standing
from exchange.membership.standing import StandingOn
from exchange.registration.enums import RegistrationState

NOW = datetime(2027, 3, 4, 9, tzinfo=UTC)
ME, OTHER = UUID(int=1), UUID(int=2)


def standing(kind: Standing) -> StandingOn:
    day = NOW.date()
    return StandingOn(kind=kind, member_word="council", ended_on=day)


ACTIVE = standing(Standing.ACTIVE)
ADMITTED_FACTS = CaseFacts(
    at=NOW,
    person_id=ME,
    account_active=True,
    event_published=True,
    facilitates=False,
    registration=RegistrationState.CONFIRMED,
    members_only=True,
    standing=ACTIVE,
    unacknowledged=0,
    invited=True,
    closes_at=None,
    opened=False,
    removed=False,
)
FACILITATOR = replace(
    ADMITTED_FACTS, facilitates=True, registration=None, standing=standing(Standing.LAPSED)
)
MINE = KeptCase(ME, CaseSeenBy.FACILITATORS, withdrawn=False)
SHARED = KeptCase(OTHER, CaseSeenBy.ADMITTED, withdrawn=False)
CONFIDED = KeptCase(OTHER, CaseSeenBy.FACILITATORS, withdrawn=False)


@pytest.mark.parametrize("registration", [None, *RegistrationState])
@pytest.mark.parametrize("kind", Standing)
@pytest.mark.parametrize("members_only", [True, False])
def test_a_place_and_a_membership_that_opens_rooms_are_needed_to_hand_in(
    registration: RegistrationState | None, kind: Standing, members_only: bool
):
    facts = replace(
        ADMITTED_FACTS,
        registration=registration,
        standing=standing(kind),
        members_only=members_only,
    )
    opens = not members_only or kind in (Standing.ACTIVE, Standing.GRACE)
    assert bool(may_hand_in(facts)) == (registration in ADMITTED and opens)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"account_active": False}, CaseReason.ACCOUNT_CLOSED),
        ({"event_published": False}, CaseReason.EVENT_NOT_PUBLISHED),
        ({"registration": RegistrationState.WAITLISTED}, CaseReason.NO_PLACE),
        ({"invited": False}, CaseReason.NOT_INVITED),
        ({"closes_at": NOW}, CaseReason.TOO_LATE),
        ({"opened": True}, CaseReason.OPENED),
    ],
)
def test_each_reason_against_handing_in_is_told(change: dict[str, object], reason: CaseReason):
    assert may_hand_in(replace(ADMITTED_FACTS, **change)).code == reason  # type: ignore[arg-type]


def test_a_case_is_handed_in_until_the_deadline_and_changed_after_it_until_the_doors_open():
    late = replace(ADMITTED_FACTS, closes_at=NOW - timedelta(days=1))
    assert may_hand_in(replace(ADMITTED_FACTS, closes_at=NOW + timedelta(seconds=1)))
    assert not may_hand_in(late)
    assert may_change(late, MINE)
    assert may_change(replace(late, opened=True), MINE).code == CaseReason.OPENED


def test_nobody_but_its_presenter_changes_or_withdraws_a_case():
    for facts, case in product((ADMITTED_FACTS, FACILITATOR), (SHARED, CONFIDED)):
        assert not may_change(facts, case)
        assert not may_withdraw(facts, case)


def test_a_presenter_withdraws_whatever_else_has_ended():
    ended = replace(
        ADMITTED_FACTS,
        event_published=False,
        registration=None,
        standing=standing(Standing.LAPSED),
        opened=True,
    )
    assert may_withdraw(ended, MINE)
    assert not may_withdraw(ended, replace(MINE, withdrawn=True))


# Who reads: one's own, one shared with everybody admitted, one for facilitators alone.
READS = {
    "presenter, whatever ended": (replace(ADMITTED_FACTS, registration=None), (True, False, False)),
    "admitted": (ADMITTED_FACTS, (True, True, False)),
    "attended": (
        replace(ADMITTED_FACTS, registration=RegistrationState.ATTENDED),
        (True, True, False),
    ),
    "waitlisted": (
        replace(ADMITTED_FACTS, registration=RegistrationState.WAITLISTED),
        (True, False, False),
    ),
    "lapsed": (
        replace(ADMITTED_FACTS, standing=standing(Standing.LAPSED)),
        (True, False, False),
    ),
    "not acknowledged": (replace(ADMITTED_FACTS, unacknowledged=1), (True, False, False)),
    "removed": (replace(ADMITTED_FACTS, removed=True), (True, False, False)),
    "facilitator": (FACILITATOR, (True, True, True)),
    "facilitator who has not acknowledged": (
        replace(FACILITATOR, unacknowledged=1),
        (True, False, False),
    ),
    "staff without a role": (replace(ADMITTED_FACTS, registration=None), (True, False, False)),
    "event withdrawn": (replace(FACILITATOR, event_published=False), (True, False, False)),
    "account closed": (replace(FACILITATOR, account_active=False), (False, False, False)),
}


@pytest.mark.parametrize("who", READS)
def test_who_reads_which_case(who: str):
    facts, wanted = READS[who]
    assert tuple(bool(may_read(facts, case)) for case in (MINE, SHARED, CONFIDED)) == wanted


def test_a_withdrawn_case_is_read_by_nobody():
    for facts, case in product((ADMITTED_FACTS, FACILITATOR), (MINE, SHARED, CONFIDED)):
        assert not may_read(facts, replace(case, withdrawn=True))


def test_who_may_look_through_the_cases_is_told_why_not():
    assert may_list(FACILITATOR)
    assert may_list(replace(ADMITTED_FACTS, unacknowledged=1)).code == CaseReason.NOT_ACKNOWLEDGED
    assert may_list(replace(ADMITTED_FACTS, registration=None)).code == CaseReason.NO_PLACE
