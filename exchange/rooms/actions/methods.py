"""The network's methods: applied to a sheet, kept from one, imported from a file."""

from collections.abc import Sequence
from dataclasses import asdict
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.exc import IntegrityError

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, find, session
from exchange.core.decision import require
from exchange.core.errors import NotFound
from exchange.core.text import slug_of
from exchange.events.messages import Change
from exchange.events.models import Event
from exchange.events.rules import manages_events
from exchange.rooms.actions.planning import append, hold_sheet, show_sheet
from exchange.rooms.errors import NameTaken, NothingToSave
from exchange.rooms.messages import MethodContent, StepContent
from exchange.rooms.models import Method
from exchange.rooms.queries import content_of, part_to_plan, steps_of

FIELDS = ("name", "language", "people", "about")


@action
def apply_method(*, actor: Actor, part_id: UUID, method_id: UUID) -> int:
    """Append a method's steps to the sheet; returns how many. Raises `SheetFull`, `NotFound`."""
    live = hold_sheet(actor, part_id)
    method = find(Method, method_id)
    if method is None:
        raise NotFound
    made = append(part_id, [StepContent(**step) for step in method.steps])
    record(actor, Tag.METHOD_APPLIED, method, part=part_id, steps=len(made))
    show_sheet(live)
    return len(made)


@action
def save_as_method(
    *, actor: Actor, part_id: UUID, name: str, people: str = "", about: str = ""
) -> Method:
    """Keep the part's steps as a method of the network. Raises `NameTaken`, `NothingToSave`."""
    part = part_to_plan(actor, part_id)
    steps = steps_of(part_id)
    if not steps:
        raise NothingToSave
    slug = slug_of(name)
    if session().scalar(select(Method.seq).where(or_(Method.name == name, Method.slug == slug))):
        raise NameTaken
    event = find(Event, part.event_id)
    content = MethodContent(
        slug=slug,
        name=name,
        language=event.language if event else "en",
        steps=tuple(map(content_of, steps)),
        people=people,
        about=about,
    )
    try:
        method = add(_made(content))
    except IntegrityError as error:  # somebody took the name in this moment
        raise NameTaken from error
    record(actor, Tag.METHOD_SAVED, method, part=part_id, steps=len(steps))
    return method


@action
def remove_method(*, actor: Actor, method_id: UUID) -> None:
    """Take a method from the network's list; sheets made by it stay. For staff who keep events."""
    require(manages_events(actor))
    method = find(Method, method_id)
    if method is None:
        raise NotFound
    session().delete(method)
    record(actor, Tag.METHOD_REMOVED, method)


@action
def import_methods(*, actor: Actor, methods: Sequence[MethodContent]) -> tuple[Change, ...]:
    """Make or change the method of each slug; what is equal stays. Raises `NameTaken`."""
    require(manages_events(actor))
    return tuple(_import_one(actor, content) for content in methods)


def _import_one(actor: Actor, content: MethodContent) -> Change:
    known = session().scalar(select(Method).where(Method.slug == content.slug))
    named = session().scalar(select(Method).where(Method.name == content.name))
    if named is not None and named is not known:
        raise NameTaken
    if known is None:
        made = add(_made(content))
        record(actor, Tag.METHOD_SAVED, made, steps=len(content.steps))
        return Change("method", content.slug, "new")
    changed = _differences(known, content)
    if changed:
        _write(known, content)
        record(actor, Tag.METHOD_SAVED, known, steps=len(content.steps))
    return Change("method", content.slug, "changed" if changed else "unchanged", changed)


def _made(content: MethodContent) -> Method:
    method = Method(slug=content.slug)
    _write(method, content)
    return method


def _write(method: Method, content: MethodContent) -> None:
    for name in FIELDS:
        setattr(method, name, getattr(content, name))
    method.steps = [asdict(step) for step in content.steps]


def _differences(known: Method, content: MethodContent) -> tuple[str, ...]:
    changed = [name for name in FIELDS if getattr(known, name) != getattr(content, name)]
    if known.steps != [asdict(step) for step in content.steps]:
        changed.append("steps")
    return tuple(changed)
