"""Writing events: who may, what is refused, and what stays itself."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.events import rules
from exchange.events.actions import (
    change_event,
    create_event,
    name_facilitator,
    publish_event,
    release_facilitator,
    withdraw_event,
)
from exchange.events.enums import EventState
from exchange.events.errors import SlugTaken
from exchange.events.messages import EventContent, EventFilters, PartContent, PriceContent
from exchange.events.queries import content_of, event_for, is_facilitator, published_events
from tests.support.world import World

DAY = datetime(2027, 3, 4, 9, 30)  # noqa: DTZ001  # the wall clock of the event's zone
CONTENT = EventContent(
    title="Budgets in a bad year",
    kind="exchange",
    summary="Short.",
    rationale="Long.",
    audience="members_only",
    delivery="rooms",
    capacity=10,
    parts=(PartContent("Morning", DAY, DAY + timedelta(hours=3)),),
    prices=(PriceContent("member", Decimal("0.00")),),
)


def test_a_new_event_is_a_draft_on_the_networks_terms(scope: Session, world: World) -> None:
    world.network(currency="DKK", vat_rate=Decimal("0.25"), time_zone="Europe/Copenhagen")
    event = create_event(actor=world.actor(world.staff()), content=CONTENT)
    assert (event.slug, event.state, event.currency) == ("budgets-in-a-bad-year", "draft", "DKK")
    assert event.parts[0].starts_at.isoformat() == "2027-03-04T08:30:00+00:00"
    assert content_of(event) == replace(CONTENT, language="en")


def test_two_events_never_share_an_address(scope: Session, world: World) -> None:
    world.network()
    staff = world.actor(world.staff())
    create_event(actor=staff, content=CONTENT)
    with pytest.raises(SlugTaken):
        create_event(actor=staff, content=CONTENT)


def test_officers_and_facilitators_write_no_events(scope: Session, world: World) -> None:
    world.network()
    event, person = world.event(), world.person()
    world.facilitator(person, event)
    actor = world.actor(person)
    for attempt in (
        lambda: create_event(actor=actor, content=CONTENT),
        lambda: change_event(actor=actor, event_id=event.id, content=CONTENT),
        lambda: publish_event(actor=actor, event_id=event.id),
        lambda: withdraw_event(actor=actor, event_id=event.id),
        lambda: name_facilitator(actor=actor, event_id=event.id, person_id=person.id),
        lambda: release_facilitator(actor=actor, event_id=event.id, person_id=person.id),
    ):
        with pytest.raises(Refused, match="Only network staff"):
            attempt()


def test_an_event_is_never_made_smaller_than_the_places_taken(scope: Session, world: World) -> None:
    event, staff = world.event(capacity=3), world.actor(world.staff())
    for _number in range(2):
        world.registration(world.person(), event)
    smaller = replace(content_of(event), capacity=1)
    with pytest.raises(Refused, match="2 places are taken already"):
        change_event(actor=staff, event_id=event.id, content=smaller)
    change_event(actor=staff, event_id=event.id, content=replace(smaller, capacity=2))
    assert event_for(staff, event.slug).capacity == 2


def test_parts_must_follow_each_other(scope: Session, world: World) -> None:
    world.network()
    staff = world.actor(world.staff())
    backwards = replace(CONTENT, parts=(PartContent("", DAY, DAY),))
    with pytest.raises(Refused, match="must end after its start"):
        create_event(actor=staff, content=backwards)
    overlapping = replace(CONTENT, parts=CONTENT.parts * 2)
    with pytest.raises(Refused, match="begins before the part above"):
        create_event(actor=staff, content=overlapping)


def test_an_event_without_dates_is_published_only_if_it_says_so(
    scope: Session, world: World
) -> None:
    world.network()
    staff = world.actor(world.staff())
    event = create_event(actor=staff, content=replace(CONTENT, parts=()))
    with pytest.raises(Refused, match="at least one part"):
        publish_event(actor=staff, event_id=event.id)
    waiting = replace(CONTENT, parts=(), interest_before_dates=True)
    change_event(actor=staff, event_id=event.id, content=waiting)
    assert publish_event(actor=staff, event_id=event.id).state == "published"


@pytest.mark.parametrize("state", EventState)
@pytest.mark.parametrize("verb", [rules.PUBLISH, rules.WITHDRAW])
def test_the_table_of_states_is_the_only_way(
    scope: Session, world: World, state: EventState, verb: str
) -> None:
    event, staff = world.event(state=state.value), world.actor(world.staff())
    act = publish_event if verb == rules.PUBLISH else withdraw_event
    after = rules.STATES.get((state, verb))
    if after is None:
        with pytest.raises(Refused):
            act(actor=staff, event_id=event.id)
    else:
        assert act(actor=staff, event_id=event.id).state == after.value


def test_facilitating_begins_and_ends(scope: Session, world: World) -> None:
    event, person, staff = world.event(), world.person(), world.actor(world.staff())
    name_facilitator(actor=staff, event_id=event.id, person_id=person.id)
    name_facilitator(actor=staff, event_id=event.id, person_id=person.id)
    assert is_facilitator(person.id, event.id)
    release_facilitator(actor=staff, event_id=event.id, person_id=person.id)
    assert not is_facilitator(person.id, event.id)
    with pytest.raises(NotFound):
        release_facilitator(actor=staff, event_id=event.id, person_id=person.id)


def test_a_closed_account_is_not_named(scope: Session, world: World) -> None:
    event, person = world.event(), world.person(active=False)
    with pytest.raises(Refused, match="account is closed"):
        name_facilitator(actor=world.actor(world.staff()), event_id=event.id, person_id=person.id)


@pytest.mark.parametrize("state", [EventState.DRAFT, EventState.WITHDRAWN])
def test_what_is_not_published_exists_for_staff_and_its_facilitators_alone(
    scope: Session, world: World, state: EventState
) -> None:
    event, other = world.event(state=state.value), world.event()
    facilitator, stranger, officer = world.person(), world.person(), world.person()
    world.facilitator(facilitator, event)
    world.facilitator(stranger, other)
    world.registration(officer, event)
    assert event_for(world.actor(world.staff()), event.slug)
    assert event_for(world.actor(facilitator), event.slug)
    for person in (stranger, officer):
        with pytest.raises(NotFound):
            event_for(world.actor(person), event.slug)
    assert [e.slug for e in published_events(EventFilters(), 1).items] == [other.slug]
