"""What must be true of every page and room at every moment."""

from typing import Any

from exchange.rooms.enums import Role
from exchange.rooms.queries import Picture, entered_view
from tests.rooms.crowd.meeting import Meeting
from tests.rooms.crowd.model import FACILITATORS, Model
from tests.rooms.crowd.tab import Tab

PLACE = ("room", "role", "help")
ROOM = (
    *("id", "kind", "name", "prompt", "people", "hands", "chat_locked"),
    *("round", "timer_ends_at"),
)
CONSOLE = ("part", "round", "rooms", "unseated", "removed", "timer_ends_at", "chat_locked")


NUMBERS = {"messages_last", "notes_last", "notes_moved_at"}  # these come by themselves, in pulses


def told(view: Any, fields: tuple[str, ...]) -> Any:
    """What a view says, without its own number and hour."""
    if view is None:
        return None
    said = {name: view[name] for name in fields}
    if "rooms" in said:
        said["rooms"] = [
            {name: room[name] for name in room.keys() - NUMBERS} for room in said["rooms"]
        ]
    return said


class Onlooker:
    """Compares a meeting with its model, and each page with a fresh fetch."""

    meeting: Meeting
    model: Model

    def everybody_stands_where_they_belong(self, picture: Picture) -> None:
        model = self.model
        for room in picture.rooms:
            shown = {each.name: each.present for each in picture.in_room(room.id)}
            assert shown == model.in_room(self.meeting.named(room.id.hex))
        for who, tabs in self.meeting.tabs.items():
            assert len(tabs) == (model.present[who] if model.open else len(tabs)), who
            for tab in tabs:
                assert model.entitled(who), f"{who} may not be here"
                stands = self.meeting.named(tab.room["id"]) if tab.room else None
                assert stands == model.place(who), who

    def pages_show_what_a_fetch_would_give(
        self, picture: Picture, before: dict[int, str | None]
    ) -> None:
        for who, tabs in self.meeting.tabs.items():
            role = Role.FACILITATOR if who in FACILITATORS else Role.PARTICIPANT
            fresh = entered_view(picture, self.meeting.people[who].id, role).payload()
            for tab in tabs:
                assert told(tab.place, PLACE) == told(fresh["place"], PLACE), who
                assert told(tab.room, ROOM) == told(fresh["room"], ROOM), who
                assert told(tab.console, CONSOLE) == told(fresh["console"], CONSOLE), who
                self._has_heard_its_own_alone(tab, before.get(id(tab)))
                self._shows_the_models_signs(tab)

    def _has_heard_its_own_alone(self, tab: Tab, before: str | None) -> None:
        here = tab.room["id"] if tab.room else None
        assert tab.heard_of <= {before, here}, f"{tab.person.name} heard another room"
        tab.heard_of.clear()
        room = self.model.place(tab.person.name)
        assert [line["text"] for line in tab.lines] == self.model.chat.get(room or "", [])
        assert [line["number"] for line in tab.lines] == [*range(1, len(tab.lines) + 1)]

    def _shows_the_models_signs(self, tab: Tab) -> None:
        if tab.room is not None:
            room = self.meeting.named(tab.room["id"])
            assert self.meeting.names(tab.room["hands"]) == self.model.raised(room)
            assert tab.place["help"] is (tab.person.name in self.model.calling(room))
        for shown in tab.console["rooms"] if tab.console else ():
            room = self.meeting.named(shown["id"])
            assert shown["hands"] == len(self.model.raised(room))
            calls = self.meeting.names(call["person"] for call in shown["help"])
            assert set(calls) == self.model.calling(room)
