from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select

from exchange.audit.models import AuditEntry
from exchange.core import clock
from exchange.core.actor import ANONYMOUS
from exchange.core.db import session, transaction
from exchange.core.decision import Refused
from exchange.core.errors import NotFound, NotSignedIn
from exchange.events.enums import Audience, PriceFor
from exchange.outbox.models import OutboxMessage
from exchange.registration import actions, queries
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration

S = RegistrationState


@pytest.fixture
def council(world):
    world.network()
    return world.organisation("Hull", standing="active")


@pytest.fixture
def officers(world, council):
    """Actors of one member council, as many as a test takes."""
    return [world.actor(world.person(organisation=council)) for _ in range(5)]


@pytest.fixture
def staff(world, council):
    return world.actor(world.staff())


def states(event):
    rows = select(Registration.state).where(Registration.event_id == event.id)
    return list(session().scalars(rows.order_by(Registration.seq)))


def register_all(officers, event):
    return [actions.register(actor=officer, event_id=event.id) for officer in officers]


def last_entry(tag):
    rows = select(AuditEntry).where(AuditEntry.tag == tag).order_by(AuditEntry.seq.desc())
    return session().scalars(rows).first()


def letters():
    rows = select(OutboxMessage).where(OutboxMessage.kind == "registration_letter")
    return [row.payload["occasion"] for row in session().scalars(rows.order_by(OutboxMessage.seq))]


def age_offers(event, by=timedelta(hours=72)):
    with transaction():
        for registration in session().scalars(
            select(Registration).where(
                Registration.event_id == event.id, Registration.state == S.OFFERED.value
            )
        ):
            registration.offer_expires_at -= by


def test_places_go_in_order_and_the_rest_wait(scope, world, officers):
    event = world.event(capacity=2)
    register_all(officers[:3], event)
    assert states(event) == ["confirmed", "confirmed", "waitlisted"]
    assert queries.places(event.id) == queries.places(event.id).__class__(2, 2, 1)
    assert letters() == ["confirmed", "confirmed", "waitlisted"]


def test_price_and_vat_are_kept_as_they_stood(scope, world, officers):
    event = world.event(prices=[(PriceFor.MEMBER, "187.00"), (PriceFor.NON_MEMBER, "304.00")])
    registration = actions.register(actor=officers[0], event_id=event.id, order_number=" PO-77 ")
    with transaction():
        session().merge(event).vat_rate = Decimal("0.25")
    kept = session().get_one(Registration, registration.seq)
    assert (kept.price_who, kept.price, kept.vat_rate, kept.currency, kept.order_number) == (
        "member", Decimal("187.00"), Decimal("0.2000"), "GBP", "PO-77",
    )  # fmt: skip


def test_a_non_member_pays_the_other_price_where_places_are_sold(scope, world, council):
    guest = world.actor(world.person(organisation=world.organisation(standing="none")))
    event = world.event(
        audience=Audience.OPEN.value,
        prices=[(PriceFor.MEMBER, "187.00"), (PriceFor.NON_MEMBER, "304.00")],
    )
    assert actions.register(actor=guest, event_id=event.id).price == Decimal("304.00")


def test_registering_is_recorded(scope, world, officers):
    event = world.event()
    registration = actions.register(actor=officers[0], event_id=event.id)
    entry = last_entry("registration.confirmed")
    assert entry.subject_id == registration.id
    assert entry.actor_id == officers[0].person_id


def test_registering_takes_at_most_twelve_statements(scope, world, officers, app):
    event = world.event(capacity=1, capacity_per_organisation=3)
    counts = []
    for officer in officers[:3]:
        statements = []
        listening.listen(
            app.database.engine, "before_cursor_execute",
            listener := lambda *a, seen=statements: seen.append(a[2]),
        )  # fmt: skip
        actions.register(actor=officer, event_id=event.id)
        listening.remove(app.database.engine, "before_cursor_execute", listener)
        counts.append(len(statements))
    assert max(counts) <= 12, counts


def test_registering_twice_is_refused(scope, world, officers):
    event = world.event()
    actions.register(actor=officers[0], event_id=event.id)
    with pytest.raises(Refused) as refusal:
        actions.register(actor=officers[0], event_id=event.id)
    assert refusal.value.decision.code == "already_registered"
    assert states(event) == ["confirmed"]


@pytest.mark.parametrize("standing", ["lapsed", "suspended", "prospective", "none"])
def test_a_council_whose_membership_opens_nothing_is_refused(scope, world, council, standing):
    outsider = world.actor(world.person(organisation=world.organisation(standing=standing)))
    event = world.event()
    with pytest.raises(Refused):
        actions.register(actor=outsider, event_id=event.id)
    assert states(event) == []


def test_a_visitor_cannot_register(scope, world, council):
    with pytest.raises(NotSignedIn):
        actions.register(actor=ANONYMOUS, event_id=world.event().id)


def test_nobody_registers_for_an_event_that_is_not_there(scope, world, officers):
    with pytest.raises(NotFound):
        actions.register(actor=officers[0], event_id=world.part(world.event()).id)


def test_an_officer_cannot_register_a_colleague(scope, world, officers):
    event = world.event()
    with pytest.raises(Refused):
        actions.register(
            actor=officers[0], event_id=event.id, person_id=officers[1].person_id, reason="Please"
        )


def test_staff_register_somebody_with_a_reason_on_record(scope, world, officers, staff):
    event = world.event()
    person_id = officers[0].person_id
    actions.register(actor=staff, event_id=event.id, person_id=person_id, reason="By telephone")
    assert last_entry("registration.confirmed").facts["reason"] == "By telephone"


def test_the_share_of_an_organisation_is_kept(scope, world, officers):
    event = world.event(capacity_per_organisation=2)
    register_all(officers[:2], event)
    with pytest.raises(Refused) as refusal:
        actions.register(actor=officers[2], event_id=event.id)
    assert refusal.value.decision.code == "organisation_full"


def test_a_cancelled_place_is_offered_to_the_first_in_line(scope, world, officers, heard):
    event = world.event(capacity=1)
    first, *_ = register_all(officers[:3], event)
    actions.cancel_registration(actor=officers[0], registration_id=first.id)
    assert states(event) == ["cancelled", "offered", "waitlisted"]
    assert letters()[-2:] == ["cancelled_confirmed", "offered"]
    assert {"person_id": officers[0].person_id.hex, "event_id": event.id.hex} in heard


def test_a_newcomer_never_passes_the_queue(scope, world, officers):
    event = world.event(capacity=1)
    first, *_ = register_all(officers[:2], event)
    actions.cancel_registration(actor=officers[0], registration_id=first.id)
    assert actions.register(actor=officers[2], event_id=event.id).state == S.WAITLISTED


def test_a_place_made_by_raising_the_capacity_goes_to_the_queue_first(
    scope, world, officers, staff
):
    event = world.event(capacity=1)
    register_all(officers[:2], event)
    with transaction():
        session().merge(event).capacity = 2
    assert actions.register(actor=officers[2], event_id=event.id).state == S.WAITLISTED
    assert queries.events_to_offer(clock.now()) == [event.id]
    actions.fill_places(actor=staff, event_id=event.id)
    assert states(event) == ["confirmed", "offered", "waitlisted"]
    assert queries.events_to_offer(clock.now()) == []


def test_accepting_gives_the_place(scope, world, officers):
    event = world.event(capacity=1)
    first, second = register_all(officers[:2], event)
    actions.cancel_registration(actor=officers[0], registration_id=first.id)
    accepted = actions.accept_offer(actor=officers[1], registration_id=second.id)
    assert (accepted.state, accepted.offer_expires_at) == (S.CONFIRMED, None)


def test_an_offer_is_for_one_person(scope, world, officers, staff):
    event = world.event(capacity=1)
    first, second = register_all(officers[:2], event)
    actions.cancel_registration(actor=officers[0], registration_id=first.id)
    for other in (officers[2], staff):
        with pytest.raises(NotFound):
            actions.accept_offer(actor=other, registration_id=second.id)


def test_declining_an_offer_passes_it_on(scope, world, officers):
    event = world.event(capacity=1)
    first, second, _ = register_all(officers[:3], event)
    actions.cancel_registration(actor=officers[0], registration_id=first.id)
    actions.cancel_registration(actor=officers[1], registration_id=second.id)
    assert states(event) == ["cancelled", "cancelled", "offered"]


def test_an_offer_that_ended_cannot_be_accepted_and_goes_to_the_next(scope, world, officers, heard):
    event = world.event(capacity=1)
    first, second, _ = register_all(officers[:3], event)
    actions.cancel_registration(actor=officers[0], registration_id=first.id)
    age_offers(event)
    with pytest.raises(Refused) as refusal:
        actions.accept_offer(actor=officers[1], registration_id=second.id)
    assert refusal.value.decision.code == "offer_ended"
    actions.expire_offers(actor=world.system())
    assert states(event) == ["cancelled", "expired", "offered"]
    assert heard[-1]["person_id"] == officers[1].person_id.hex


def test_an_expired_offer_lets_the_person_register_again_at_the_end(scope, world, officers):
    event = world.event(capacity=1)
    first, _, _ = register_all(officers[:3], event)
    actions.cancel_registration(actor=officers[0], registration_id=first.id)
    age_offers(event)
    actions.expire_offers(actor=world.system())
    actions.register(actor=officers[1], event_id=event.id)
    assert states(event) == ["cancelled", "expired", "offered", "waitlisted"]


def test_somebody_whose_membership_lapsed_keeps_their_position_and_is_passed_over(
    scope, world, officers, council
):
    lapsed = world.person(organisation=world.organisation(standing="lapsed"))
    event = world.event(capacity=1)
    [first] = register_all(officers[:1], event)
    world.registration(lapsed, event, state=S.WAITLISTED)
    actions.register(actor=officers[1], event_id=event.id)
    actions.cancel_registration(actor=officers[0], registration_id=first.id)
    assert states(event) == ["cancelled", "waitlisted", "offered"]


def test_an_offer_is_not_accepted_when_the_membership_has_ended_meanwhile(scope, world, council):
    lapsed = world.person(organisation=world.organisation(standing="lapsed"))
    event = world.event(capacity=1)
    ends = clock.now() + timedelta(hours=1)
    held = world.registration(lapsed, event, state=S.OFFERED, offer_expires_at=ends)
    with pytest.raises(Refused) as refusal:
        actions.accept_offer(actor=world.actor(lapsed), registration_id=held.id)
    assert refusal.value.decision.code == "membership_lapsed"


def test_other_people_s_registrations_are_not_there(scope, world, officers):
    event = world.event()
    registration = actions.register(actor=officers[0], event_id=event.id)
    with pytest.raises(NotFound):
        actions.cancel_registration(actor=officers[1], registration_id=registration.id)
    with pytest.raises(NotFound):
        actions.cancel_registration(actor=officers[1], registration_id=event.id)


def test_cancelling_twice_is_refused(scope, world, officers):
    event = world.event()
    registration = actions.register(actor=officers[0], event_id=event.id)
    actions.cancel_registration(actor=officers[0], registration_id=registration.id)
    with pytest.raises(Refused) as refusal:
        actions.cancel_registration(actor=officers[0], registration_id=registration.id)
    assert refusal.value.decision.code == "wrong_state"


def test_staff_cancel_with_a_reason(scope, world, officers, staff):
    event = world.event()
    registration = actions.register(actor=officers[0], event_id=event.id)
    with pytest.raises(Refused):
        actions.cancel_registration(actor=staff, registration_id=registration.id)
    actions.cancel_registration(actor=staff, registration_id=registration.id, reason="Asked to")
    assert last_entry("registration.cancelled").facts["reason"] == "Asked to"


def test_a_binding_place_stays_payable_and_that_is_recorded(scope, world, officers):
    event = world.event(
        prices=[(PriceFor.MEMBER, "187.00")], binding_from=clock.now() - timedelta(days=1)
    )
    registration = actions.register(actor=officers[0], event_id=event.id)
    with pytest.raises(Refused) as refusal:
        actions.cancel_registration(actor=officers[0], registration_id=registration.id)
    assert refusal.value.decision.code == "binding"
    actions.cancel_registration(
        actor=officers[0], registration_id=registration.id, knows_it_is_binding=True
    )
    assert last_entry("registration.cancelled").facts["stays_payable"] is True


def test_only_staff_and_the_clock_fill_places(scope, world, officers):
    with pytest.raises(Refused):
        actions.fill_places(actor=officers[0], event_id=world.event().id)
    with pytest.raises(Refused):
        actions.expire_offers(actor=officers[0])
