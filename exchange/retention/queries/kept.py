"""In which tables each kind lies. A test demands that every table about rooms is named here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from exchange.cases.models import Case, CaseWish
from exchange.cases.queries import place_of as place_of_case
from exchange.commitments.models import Commitment
from exchange.commitments.queries import place_of as place_of_commitment
from exchange.core.model import Row
from exchange.events.models import Event, Part
from exchange.feedback.models import ContactCard, ContactOffer, QuotationConsent
from exchange.feedback.queries import place_of as place_of_card
from exchange.feedback.queries import place_of_consent
from exchange.notes.models import NotesDocument, NotesPoint, NotesSnapshot, NotesUpdate
from exchange.notes.queries import place_of as place_of_update
from exchange.notes.queries import place_of_point, place_of_snapshot
from exchange.retention.enums import Kind
from exchange.retention.periods import PERIODS
from exchange.rooms.models import (
    AccessReceipt,
    Act,
    Admission,
    Aside,
    Ballot,
    Ban,
    CaseRewriting,
    Connection,
    Conversation,
    Hand,
    HelpCall,
    LobbyStay,
    Message,
    Mute,
    Poll,
    Remark,
    Removal,
    Room,
    Seat,
    StepAnswer,
    Tally,
    Visit,
)
from exchange.rooms.queries import place_of as place_of_line
from exchange.rooms.queries import (
    place_of_answer,
    place_of_poll,
    place_of_remark,
    place_of_rewriting,
    place_of_tally,
)
from exchange.takeaways.models import Takeaway
from exchange.takeaways.queries import place_of as place_of_takeaway
from exchange.vault.envelope import Content, Place
from exchange.vault.models import DataKey


class Reach(Enum):
    """What the rows of a table belong to."""

    ROOM = "room"
    PART = "part"
    EVENT = "event"


@dataclass(frozen=True)
class Table:
    """A table whose rows are destroyed with the room, part or event that `column` names."""

    model: type[Row]
    column: InstrumentedAttribute[Any]
    reach: Reach = Reach.ROOM

    @property
    def name(self) -> str:
        return str(self.model.__tablename__)


# In the order in which rows may go: those that refer to others first.
KEPT: Mapping[Kind, tuple[Table, ...]] = {
    Kind.CHAT: (
        Table(Message, Message.room_id),
        Table(Remark, Remark.sealed_in),
        Table(Conversation, Conversation.sealed_in),
    ),
    Kind.VOTES: (
        Table(Ballot, Ballot.room_id),
        Table(Tally, Tally.room_id),
        Table(Poll, Poll.sealed_in),
        Table(StepAnswer, StepAnswer.room_id),
    ),
    Kind.NOTES: (
        Table(NotesUpdate, NotesUpdate.room_id),
        Table(NotesPoint, NotesPoint.room_id),
        Table(NotesDocument, NotesDocument.room_id),
        Table(NotesSnapshot, NotesSnapshot.room_id),  # made under the lock of the row before
    ),
    Kind.TAKEAWAYS: (Table(Takeaway, Takeaway.room_id),),
    Kind.CASES: (
        Table(CaseWish, CaseWish.event_id, Reach.EVENT),
        Table(CaseRewriting, CaseRewriting.event_id, Reach.EVENT),
        Table(Case, Case.event_id, Reach.EVENT),
    ),
    Kind.PRESENCE: (
        Table(ContactOffer, ContactOffer.event_id, Reach.EVENT),
        Table(Hand, Hand.room_id),
        Table(HelpCall, HelpCall.room_id),
        Table(Seat, Seat.room_id),
        Table(Visit, Visit.room_id),
        Table(Connection, Connection.part_id, Reach.PART),
        Table(LobbyStay, LobbyStay.part_id, Reach.PART),
        Table(Admission, Admission.part_id, Reach.PART),
        Table(Aside, Aside.part_id, Reach.PART),
        Table(Act, Act.part_id, Reach.PART),
        Table(Removal, Removal.part_id, Reach.PART),
        Table(Mute, Mute.part_id, Reach.PART),
        Table(Ban, Ban.event_id, Reach.EVENT),
        Table(AccessReceipt, AccessReceipt.part_id, Reach.PART),
    ),
}


@dataclass(frozen=True)
class Sealed:
    """A table with sealed rows, and the place to which each row's seal is bound."""

    model: type[Any]
    place: Callable[[Any], Place]


SEALED = (
    Sealed(Message, lambda row: place_of_line(row.room_id, row.number)),
    Sealed(Remark, place_of_remark),
    Sealed(NotesUpdate, lambda row: place_of_update(row.room_id, row.number)),
    Sealed(NotesSnapshot, lambda row: place_of_snapshot(row.room_id, row.through)),
    Sealed(Takeaway, place_of_takeaway),
    Sealed(NotesPoint, lambda row: place_of_point(row.room_id, row.id)),
    Sealed(Poll, place_of_poll),
    Sealed(Tally, place_of_tally),
    Sealed(StepAnswer, place_of_answer),
    Sealed(CaseRewriting, place_of_rewriting),
    Sealed(Case, lambda row: place_of_case(row.id)),
    Sealed(Commitment, lambda row: place_of_commitment(row.id)),
    Sealed(ContactCard, lambda row: place_of_card(row.id)),
    Sealed(QuotationConsent, lambda row: place_of_consent(row.id)),
)


def remains(kind: Kind) -> ColumnElement[bool]:
    """Whether anything of the kind is left of the event (correlated), rows or keys."""
    left = [exists().where(table.column.in_(_reached(table.reach))) for table in KEPT[kind]]
    seals = PERIODS[kind].seals
    if seals is not None:
        living = exists().where(
            DataKey.scope_id.in_(scopes(kind)),
            DataKey.kind.in_((seals.value, Content.EVERYTHING.value)),
            DataKey.destroyed_at.is_(None),
        )
        left.append(living)
    return or_(*(each.correlate(Event) for each in left))


def scopes(kind: Kind) -> Select[UUID]:
    """What has keys of its own for this kind, of the event (correlated): its rooms or its cases."""
    if kind is Kind.CASES:
        return select(Case.id).where(Case.event_id == Event.id).correlate(Event)
    return _reached(Reach.ROOM)


def _reached(reach: Reach) -> Select[UUID]:
    parts = select(Part.id).where(Part.event_id == Event.id).correlate(Event)
    if reach is Reach.PART:
        return parts
    if reach is Reach.ROOM:
        return select(Room.id).where(Room.part_id.in_(parts)).correlate(Event)
    return select(Event.id).correlate(Event)
