"""Where people stand, remembered for as long as that is as good as asking again."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from exchange.audit import queries as audit
from exchange.core import clock
from exchange.core.actor import Actor
from exchange.core.decision import Decision
from exchange.core.errors import ExchangeError
from exchange.core.recent import Recent
from exchange.rooms.queries.access import rooms_by_sessions, standing_sessions
from exchange.rooms.rules import RoomFacts, may_stand_in

AGE = 1.0  # seconds between two looks at the database for what is not stored
ASKED_ANEW = timedelta(seconds=20)  # everybody, for good measure: as often as the sweep judges
MOST = 20_000  # answers in memory; people type in far fewer rooms at one moment

Asked = tuple[Actor, UUID]
Outcome = RoomFacts | ExchangeError


@dataclass(frozen=True, slots=True)
class _Known:
    facts: RoomFacts
    length: int  # of the audit trail, read before the facts were
    until: datetime

    def holds(self, length: int, now: datetime) -> bool:
        return self.length == length and now < self.until


class KnownPlaces:
    """How people stand to the rooms that they are in, without asking eight tables at each key.

    Whatever ends somebody's right to be in a room is an act, and every act that changes rows
    records itself in the audit trail, in its own transaction: `core.action` refuses to commit it
    otherwise. While the trail has not grown, no right has ended; once it has, everything here is
    asked anew. So this is as strict as judging anew, inside the same transaction, in whichever
    process the act took place. Two things end without a record. What ends by the clock (a session,
    or a membership with the day) is remembered no longer than it lasts; and who leaves by
    themselves is forgotten by the process that held their socket. Refusals are never remembered.
    """

    def __init__(self) -> None:
        self._known: dict[Asked, _Known] = {}
        self._of_person: defaultdict[UUID, set[Asked]] = defaultdict(set)

    def of(
        self, asked: Sequence[Asked], rule: Callable[[RoomFacts], Decision] = may_stand_in
    ) -> list[Outcome]:
        """As `rooms_for`, in one statement for those who are known.

        `rule` must allow whatever `may_stand_in` allows.
        """
        length, now = audit.length(), clock.now()
        found: dict[Asked, Outcome] = {}
        unknown: list[Asked] = []
        for each in dict.fromkeys(asked):
            known = self._standing(each, length, now)
            if known is None:
                unknown.append(each)
            else:
                found[each] = known.facts
        if unknown:
            standing = standing_sessions(actor for actor, _ in unknown)
            judged = rooms_by_sessions(unknown, standing, rule)
            for each, outcome in zip(unknown, judged, strict=True):
                found[each] = outcome
                self._known.pop(each, None)
                if not isinstance(outcome, ExchangeError) and may_stand_in(outcome):
                    self._remember(each, _Known(outcome, length, _end(each[0], standing, now)))
        return [found[each] for each in asked]

    def known(self, asked: Asked, length: int) -> RoomFacts | None:
        """How they stand there, where that is known of an audit trail as long as this."""
        known = self._standing(asked, length, clock.now())
        return known.facts if known is not None else None

    def _standing(self, asked: Asked, length: int, now: datetime) -> _Known | None:
        known = self._known.get(asked)
        return known if known is not None and known.holds(length, now) else None

    def _remember(self, asked: Asked, known: _Known) -> None:
        if len(self._known) >= MOST:
            self._known.clear()
            self._of_person.clear()
        self._known[asked] = known
        self._of_person[asked[0].person].add(asked)

    def forget(self, person_ids: Iterable[UUID]) -> None:
        """Forget these people: they have gone."""
        for person_id in person_ids:
            for asked in self._of_person.pop(person_id, ()):
                self._known.pop(asked, None)


def _end(actor: Actor, standing: Mapping[UUID, datetime], now: datetime) -> datetime:
    """Until when the actor's rights can end by an act alone."""
    anew = min(now + ASKED_ANEW, clock.next_midnight(now))
    return min(anew, standing[actor.session_id]) if actor.session_id else anew


class RecentVerdicts:
    """Whether a person stands in a room, by a look at most a second old, for what is not stored.

    Carets come many times a second and are passed on without a write; asking the database for
    each would cost more than the relay. For those whose place is known, one look at the length of
    the audit trail answers for all of them. A remembered answer is safe, because it never outlives
    what closes doors: an announcement that access or places changed empties this table in every
    process before it does anything else, and the socket of whoever is out is closed by the same
    announcement. The second bounds what a lost announcement could leave open. What is stored (chat,
    notes) never asks here. The actor's session is part of the question, so that the answer is no
    while it is over.
    """

    def __init__(self) -> None:
        self._length: Recent[None, int] = Recent(AGE, lambda _: {None: audit.length()})
        self._recent: Recent[Asked, bool] = Recent(AGE, _ask)

    def allows(self, actor: Actor, room_id: UUID) -> bool:
        """Whether the actor stands in the room, by an answer no older than a second."""
        known = self.standing(actor, room_id)
        return known is not None or self._recent.answer((actor, room_id))

    def standing(self, actor: Actor, room_id: UUID) -> RoomFacts | None:
        """How the actor stands in the room, where that is known; no older than a second."""
        return PLACES.known((actor, room_id), self._length.answer(None))

    def renew(self) -> None:
        """Look at the database again for those who type, before one of their carets has to wait."""
        self._length.renew()
        self._recent.renew()

    def clear(self) -> None:
        """Forget everything: access or places have changed."""
        self._length.clear()
        self._recent.clear()

    def forget(self, person_ids: Iterable[UUID]) -> None:
        """Forget what was answered about these people, who have gone."""
        gone = set(person_ids)
        PLACES.forget(gone)
        self._recent.forget(lambda asked: asked[0].person_id in gone)


def _ask(asked: Sequence[Asked]) -> Mapping[Asked, bool]:
    places = PLACES.of(asked)
    return {
        each: not isinstance(place, ExchangeError)
        for each, place in zip(asked, places, strict=True)
    }


PLACES = KnownPlaces()
VERDICTS = RecentVerdicts()
