"""What becomes of released lines: staff arrange them, publish them, take them back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, lock
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.events.models import Event
from exchange.harvest import queries, rules
from exchange.harvest.enums import HarvestFor
from exchange.harvest.models import Harvest, HarvestLine


@dataclass(frozen=True)
class Standing:
    """Where staff want a line: under a heading ("": none), in which order, or left out."""

    heading: str
    order: int
    left_out: bool = False


def receive(event: Event, text: str) -> None:
    """Add a line to the event's harvest, in the caller's action, which records it."""
    add(
        HarvestLine(
            event_id=event.id,
            text=text,
            searched=rules.folded(text),
            released_on=clock.today(event.time_zone),
        )
    )


@action
def head(*, actor: Actor, event_id: UUID, headings: Sequence[str]) -> None:
    """Set the headings of the harvest, in order. Raises `NotFound`, `Refused`."""
    require(rules.may_arrange(actor))
    wanted = [" ".join(heading.split()) for heading in headings if heading.strip()]
    require(rules.may_head(wanted))
    event, harvest = _held(event_id)
    harvest.headings = wanted
    record(actor, Tag.HARVEST_ARRANGED, event, headings=len(wanted))


@action
def arrange(*, actor: Actor, event_id: UUID, standings: Mapping[UUID, Standing]) -> None:
    """Set where each of these lines stands; equal numbers stay in their order.

    Lines that stand nowhere yet come last, and are shown from then on. Raises `NotFound`,
    `Refused`.
    """
    require(rules.may_arrange(actor))
    event, harvest = _held(event_id)
    lines = queries.lines_of(event_id)
    if not {line.id for line in lines}.issuperset(standings):
        raise NotFound
    for line in lines:
        if (wanted := standings.get(line.id)) is not None:
            known = wanted.heading in harvest.headings
            line.heading, line.left_out = wanted.heading if known else "", wanted.left_out
    _number(lines, {id: wanted.order for id, wanted in standings.items()})
    record(actor, Tag.HARVEST_ARRANGED, event, lines=len(standings))


@action
def publish(*, actor: Actor, event_id: UUID, audience: HarvestFor) -> None:
    """Publish the harvest as it is arranged, new lines last; again, to change for whom.

    Raises `NotFound`, `Refused`.
    """
    event, harvest = _held(event_id)
    require(rules.may_publish(actor, lines=queries.lines_to_publish(event_id)))
    _number(queries.lines_of(event_id), {})
    harvest.audience, harvest.published_at = audience.value, clock.now()
    record(actor, Tag.HARVEST_PUBLISHED, event, audience=audience)


@action
def unpublish(*, actor: Actor, event_id: UUID) -> None:
    """Take a published harvest back: its page is gone for all. Raises `NotFound`, `Refused`."""
    require(rules.may_arrange(actor))
    event, harvest = lock(Event, event_id), queries.harvest_of(event_id)
    if event is None:
        raise NotFound
    if harvest is not None and harvest.published_at is not None:
        harvest.published_at = None
        record(actor, Tag.HARVEST_TAKEN_BACK, event)


def _held(event_id: UUID) -> tuple[Event, Harvest]:
    event = lock(Event, event_id)
    if event is None:
        raise NotFound
    harvest = queries.harvest_of(event_id)
    return event, harvest or add(Harvest(event_id=event_id, audience="", headings=[]))


def _number(lines: Sequence[HarvestLine], wanted: Mapping[UUID, int]) -> None:
    last = len(lines) + max(wanted.values(), default=0)
    ordered = sorted(lines, key=lambda line: wanted.get(line.id, line.position or last))
    for position, line in enumerate(ordered, start=1):
        line.position = position
