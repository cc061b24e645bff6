"""One live part with everybody of the model: their tabs, and what becomes of it."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID, uuid4

from exchange.accounts.models import Person
from exchange.core.actor import system
from exchange.core.db import scope_of
from exchange.events.models import Event
from exchange.membership import actions as membership
from exchange.membership.models import Organisation
from exchange.registration.actions import cancel_registration
from exchange.registration.models import Registration
from exchange.rooms import actions
from exchange.rooms.queries import Picture, picture_of
from exchange.web.application import Exchange
from tests.rooms.conftest import Browser
from tests.rooms.crowd.model import COUNCIL, FACILITATORS, PLENARY
from tests.rooms.crowd.tab import Tab
from tests.support.world import World

MOST_TURNS = 12  # of taking in and answering, after which all must be quiet
REASON = "Tested at random"


class Meeting:
    """A live exchange of its own in the test's database."""

    def __init__(self, app: Exchange, world: World) -> None:
        self.app, self.world = app, world
        self.event: Event = world.live_event()
        self.part_id: UUID = world.part(self.event).id
        self.councils: dict[str, Organisation] = {
            name: world.organisation() for name in sorted(set(COUNCIL.values()))
        }
        self.staff = world.actor(world.staff())
        self.people: dict[str, Person] = {}
        self.places: dict[str, Registration] = {}
        for who, council in COUNCIL.items():
            self.people[who] = world.person(who, organisation=self.councils[council])
            self.give_place(who)
        for who in FACILITATORS:
            self.people[who] = world.person(who)
            world.facilitator(self.people[who], self.event)
        self.accounts = {who: world.account_session(each) for who, each in self.people.items()}
        world.live_part(self.event)
        self.tabs: dict[str, list[Tab]] = {who: [] for who in self.people}
        self.plenary = self.in_scope(lambda: picture_of(self.part_id)).rooms[0].id.hex

    def in_scope(self, work: Callable[[], Any]) -> Any:
        with self.app.app_context(), scope_of(self.app.database):
            return work()

    def give_place(self, who: str) -> None:
        council = self.councils[COUNCIL[who]]
        person = self.people[who]
        self.places[who] = self.world.registration(person, self.event, organisation=council)

    def cancel(self, who: str) -> None:
        id = self.places[who].id
        self.in_scope(
            lambda: cancel_registration(actor=self.staff, registration_id=id, reason=REASON)
        )

    def suspend(self, council: str) -> None:
        id = self.councils[council].id
        self.in_scope(
            lambda: membership.suspend(actor=system("test"), organisation_id=id, reason=REASON)
        )

    def reinstate(self, council: str) -> None:
        id = self.councils[council].id
        self.in_scope(lambda: membership.reinstate(actor=system("test"), organisation_id=id))

    def close(self) -> None:
        """Shut everything, so that the next meeting is not slowed by this one."""
        for tab in self.open_tabs():
            tab.leave("test over")
        actor = self.world.actor(self.people["Fay"])
        picture = self.picture()
        if picture.live and picture.live.closed_at is None:
            self.in_scope(lambda: actions.close_part(actor=actor, part_id=self.part_id))

    def open_tab(self, who: str) -> Tab:
        browser = Browser(self.app, self.accounts[who], self.part_id)
        tab = Tab(self.people[who], browser)
        self.tabs[who].append(tab)
        tab.enter()
        self.tabs[who] = [each for each in self.tabs[who] if each.stands]
        return tab

    def drop(self, tab: Tab) -> None:
        tab.leave("dropped")
        self.forget_gone()

    def open_tabs(self) -> list[Tab]:
        return [tab for tabs in self.tabs.values() for tab in tabs]

    def forget_gone(self) -> None:
        self.tabs = {who: [each for each in tabs if each.stands] for who, tabs in self.tabs.items()}

    def settle(self) -> None:
        """Let every process and page do what it does by itself, until nothing more comes."""
        for _ in range(MOST_TURNS):
            self.in_scope(actions.send_presence)
            came = [tab.take_in() for tab in self.open_tabs()]
            if not any(came):
                self.forget_gone()
                return
        raise AssertionError("the pages never came to rest")

    def picture(self) -> Picture:
        picture: Picture = self.in_scope(lambda: picture_of(self.part_id))
        return picture

    def names(self, ids: Iterable[str]) -> list[str]:
        known = {person.id.hex: who for who, person in self.people.items()}
        return [known[id] for id in ids]

    def named(self, room_id: str) -> str:
        """A room by the model's name."""
        return PLENARY if room_id == self.plenary else room_id

    def id_of(self, room: str) -> str:
        return self.plenary if room == PLENARY else room

    def say(self, tab: Tab, text: str, *, times: int = 1) -> list[dict[str, Any]]:
        """Say a line in the room where the tab stands, sent so many times under one key."""
        assert tab.room is not None
        key = uuid4().hex
        return [
            tab.browser.ask("say", room=tab.room["id"], text=text, key=key) for _ in range(times)
        ]
