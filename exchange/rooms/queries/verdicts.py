from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from exchange.core.actor import Actor
from exchange.core.errors import ExchangeError
from exchange.core.recent import Recent
from exchange.rooms.queries.access import rooms_for

AGE = 1.0  # seconds

Asked = tuple[Actor, UUID]


class RecentVerdicts:
    """Whether a person stands in a room, remembered for a second, for relays that are not stored.

    Carets come many times a second and are passed on without a write; asking the database for
    each would cost more than the relay. A remembered answer is safe, because it never outlives
    what closes doors: an announcement that access or places changed empties this table in every
    process before it does anything else, and the socket of whoever is out is closed by the same
    announcement. The second bounds what a lost announcement could leave open. What is stored (chat,
    notes) never asks here. The actor's session is part of the question, so that the answer is no
    while it is over.
    """

    def __init__(self) -> None:
        self._recent: Recent[Asked, bool] = Recent(AGE, _ask)

    def allows(self, actor: Actor, room_id: UUID) -> bool:
        """Whether the actor stands in the room, by an answer no older than a second."""
        return self._recent.answer((actor, room_id))

    def clear(self) -> None:
        """Forget everything: access or places have changed."""
        self._recent.clear()

    def forget(self, person_ids: Iterable[UUID]) -> None:
        """Forget what was answered about these people, who have gone."""
        gone = set(person_ids)
        self._recent.forget(lambda asked: asked[0].person_id in gone)


def _ask(asked: Sequence[Asked]) -> Mapping[Asked, bool]:
    places = rooms_for(asked)
    return {
        each: not isinstance(place, ExchangeError)
        for each, place in zip(asked, places, strict=True)
    }


VERDICTS = RecentVerdicts()
