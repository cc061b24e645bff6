"""May somebody register? Every reason, and the order in which reasons are given."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from exchange.core.actor import Actor, ActorKind
from exchange.core.money import Money
from exchange.events.enums import Audience, EventState, PriceFor
from exchange.events.pricing import Quote
from exchange.membership.enums import Standing
from exchange.membership.standing import NOBODY, StandingOn
from exchange.registration import rules
from exchange.registration.enums import RegistrationState
from exchange.registration.messages import Facts, Places

NOW = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
FREE = Money(Decimal("0.00"), "GBP")
MEMBER = StandingOn(Standing.ACTIVE, member_word="council")
OPEN = Facts(
    at=NOW,
    event_state=EventState.PUBLISHED,
    audience=Audience.MEMBERS_ONLY,
    opens_at=None,
    closes_at=None,
    late_entry=False,
    starts_at=NOW + 24 * HOUR,
    ends_at=NOW + 27 * HOUR,
    person_active=True,
    organisation_id=uuid4(),
    standing=MEMBER,
    quote=Quote(PriceFor.MEMBER, FREE, FREE, FREE),
    organisation_has_room=True,
    organisation_most=None,
    mine=None,
    places=Places(10, 3, 0),
)
FULL = Places(10, 10, 0)


def code(**changed):
    return rules.may_register(replace(OPEN, **changed)).code


def test_a_member_may_register_while_registration_is_open():
    assert rules.may_register(OPEN)


def test_a_full_event_is_no_refusal():
    assert code(places=FULL) == "allowed"


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.WITHDRAWN])
def test_an_event_that_is_not_published_takes_nobody(state):
    assert code(event_state=state) == "not_published"


def test_an_event_without_dates_takes_nobody_yet():
    assert code(starts_at=None, ends_at=None) == "no_dates"


def test_before_it_opens_the_day_is_named():
    decision = rules.may_register(replace(OPEN, opens_at=NOW + HOUR))
    assert decision.code == "not_open_yet"
    assert decision.sentence.values["when"] == NOW + HOUR


def test_registration_opens_at_the_very_instant():
    assert code(opens_at=NOW) == "allowed"


def test_registration_closes_at_the_very_instant():
    assert code(closes_at=NOW) == "closed"
    assert code(closes_at=NOW + timedelta(seconds=1)) == "allowed"


def test_without_a_deadline_registration_closes_when_the_first_part_begins():
    assert code(starts_at=NOW) == "closed"


def test_late_entry_lasts_while_there_are_places_and_the_event_runs():
    late = {"closes_at": NOW - HOUR, "late_entry": True}
    assert code(**late) == "allowed"
    assert code(**late, places=FULL) == "closed"
    assert code(**late, places=Places(10, 9, 1)) == "closed"
    assert code(starts_at=NOW - HOUR, late_entry=True) == "allowed"
    assert code(starts_at=NOW - HOUR, ends_at=NOW, late_entry=True) == "over"


def test_staff_may_register_somebody_outside_the_time_of_registration():
    assert code(opens_at=NOW + HOUR, by_staff=True) == "allowed"
    assert code(closes_at=NOW - HOUR, by_staff=True) == "allowed"
    assert code(ends_at=NOW, by_staff=True) == "over"


@pytest.mark.parametrize(
    "mine", [s for s in RegistrationState if s not in ("cancelled", "expired")]
)
def test_nobody_registers_twice(mine):
    assert code(mine=mine) == "already_registered"


def test_having_a_place_is_said_before_anything_else():
    assert code(mine=RegistrationState.CONFIRMED, closes_at=NOW - HOUR) == "already_registered"


STANDINGS = {
    Standing.ACTIVE: "allowed",
    Standing.GRACE: "allowed",
    Standing.LAPSED: "membership_lapsed",
    Standing.SUSPENDED: "membership_suspended",
    Standing.PROSPECTIVE: "membership_prospective",
    Standing.NONE: "not_a_member",
}


@pytest.mark.parametrize(("standing", "expected"), STANDINGS.items())
@pytest.mark.parametrize("by_staff", [False, True])
def test_what_is_for_members_asks_for_a_membership_whoever_registers(standing, expected, by_staff):
    day = date(2026, 3, 31)
    given = StandingOn(standing, since=day, until=day, ended_on=day, begins_on=day)
    assert code(standing=given, by_staff=by_staff) == expected


@pytest.mark.parametrize("standing", Standing)
def test_what_is_open_asks_for_no_membership(standing):
    assert code(audience=Audience.OPEN, standing=StandingOn(standing)) == "allowed"


def test_the_reason_of_a_lapsed_membership_names_the_council_and_the_day():
    lapsed = StandingOn(Standing.LAPSED, ended_on=date(2026, 3, 31), member_word="council")
    sentence = rules.may_register(replace(OPEN, standing=lapsed)).sentence
    assert str(sentence) == (
        "Your council's membership ended on 2026-03-31; ask your network contact."
    )


def test_somebody_without_an_organisation_is_told_so():
    assert code(standing=NOBODY) == "no_organisation"


def test_somebody_to_whom_no_place_is_sold_is_told_so():
    assert code(audience=Audience.OPEN, quote=None) == "no_price"


def test_an_organisation_with_all_its_places_is_refused():
    assert code(organisation_has_room=False, organisation_most=2) == "organisation_full"


def test_a_closed_account_is_refused():
    assert code(person_active=False) == "inactive_person"


def actor(*, is_staff=False):
    return Actor(ActorKind.PERSON, person_id=uuid4(), is_staff=is_staff)


def test_people_act_for_themselves_and_staff_for_others_with_a_reason():
    officer, staff = actor(), actor(is_staff=True)
    assert rules.acts_for(officer, officer.person_id, "")
    assert rules.acts_for(officer, uuid4(), "because").code == "not_yours"
    assert rules.acts_for(staff, uuid4(), " ").code == "no_reason"
    assert rules.acts_for(staff, uuid4(), "Asked by telephone")


def test_a_binding_place_is_given_up_knowingly():
    confirmed = RegistrationState.CONFIRMED
    ask = {"is_binding": True, "knows_it_is_binding": False}
    assert rules.may_cancel(confirmed, **ask).code == "binding"
    assert rules.may_cancel(confirmed, is_binding=True, knows_it_is_binding=True)
    assert rules.may_cancel(RegistrationState.WAITLISTED, **ask)
    assert rules.may_cancel(RegistrationState.OFFERED, **ask)


def test_an_offer_can_be_accepted_until_the_instant_at_which_it_ends():
    offered = RegistrationState.OFFERED
    assert rules.may_accept(offered, offer_ends_at=NOW + HOUR, at=NOW)
    assert rules.may_accept(offered, offer_ends_at=NOW, at=NOW).code == "offer_ended"
    waiting = rules.may_accept(RegistrationState.WAITLISTED, offer_ends_at=None, at=NOW)
    assert waiting.code == "wrong_state"
