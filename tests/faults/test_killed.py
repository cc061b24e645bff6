"""The process dies or is stopped while people talk and write."""

import threading
from collections.abc import Callable
from uuid import uuid4

import pytest

from tests.faults.conftest import Editor, Member, Site
from tests.support.server import Server

pytestmark = pytest.mark.faults


def talk(member: Member, saved: list[str]) -> None:
    """Say line after line until the line is gone, noting what was acknowledged."""
    for number in range(10_000):
        text = f"{member.person.name} says {number}"
        try:
            answer = member.say(text)
        except Exception:  # noqa: BLE001  # however the line broke
            return
        if answer["ok"]:
            saved.append(text)
        elif answer["code"] == "too_many":
            member.gone.wait(answer["retry_after"])
        else:
            return


def write(member: Member, saved: list[str]) -> None:
    """The same with notes."""
    editor = Editor()
    for number in range(10_000):
        text = f"{member.person.name} notes {number}."
        try:
            answer = member.note(editor.write(text))
        except Exception:  # noqa: BLE001
            return
        if not answer["ok"]:
            return
        saved.append(text)


def run_until(
    members: list[Member], saved: dict[str, list[str]], stop: Callable[[], object]
) -> None:
    threads = []
    for member in members:
        for work in (talk, write):
            done = saved.setdefault(f"{work.__name__} {member.person.name}", [])
            threads.append(threading.Thread(target=work, args=(member, done)))
    for thread in threads:
        thread.start()
    pause = threading.Event()
    while not all(len(done) >= 5 for done in saved.values()):
        assert any(thread.is_alive() for thread in threads), saved
        pause.wait(0.05)
    stop()
    for thread in threads:
        thread.join(timeout=60)


def test_what_was_shown_as_saved_survives_a_kill_exactly_once(sqlite_site: Site, server: Server):
    # Two lines each: one that talks, one that writes, as one answer is waited for at a time.
    members = [sqlite_site.member(name).connect(server) for name in ("Anna", "Bo")]
    saved: dict[str, list[str]] = {}
    run_until(members, saved, server.kill)
    for member in members:
        member.client.eio.ws.close()  # the client leaves a line open that broke under it
    server.restart()
    reader = sqlite_site.member("Cy").connect(server)
    chat, notes = reader.chat(), reader.notes()
    reader.close()
    for name, texts in saved.items():
        for text in texts:
            assert (chat.count(text) if name.startswith("talk") else notes.count(text)) == 1


def test_a_line_sent_again_with_its_key_is_stored_once(sqlite_site: Site, server: Server):
    anna, key = sqlite_site.member("Anna").connect(server), uuid4()
    first = anna.say("Only once", key)
    server.kill()
    server.restart()
    anna.new_line()
    anna.connect(server)
    again = anna.say("Only once", key)
    assert (again["ok"], again["number"], anna.chat()) == (True, first["number"], ["Only once"])
    anna.close()


def test_asked_to_stop_it_answers_what_was_sent_and_says_so(sqlite_site: Site, server: Server):
    members = [sqlite_site.member(name).connect(server) for name in ("Anna", "Bo")]
    saved: dict[str, list[str]] = {}
    status: list[int] = []
    run_until(members, saved, lambda: status.append(server.stop()))
    assert status == [0]
    assert all(member.waits_for("going") for member in members)
    server.start()
    reader = sqlite_site.member("Cy").connect(server)
    chat = reader.chat()
    reader.close()
    assert [text for text in saved["talk Anna"] + saved["talk Bo"] if text not in chat] == []
