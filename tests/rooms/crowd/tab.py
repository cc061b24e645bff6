"""A browser tab as a page drives it: what it shows is built only from what it was sent.

By the rules of `static/src/room/state.ts` and `session.ts`: whole views, of which the newest
counts; a place elsewhere is entered; a gap in the chat is asked for.
"""

from typing import Any
from uuid import UUID

from exchange.accounts.models import Person
from tests.rooms.conftest import Browser

View = dict[str, Any]


class Tab:
    """One tab of one person, which enters wherever it is told to stand."""

    def __init__(self, person: Person, browser: Browser) -> None:
        self.person, self.browser = person, browser
        self.place: View = {}
        self.room: View | None = None
        self.console: View | None = None
        self.lines: list[View] = []
        self.out: str | None = None  # the code with which it was put out or refused
        self.heard_of: set[str] = set()  # rooms from which anything came since `forget`

    @property
    def stands(self) -> bool:
        return self.out is None

    def enter(self) -> None:
        """Ask where one belongs, and show that."""
        before = self.room
        held = {"room": before["id"], "since": len(self.lines)} if before else {}
        answer = self.browser.ask("enter", part=self.browser.part, **held)
        if not answer["ok"]:
            self.leave(answer["code"])
            return
        self.place, self.room, self.console = answer["place"], answer["room"], answer["console"]
        if self.room is None or before is None or before["id"] != self.room["id"]:
            self.lines = []
        if self.room is not None:
            self.lines += answer["chat"]["messages"]
            self._catch_up(self.room["last"])

    def leave(self, code: str) -> None:
        """Show nothing any more; the line is closed."""
        self.out, self.place, self.room, self.console, self.lines = code, {}, None, None, []
        if self.browser.connected:
            self.browser.close()

    def take_in(self) -> bool:
        """Take in whatever has come, and do what it asks for; whether anything had come."""
        told = self.browser.everything()
        for each in told:
            if self.stands:
                self._take(each["name"], each["args"][0])
        return bool(told)

    def _take(self, event: str, payload: View) -> None:
        if event in ("room", "message", "latest"):
            self.heard_of.add(payload["id"] if event == "room" else payload["room"])
        getattr(self, f"_take_{event}")(payload)

    def _take_place(self, place: View) -> None:
        if place["room"] != (self.room["id"] if self.room else None):
            self.enter()
        elif place["version"] >= self.place["version"]:
            self.place = place
            if place["role"] != "facilitator":
                self.console = None

    def _take_room(self, room: View) -> None:
        if self.room and room["id"] == self.room["id"] and room["version"] >= self.room["version"]:
            self.room = room
            self._catch_up(room["last"])

    def _take_console(self, console: View) -> None:
        if self.console is None or console["version"] >= self.console["version"]:
            self.console = console
        if console["part"]["state"] == "open" and self.room is None:
            self.enter()

    def _take_message(self, message: View) -> None:
        if self.room and message["room"] == self.room["id"]:
            if message["number"] == len(self.lines) + 1:
                self.lines.append(message)
            else:
                self._catch_up(message["number"])

    def _take_latest(self, latest: View) -> None:
        here = self.room is not None and latest["room"] == self.room["id"]
        if self.room is None or not here or latest["version"] > self.room["version"]:
            self.enter()
        else:
            self._catch_up(latest["messages"])

    def _take_pulse(self, _: View) -> None:
        """Times and counts beside the rooms of the console: the next one says it all again."""

    def _take_out(self, out: View) -> None:
        self.leave(out["code"])

    def _catch_up(self, newest: int) -> None:
        while self.room and len(self.lines) < newest:
            page = self.browser.ask("replay", room=self.room["id"], since=len(self.lines))
            if not page["ok"]:
                return
            self.lines += page["messages"]

    @property
    def room_id(self) -> UUID | None:
        return UUID(self.room["id"]) if self.room else None
