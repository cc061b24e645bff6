"""What those who were in a room are told when lines wait for them: that they do, and no word."""

from typing import Any

from exchange.accounts.models import Person
from exchange.core.actor import Actor, ActorKind
from exchange.mail.letter import letter
from exchange.rooms.models import Room
from exchange.takeaways.queries import waiting_for


def takeaways_letter(room: Room, person: Person) -> dict[str, Any] | None:
    """The letter's payload; None once nothing waits for this person."""
    actor = Actor(ActorKind.PERSON, person_id=person.id, name=person.name)
    waits = next((each for each in waiting_for(actor) if each.room.id == room.id), None)
    if waits is None:
        return None
    event = waits.event
    return letter(
        person.email,
        "takeaways_proposed",
        language=person.language or event.language,
        useless_after=waits.until,
        name=person.name,
        title=event.title,
        zone=event.time_zone,
        until=waits.until,
        page_path=f"/live/{room.part_id.hex}/rooms/{room.id.hex}/takeaways",
    )
