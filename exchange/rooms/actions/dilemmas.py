"""The network's library of dilemmas: kept, retired, offered again, imported from a file."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add, session
from exchange.core.decision import require
from exchange.events.messages import Change
from exchange.events.rules import manages_events
from exchange.rooms.errors import OfCase, TitleTaken
from exchange.rooms.messages import DilemmaContent
from exchange.rooms.models import Dilemma
from exchange.rooms.queries import content_of_dilemma, dilemma_to_keep, is_of_case

FIELDS = ("title", "language", "situation", "question")


@action
def add_dilemma(*, actor: Actor, content: DilemmaContent) -> Dilemma:
    """Add a dilemma to the library. Raises `TitleTaken` where its slug is known, `Refused`."""
    require(manages_events(actor))
    if _by_slug(content.slug) is not None:
        raise TitleTaken
    try:
        made = add(_written(Dilemma(slug=content.slug), content))
    except IntegrityError as error:  # somebody took the title in this moment
        raise TitleTaken from error
    record(actor, Tag.DILEMMA_KEPT, made)
    return made


@action
def change_dilemma(*, actor: Actor, dilemma_id: UUID, content: DilemmaContent) -> Dilemma:
    """Change a dilemma; its slug stays, and polls made from it stay as they are.

    Raises `OfCase` for one that was made of a case, `NotFound`.
    """
    dilemma = dilemma_to_keep(actor, dilemma_id)
    if _differences(dilemma, content):
        _require_own(dilemma)
        _written(dilemma, content)
        record(actor, Tag.DILEMMA_KEPT, dilemma)
    return dilemma


@action
def retire_dilemma(*, actor: Actor, dilemma_id: UUID) -> Dilemma:
    """Offer a dilemma no longer; idempotent, and undone by `restore_dilemma`. Raises `NotFound`."""
    dilemma = dilemma_to_keep(actor, dilemma_id)
    if dilemma.retired_at is None:
        dilemma.retired_at = clock.now()
        record(actor, Tag.DILEMMA_RETIRED, dilemma)
    return dilemma


@action
def restore_dilemma(*, actor: Actor, dilemma_id: UUID) -> Dilemma:
    """Offer a retired dilemma again; idempotent. Raises `NotFound`."""
    dilemma = dilemma_to_keep(actor, dilemma_id)
    if dilemma.retired_at is not None:
        dilemma.retired_at = None
        record(actor, Tag.DILEMMA_RESTORED, dilemma)
    return dilemma


@action
def import_dilemmas(*, actor: Actor, dilemmas: Sequence[DilemmaContent]) -> tuple[Change, ...]:
    """Make or change the dilemma of each slug; what is equal stays, and retired ones stay so."""
    require(manages_events(actor))
    return tuple(_import_one(actor, content) for content in dilemmas)


def _import_one(actor: Actor, content: DilemmaContent) -> Change:
    known = _by_slug(content.slug)
    if known is None:
        record(actor, Tag.DILEMMA_KEPT, add(_written(Dilemma(slug=content.slug), content)))
        return Change("dilemma", content.slug, "new")
    changed = _differences(known, content)
    if changed:
        _require_own(known)
        _written(known, content)
        record(actor, Tag.DILEMMA_KEPT, known)
    return Change("dilemma", content.slug, "changed" if changed else "unchanged", changed)


def _require_own(dilemma: Dilemma) -> None:
    """What was made of a case holds the words that its presenter approved, and no others."""
    if is_of_case(dilemma.id):
        raise OfCase


def _by_slug(slug: str) -> Dilemma | None:
    return session().scalar(select(Dilemma).where(Dilemma.slug == slug))


def _written(dilemma: Dilemma, content: DilemmaContent) -> Dilemma:
    for name in FIELDS:
        setattr(dilemma, name, getattr(content, name))
    dilemma.options = list(content.options)
    return dilemma


def _differences(known: Dilemma, content: DilemmaContent) -> tuple[str, ...]:
    is_known = content_of_dilemma(known)
    names = (*FIELDS, "options")
    return tuple(name for name in names if getattr(is_known, name) != getattr(content, name))
