"""An exchange that is over, with something of every kind left of it."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from exchange.accounts.models import Person
from exchange.cases.models import Case, CaseWish
from exchange.cases.queries import place_of as place_of_case
from exchange.core import clock
from exchange.core.clock import local
from exchange.core.db import add, find, scope_of, transaction
from exchange.events.models import Event
from exchange.notes.models import NotesDocument, NotesPoint, NotesSnapshot, NotesUpdate
from exchange.notes.queries import place_of_point, place_of_snapshot
from exchange.rooms.enums import MessageKind, RoomKind
from exchange.rooms.models import (
    AccessReceipt,
    Act,
    Ballot,
    CaseRewriting,
    Connection,
    Conversation,
    Hand,
    HelpCall,
    LivePart,
    Message,
    Mute,
    Poll,
    Remark,
    Removal,
    Room,
    Round,
    Seat,
    Tally,
    Visit,
)
from exchange.rooms.queries import place_of_remark, place_of_rewriting, place_of_tally
from exchange.takeaways.models import Takeaway
from exchange.takeaways.queries import sealed
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place
from tests.support.world import World

WORDS = "the leader will resign on Thursday"


class Past:
    """An event that ended so many days ago: a plenary and two breakout rooms, each with words."""

    def __init__(self, world: World, days_ago: int) -> None:
        self.world = world
        ended = clock.now() - timedelta(days=days_ago)
        self.event: Event = world.event(parts=[(ended - timedelta(hours=3), ended)])
        self.part_id = world.part(self.event).id
        self.ended = ended
        self.person: Person = world.person("Anna", organisation=world.organisation())
        world.registration(self.person, self.event)
        with scope_of(world.database), transaction():
            add(LivePart(part_id=self.part_id, opened_at=ended, closed_at=ended))
            self.round = add(Round(part_id=self.part_id, number=1, state="closed"))
            self.rooms: list[UUID] = [self._room(number) for number in range(3)]
            self._attendance()
            self._hand_in()
            self._tell()

    @property
    def ended_on(self) -> date:
        return local(self.ended, self.event.time_zone).date()

    def _room(self, position: int) -> UUID:
        kind = RoomKind.BREAKOUT if position else RoomKind.PLENARY
        room = add(
            Room(
                part_id=self.part_id,
                round_id=self.round.id if position else None,
                kind=kind.value,
                position=position,
                name=f"Room of {position}",
                closed_at=self.ended if position else None,
            )
        )
        vault().make_keys(room.id)
        self._say(room.id)
        self._write(room.id)
        self._vote(room.id)
        self._propose(room.id)
        who = {"room_id": room.id, "person_id": self.person.id}
        add(Hand(**who, raised_at=self.ended, lowered_at=self.ended))
        add(HelpCall(**who, asked_at=self.ended, ended_at=self.ended))
        return room.id

    def _say(self, room_id: UUID) -> None:
        place = Place("message", room_id, 1, Content.CHAT)
        add(
            Message(
                room_id=room_id,
                number=1,
                kind=MessageKind.SAID.value,
                person_id=self.person.id,
                key=uuid4(),
                sealed=vault().seal(WORDS.encode(), place),
                at=self.ended,
            )
        )

    def _tell(self) -> None:
        sealed_in = self.rooms[0]
        talk = add(
            Conversation(part_id=self.part_id, sealed_in=sealed_in, last=1, last_at=self.ended)
        )
        who = {"person_id": self.person.id, "key": uuid4(), "at": self.ended}
        remark = Remark(conversation_id=talk.id, sealed_in=sealed_in, number=1, **who)
        remark.sealed = vault().seal(WORDS.encode(), place_of_remark(remark))
        add(remark)

    def _write(self, room_id: UUID) -> None:
        place = Place("notes_update", room_id, 1, Content.NOTES)
        sealed = vault().seal(WORDS.encode(), place)
        who = {"room_id": room_id, "person_id": self.person.id}
        add(NotesDocument(room_id=room_id, last=1))
        add(NotesUpdate(**who, number=1, sealed=sealed, at=self.ended))
        whole = vault().seal(WORDS.encode(), place_of_snapshot(room_id, 1))
        add(NotesSnapshot(room_id=room_id, through=1, sealed=whole, at=self.ended))
        point = NotesPoint(**who, number=1, position=1, kind="idea", key=uuid4(), at=self.ended)
        point.sealed = vault().seal(WORDS.encode(), place_of_point(room_id, point.id))
        add(point)

    def _propose(self, room_id: UUID) -> None:
        line = Takeaway(room_id=room_id, version=1, shown_at=self.ended, releases_at=self.ended)
        line.held_at, line.sealed = self.ended, b""
        line.sealed = sealed(line, WORDS)
        add(line)

    def _vote(self, room_id: UUID) -> None:
        poll = Poll(
            part_id=self.part_id, room_id=room_id, sealed_in=room_id, kind="single", state="closed"
        )
        poll.sealed = vault().seal(WORDS.encode(), Place("poll", room_id, poll.id, Content.VOTES))
        add(poll)
        add(Ballot(poll_id=poll.id, vote=1, room_id=room_id, person_id=self.person.id))
        tally = Tally(poll_id=poll.id, room_id=room_id, vote=1)
        tally.sealed = vault().seal(WORDS.encode(), place_of_tally(tally))
        add(tally)

    def _hand_in(self) -> None:
        case = Case(
            event_id=self.event.id,
            person_id=self.person.id,
            seen_by="admitted",
            shown_in_room=True,
            handed_in_at=self.ended,
            changed_at=self.ended,
        )
        vault().make_keys(case.id, [Content.CASES])
        case.sealed = vault().seal(WORDS.encode(), place_of_case(case.id))
        add(case)
        rewriting = CaseRewriting(id=uuid4(), case_id=case.id, event_id=self.event.id)
        rewriting.sealed = vault().seal(WORDS.encode(), place_of_rewriting(rewriting))
        add(rewriting)
        add(CaseWish(event_id=self.event.id, person_id=self.person.id, first_id=case.id))
        room = find(Room, self.rooms[1])
        assert room is not None
        room.case_id, room.presenter_id = case.id, self.person.id

    def _attendance(self) -> None:
        who, span = {"person_id": self.person.id}, {"began_at": self.ended, "ended_at": self.ended}
        place = {**who, "room_id": self.rooms[1]}
        add(Seat(**place, round_id=self.round.id, how="random", **span))
        add(Visit(**place, part_id=self.part_id, **span))
        add(Connection(**who, part_id=self.part_id, process_id=uuid4(), sid=uuid4().hex, **span))
        add(Removal(**who, part_id=self.part_id, removed_at=self.ended, removed_by=self.person.id))
        add(Mute(**who, part_id=self.part_id, muted_at=self.ended, muted_by=self.person.id))
        add(Act(**who, part_id=self.part_id, version=1, at=self.ended, tag="part.closed"))
        add(AccessReceipt(**who, part_id=self.part_id, reason="standing", committed_at=self.ended))


@pytest.fixture
def past(world: World, request: pytest.FixtureRequest) -> Past:
    """Over for as many days as the test's parameter says, 45 without."""
    world.network()
    return Past(world, getattr(request, "param", 45))
