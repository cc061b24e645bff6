from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from exchange.events.models import Event
from exchange.retention import queries
from exchange.rooms.models import Room


def room_words(event: Event) -> dict[str, str]:
    """The event's rooms by number, by their ids: what they are called was said inside."""
    return {
        room.id.hex: _in_words(event, room, part, number)
        for room, part, number in queries.rooms_to_hold(event.id)
    }


def room_choices(event: Event) -> list[SelectChoice]:
    """The same, to choose from."""
    return [SelectChoice(id, words) for id, words in room_words(event).items()]


def _in_words(event: Event, room: Room, part: int, number: int | None) -> str:
    if number is None:
        words = _("Plenary")
    else:
        words = _("Round %(round)s, room %(room)s", round=number, room=room.position)
    many = len(event.parts) > 1
    return _("Part %(part)s: %(room)s", part=part, room=words) if many else words
