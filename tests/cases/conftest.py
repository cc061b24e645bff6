"""An event that asks for cases, and people who stand to it in different ways."""

import pytest

from exchange.accounts.models import Person
from exchange.cases import actions
from exchange.cases.enums import CaseSeenBy
from exchange.cases.messages import CaseContent
from exchange.cases.models import Case
from exchange.core.db import in_scope, scope_of
from exchange.events.models import Event
from tests.support.world import World

WORDS = CaseContent(
    title="The leader and his cousin",
    topic="Standards",
    situation="He asked for the file on Friday.\n\nI said I would look.",
    question="How do I say no on Monday?",
)


class CaseWorld:
    """One event that asks for cases, with a facilitator; people with places as asked for."""

    def __init__(self, world: World) -> None:
        self.world = world
        world.network()
        self.event: Event = world.event(own_cases=True)
        self.facilitator = world.person("Fay Facilitator")
        world.facilitator(self.facilitator, self.event)

    def person(self, name: str) -> Person:
        council = self.world.organisation()
        person = self.world.person(name, organisation=council)
        self.world.registration(person, self.event, organisation=council)
        return person

    def hand_in(
        self,
        person: Person,
        content: CaseContent = WORDS,
        seen_by: CaseSeenBy = CaseSeenBy.ADMITTED,
        *,
        shown_in_room: bool = True,
    ) -> Case:
        """By the action, in the open scope or in one of its own."""
        given = {
            "actor": self.world.actor(person),
            "event_id": self.event.id,
            "content": content,
            "seen_by": seen_by,
            "shown_in_room": shown_in_room,
        }
        if in_scope():
            return actions.hand_in(**given)
        with scope_of(self.world.database):
            return actions.hand_in(**given)


@pytest.fixture
def asking(world: World) -> CaseWorld:
    return CaseWorld(world)
