"""The server, the child that reads notes and the browsers die at random while four people type."""

import contextlib
import os
import random
import signal
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pycrdt import XmlElement, XmlText

from tests.faults.conftest import NAMESPACE, PATIENCE, Editor, Member, Site
from tests.support.server import Server

pytestmark = pytest.mark.faults
NAMES = ("Anna", "Bo", "Cy", "Dee")
SCHEMA = 2


class Broken(Exception):
    """The line went before the answer came."""


class Browser:
    """One life of somebody's page: it shows words as saved once the server has said so.

    It works as `static/src/notes/provider.ts` does: after each connect it fetches what it lacks and
    sends what the server lacks, told by a shadow of what the server holds.
    """

    def __init__(self, member: Member, life: int) -> None:
        self.member, self.life = member, life
        self.editor, self.shadow = Editor(), Editor()
        self.last = 0
        self.text: XmlText | None = None
        self.typed: list[str] = []
        self.member.new_line()

    def type(self, word: str) -> None:
        """Write a word behind those of this life, in a line of its own."""
        if self.text is None:
            line = XmlElement("paragraph", {}, [XmlText("")])
            self.text = self.editor.fragment.children.append(line).children[0]
        self.text.insert(len(str(self.text)), word)
        self.typed.append(word)

    def connect(self, server: Server) -> None:
        self.member.dial(server)
        self.member.room = self.ask("enter", part=self.member.part)["place"]["room"]
        self.fetch()

    def fetch(self) -> None:
        more = True
        while more:
            answer = self.ask("notes.join", **self._here, since=self.last)
            rows = memoryview(answer["rows"])
            while rows:
                self.last, end = int.from_bytes(rows[:8]), 12 + int.from_bytes(rows[8:12])
                self.take(bytes(rows[12:end]))
                rows = rows[end:]
            more = answer["more"]

    def take(self, update: bytes) -> None:
        self.shadow.doc.apply_update(update)
        self.editor.doc.apply_update(update)

    def send(self) -> None:
        """Bring home what the server lacks."""
        update = self.editor.doc.get_update(self.shadow.doc.get_state())
        answer = self.ask("notes.update", **self._here, update=update)
        if answer["ok"]:
            self.shadow.doc.apply_update(update)
        elif answer["code"] == "resync":
            self.fetch()
        else:
            assert answer["code"] in ("retry", "too_many", "unavailable"), answer
            self.member.gone.wait(answer.get("retry_after", 0.05))

    @property
    def _here(self) -> dict[str, Any]:
        return {"room": self.member.room, "schema": SCHEMA}

    @property
    def unsaved(self) -> bool:
        return self.editor.doc.get_state() != self.shadow.doc.get_state()

    def ask(self, event: str, **data: Any) -> dict[str, Any]:
        """As `Member.ask`, but a line that breaks is noticed at once."""
        came, answers = threading.Event(), []

        def hear(answer: dict[str, Any]) -> None:
            answers.append(answer)
            came.set()

        with contextlib.suppress(Exception):  # however the line broke, no answer comes
            self.member.client.emit(event, data, namespace=NAMESPACE, callback=hear)
        for _ in range(PATIENCE * 100):
            if came.wait(0.01):
                return answers[0]
            if self.member.gone.is_set() or not self.member.client.connected:
                break
        raise Broken

    def dies(self) -> None:
        with contextlib.suppress(Exception):
            self.member.client.eio.ws.close()


class Typist(threading.Thread):
    """Somebody who types on, whatever happens to their line, their browser or the server."""

    def __init__(self, member: Member, server: Server, stop: threading.Event) -> None:
        super().__init__(daemon=True)
        self.member, self.server, self.stop = member, server, stop
        self.saved: list[str] = []
        self.to_die = threading.Event()
        self.trouble: BaseException | None = None
        self.browser = Browser(member, life=0)

    def run(self) -> None:
        try:
            while not self.stop.is_set() or self.browser.unsaved:
                with contextlib.suppress(Broken):
                    self._live()
        except BaseException as trouble:  # noqa: BLE001  # the test says it
            self.trouble = trouble

    def _live(self) -> None:
        if self.to_die.is_set():
            self.browser.dies()
            self.browser = Browser(self.member, self.browser.life + 1)
            self.to_die.clear()
        if not self._connected():
            return
        if not self.stop.is_set():
            life, number = self.browser.life, len(self.browser.typed)
            self.browser.type(f"[{self.member.person.name}-{life}-{number}]")
        before = list(self.browser.typed)
        self.browser.send()
        if not self.browser.unsaved:
            self.saved += [word for word in before if word not in self.saved[-len(before) :]]
        self.member.gone.wait(0.02)

    def reads(self) -> str:
        """The document as this browser has it once it is in step, and the browser closed."""
        while not self._connected():
            pass
        self.browser.fetch()
        self.browser.dies()
        return str(self.browser.editor.fragment)

    def _connected(self) -> bool:
        if self.member.client.connected and not self.member.gone.is_set():
            return True
        self.browser.dies()
        self.member.new_line()
        try:
            self.browser.connect(self.server)
        except Broken:
            return False
        except Exception:  # noqa: BLE001  # nobody answers yet
            threading.Event().wait(0.1)
            return False
        return True


def child_of(server: Server) -> int | None:
    """The process that reads notes for the server, if it runs just now."""
    parent = server.child.process.pid
    for path in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError, IndexError):
            stat = (path / "stat").read_text().rpartition(")")[2].split()
            if int(stat[1]) == parent and b"document.child" in (path / "cmdline").read_bytes():
                return int(path.name)
    return None


def kill_the_server(server: Server, _: Typist) -> None:
    server.kill()
    server.start()


def kill_the_child(server: Server, _: Typist) -> None:
    pid = child_of(server)
    if pid is not None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def kill_a_browser(_: Server, typist: Typist) -> None:
    typist.to_die.set()


# The server takes seconds to come back; the others are as worth killing, and cheaper.
KILLS: list[Callable[[Server, Typist], None]] = [
    kill_the_server,
    kill_the_child,
    kill_a_browser,
    kill_the_child,
    kill_a_browser,
]


@pytest.mark.parametrize("kills", [10, pytest.param(200, marks=pytest.mark.soak)])
def test_nothing_shown_as_saved_is_lost_and_all_come_to_the_same(
    sqlite_site: Site, server: Server, kills: int
) -> None:
    seed = random.randrange(2**32)
    sys.stdout.write(f"seed {seed}\n")  # shown when it fails
    chance = random.Random(seed)
    stop = threading.Event()
    typists = [Typist(sqlite_site.member(name), server, stop) for name in NAMES]
    for typist in typists:
        typist.start()
    for number in range(kills):
        wait_for_words(typists, chance.randrange(1, 8))
        kill = KILLS[number] if number < 3 else chance.choice(KILLS)
        kill(server, chance.choice(typists))
    wait_for_words(typists, 1)
    stop.set()
    for typist in typists:
        typist.join(timeout=60)
        assert (typist.trouble, typist.is_alive()) == (None, False)
    reader = Typist(sqlite_site.member("Eve"), server, stop)
    (document,) = {each.reads() for each in (reader, *typists)}
    for typist in typists:
        assert [word for word in typist.saved if document.count(word) != 1] == []


def wait_for_words(typists: list[Typist], more: int) -> None:
    """Return once everybody has seen so many more words saved."""
    wanted = {typist: len(typist.saved) + more for typist in typists}
    pause = threading.Event()
    for _ in range(PATIENCE * 400):
        if all(len(typist.saved) >= words for typist, words in wanted.items()):
            return
        assert all(typist.is_alive() for typist in typists), [each.trouble for each in typists]
        pause.wait(0.01)
    raise AssertionError("nothing is saved any more")
