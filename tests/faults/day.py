"""A part for sixty, run from its sheet: scripted people, and what must be true after each step."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import UUID, uuid4

import pytest
import yaml
from sqlalchemy import func, select

from exchange.core.db import scope_of, session
from exchange.rooms import actions
from exchange.rooms.enums import Seating, StepKind
from exchange.rooms.messages import StepContent
from exchange.rooms.models import Connection
from exchange.rooms.queries import Picture, console_view, picture_of, room_view
from exchange.rooms.schemas import read_methods
from tests.faults.conftest import Editor, Member, Site
from tests.rooms.crowd.onlooker import CONSOLE, ROOM, told
from tests.rooms.crowd.tab import Tab
from tests.support.server import ROOT, Server
from tests.support.waiting import wait_until

PEOPLE = 60
COUNCILS = 20
AT_ONCE = 12  # scripted people who do something at the same moment
SETTLED = 30  # seconds within which everybody is where a step takes them
SEEN = (*ROOM, "step", "hands_locked", "votes_locked", "poll")
BOTH_WAYS = [  # two processes take a minute more than `make test` has
    "one process",
    pytest.param("two processes", marks=[pytest.mark.postgres, pytest.mark.soak]),
]
OPTIONS = ["Tell them at once", "Ask first", "Wait"]


def method(slug: str) -> tuple[StepContent, ...]:
    """The steps of a method that comes with the product."""
    kept = yaml.safe_load((ROOT / "demonstration" / "methods.yaml").read_text())["methods"]
    return next(each.steps for each in read_methods(kept) if each.slug == slug)


def four_rounds() -> tuple[StepContent, ...]:
    """1-2-4-All, mixed rooms, a dilemma, a case clinic."""
    mixed = StepContent(
        kind=StepKind.BREAKOUT.value,
        title="With new people",
        minutes=20,
        per_room=4,
        seating=Seating.MIXED.value,
    )
    return (
        *method("one-two-four-all"),
        mixed,
        *method("dilemma-game"),
        *method("case-clinic"),
    )


class Line:
    """A member's socket, as `Tab` drives a browser."""

    def __init__(self, member: Member) -> None:
        self.member, self.part = member, member.part

    @property
    def connected(self) -> bool:
        return bool(self.member.client.connected)

    def ask(self, event: str, **data: Any) -> dict[str, Any]:
        return self.member.ask(event, **data)

    def everything(self) -> list[dict[str, Any]]:
        """What has come and concerns the page's rooms; notes are followed by their own part."""
        heard = self.member.heard
        come = len(heard)
        told, heard[:come] = heard[:come], []  # others are being added meanwhile
        known = [each for each in told if hasattr(Tab, f"_take_{each[0]}")]
        return [{"name": name, "args": [payload]} for name, payload in known]

    def close(self) -> None:
        self.member.close()


class Day:
    """Sixty scripted people and their facilitator in one live part."""

    def __init__(self, site: Site, steps: Sequence[StepContent]) -> None:
        self.site, self.steps = site, steps
        self.part_id: UUID = site.exchange.part_id
        councils = [site.world.organisation() for _ in range(COUNCILS)]
        self.people = [
            site.exchange.person(f"Officer {n:02}", councils[n % COUNCILS]) for n in range(PEOPLE)
        ]
        staff = site.world.actor(site.world.staff())
        with scope_of(site.app.database):
            for step in steps:
                actions.add_step(actor=staff, part_id=self.part_id, content=step)
        self.said: set[str] = set()
        self.tabs: list[Tab] = []
        self.beside: set[UUID] = set()  # who is here by a browser of their own
        self.pool = ThreadPoolExecutor(AT_ONCE)

    def come(self, servers: Sequence[Server]) -> None:
        """Everybody connects, spread over the processes, and enters."""
        members = [self.site.facilitator(), *(Member(self.site, each) for each in self.people)]
        self.tabs = [Tab(each.person, Line(each)) for each in members]  # type: ignore[arg-type]

        def enter(number: int) -> None:
            members[number].dial(servers[number % len(servers)])
            self.tabs[number].enter()

        list(self.pool.map(enter, range(len(members))))
        self.settles()

    @property
    def facilitator(self) -> Tab:
        return self.tabs[0]

    @property
    def officers(self) -> list[Tab]:
        return self.tabs[1:]

    @property
    def sheet(self) -> dict[str, Any]:
        console = self.facilitator.console
        assert console is not None
        found: dict[str, Any] = console["sheet"]
        return found

    @property
    def seen(self) -> int:
        """The version of the console that the facilitator sees."""
        console = self.facilitator.console
        assert console is not None
        version: int = console["version"]
        return version

    def picture(self) -> Picture:
        with scope_of(self.site.app.database):
            return picture_of(self.part_id)

    def runs(self, **data: Any) -> None:
        """One of the facilitator's acts: `runs(event="close_part")`."""
        answer = self.facilitator.browser.ask(data.pop("event"), part=self.part_id.hex, **data)
        assert answer["ok"], answer

    def next_step(self, press: Callable[[bool], None]) -> StepContent:
        """Press next, and where rooms are open, close them without waiting for the minute.

        `press` does both: with False it goes on, with True it closes the rooms.
        """
        before = self.sheet["current"]
        press(False)
        self.until(lambda: self.sheet["current"] != before or self.sheet["waiting"] is not None)
        if self.sheet["current"] == before:
            press(True)
            self.until(lambda: self.sheet["current"] != before)
        self.settles()
        order = [each["id"] for each in self.sheet["steps"]]
        return self.steps[order.index(self.sheet["current"])]

    def follow(self) -> bool:
        """Let every page take in what has come, and do what it asks for; whether anything had."""
        return any(list(self.pool.map(Tab.take_in, self.tabs)))

    def until(self, holds: Callable[[], bool]) -> None:
        """Follow until nothing more comes and it holds."""
        wait_until(lambda: not self.follow() and holds(), seconds=SETTLED)

    def settles(self) -> None:
        """Wait until every page shows what a fresh fetch would give it."""
        self.until(lambda: not self._stale())

    def _stale(self) -> list[str]:
        """Who shows something else than a fresh fetch would."""
        with scope_of(self.site.app.database):
            picture = picture_of(self.part_id)
            rooms = {room.id: room_view(picture, room).payload() for room in picture.rooms}
            console = told(console_view(picture).payload(), CONSOLE)
            seen = {id: (told(room, SEEN), room["last"]) for id, room in rooms.items()}
            return [
                tab.person.name
                for tab in self.tabs
                if (told(tab.room, SEEN), len(tab.lines))
                != seen.get(_place_of(picture, tab.person.id), (None, 0))
                or (tab is self.facilitator and told(tab.console, CONSOLE) != console)
            ]

    def check(self, step: StepContent) -> None:
        """After a step has begun: places, ghosts, talk and rights."""
        self.everybody_has_one_place(step)
        self.talk(step)
        self.rights_are_those_of(step)
        self.every_line_came_once_and_in_order()

    def everybody_has_one_place(self, step: StepContent) -> None:
        picture = self.picture()
        here = {tab.person.id for tab in self.tabs} | self.beside
        assert {each.id for each in picture.people.values()} == here  # no ghost, nobody missing
        assert all(each.present for each in picture.people.values())
        breakouts = {room.id for room in picture.breakouts}
        assert bool(breakouts) == (step.kind == StepKind.BREAKOUT)
        for tab in self.officers:
            somebody = picture.people[tab.person.id]
            assert tab.room_id == somebody.room_id
            assert (somebody.room_id in breakouts) == bool(breakouts)
        sizes = [len(picture.in_room(room.id)) for room in picture.breakouts]
        assert max(sizes, default=0) - min(sizes, default=0) <= 1 or step.seating in (
            Seating.KEPT,
            Seating.PAIRS_INTO_FOURS,
        )

    def rooms(self) -> list[list[Tab]]:
        """The officers' pages, by the room in which they stand."""
        found: dict[str, list[Tab]] = {}
        for tab in self.officers:
            assert tab.room is not None
            found.setdefault(tab.room["id"], []).append(tab)
        return list(found.values())

    def talk(self, step: StepContent) -> None:
        """Two of each room speak at once, and each line comes twice, as a bad network does."""
        speakers = [tab for room in self.rooms() for tab in room[:2]]
        answers = list(self.pool.map(self._say_twice, speakers))
        assert [each["ok"] for each in answers] == [step.chat] * len(speakers)
        self.settles()

    def _say_twice(self, tab: Tab) -> dict[str, Any]:
        assert tab.room is not None
        line = {"room": tab.room["id"], "text": uuid4().hex, "key": uuid4().hex}
        first, second = tab.browser.ask("say", **line), tab.browser.ask("say", **line)
        assert first["ok"] == second["ok"]
        if first["ok"]:
            assert first["number"] == second["number"]
            self.said.add(line["text"])
        else:
            assert first["code"] == "chat_locked", first
        return first

    def rights_are_those_of(self, step: StepContent) -> None:
        """One officer tries what the step does not allow, and what is never theirs."""
        rooms = self.rooms()
        tab, elsewhere = rooms[0][-1], rooms[-1][0]
        assert tab.room is not None
        assert elsewhere.room is not None
        ask, room = tab.browser.ask, tab.room["id"]
        locks = [tab.room[f"{name}_locked"] for name in ("chat", "hands", "votes")]
        assert locks == [not step.chat, not step.hands, not step.votes]
        assert tab.room["notes"]["paused"] is not step.notes
        assert not tab.place["can"]["facilitate"]
        hand = ask("hand", room=room, raised=True)
        assert hand["ok"] == step.hands, hand
        if step.hands:
            assert ask("hand", room=room, raised=False)["ok"]
        update = Editor().write("What we see")
        note = ask("notes.update", room=room, schema=1, update=update)
        assert note["ok"] == step.notes, note
        if len(rooms) > 1:
            line = {"text": "Let me in", "key": uuid4().hex}
            assert not ask("say", room=elsewhere.room["id"], **line)["ok"]
            assert not ask("replay", room=elsewhere.room["id"], since=0)["ok"]
        step_id = self.sheet["back"] or self.sheet["current"]
        moved = ask("go_to_step", part=self.part_id.hex, step=step_id, seen=self.seen)
        assert moved["code"] == "not_facilitator", moved
        self.settles()

    def every_line_came_once_and_in_order(self) -> None:
        for room in self.rooms():
            lines = [(line["number"], line["text"]) for line in room[0].lines]
            assert [number for number, _ in lines] == [*range(1, len(lines) + 1)]
            texts = [text for _, text in lines]
            assert len(set(texts)) == len(texts)
            assert set(texts) <= self.said
            for tab in room[1:]:
                assert [(line["number"], line["text"]) for line in tab.lines] == lines

    def vote(self, number: int) -> None:
        """Everybody votes: a third each way first, then most for the first option."""
        poll = self.officers[0].room["poll"]  # type: ignore[index]

        def put(place: int) -> dict[str, Any]:
            tab = self.officers[place]
            choice = place % 3 if number == 1 or not place % 10 else 0
            asked = {"poll": poll["id"], "vote": number, "choices": [choice]}
            assert tab.room is not None
            return tab.browser.ask("vote", room=tab.room["id"], **asked)

        answers = list(self.pool.map(put, range(PEOPLE)))
        assert all(each["ok"] for each in answers), answers
        assert put(0)["code"] == "already_voted"
        self.settles()

    def runs_through(
        self, press: Callable[[bool], None], look: Callable[[StepContent], None]
    ) -> None:
        """All steps of the sheet, checked one by one; `look` is called after each."""
        sizes, company, votes = [], [], 0
        for planned in self.steps:
            step = self.next_step(press)
            assert step == planned
            self.check(step)
            look(step)
            if step.kind == StepKind.BREAKOUT:
                sizes.append(Counter(len(room) for room in self.rooms()))
                company.append(met(self.rooms()))
            if step.kind == StepKind.DILEMMA and step.votes:
                votes += 1
                self.vote(votes)
        assert votes == 2
        self.rounds_were_as_planned(sizes, company)

    def rounds_were_as_planned(
        self, sizes: Sequence[Counter[int]], company: Sequence[set[frozenset[UUID]]]
    ) -> None:
        """Pairs stayed together in fours, mixed rooms brought others, the clinic kept its own."""
        pairs, fours, mixed, *clinic = company
        assert all(sum(n * rooms for n, rooms in each.items()) == PEOPLE for each in sizes)
        assert pairs < fours
        assert len(mixed & fours) < len(fours) / 4
        assert all(each == clinic[0] for each in clinic)

    def ends(self) -> None:
        """Close the doors: everybody is shown out, and nobody is left in any list."""
        self.runs(event="close_part")
        self.until(lambda: all(tab.out for tab in self.officers))
        assert {tab.out for tab in self.officers} == {"closed"}
        assert not any(each.present for each in self.picture().people.values())
        with scope_of(self.site.app.database):
            still = select(func.count()).where(
                Connection.part_id == self.part_id, Connection.ended_at.is_(None)
            )
            assert session().scalar(still) == 0

    def go_home(self) -> None:
        list(self.pool.map(lambda tab: tab.browser.close(), self.tabs))
        self.pool.shutdown()


def _place_of(picture: Picture, person_id: UUID) -> Any:
    """Where the person belongs now; nowhere, once the doors have closed."""
    somebody = picture.people.get(person_id)
    return somebody.room_id if somebody else None


def met(rooms: Iterable[Sequence[Tab]]) -> set[frozenset[UUID]]:
    """The pairs that sit together."""
    return {
        frozenset((one.person.id, other.person.id))
        for room in rooms
        for one in room
        for other in room
        if one is not other
    }
