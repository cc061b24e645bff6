"""No word of a room leaves it: not in logs, errors, metrics, audit, mail, pages, files, database.

Each canary is a string that occurs nowhere else. They are sent through every way into a room:
accepted, refused, malformed, too long. Then everything that the server has put anywhere is
searched for them, in each form in which they might hide.
"""

import base64
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
import requests
from sqlalchemy import text

from tests.faults.conftest import Editor, Member, Site
from tests.support.server import Server

pytestmark = pytest.mark.faults
METRICS = "metrics-for-the-canary-test"


def canary(place: str) -> str:
    return f"canary-{place}-{uuid4().hex}"


def disguises(words: str) -> Iterator[bytes]:
    """The words as they are, and as logs, dumps and databases might write them."""
    plain = words.encode()
    yield plain
    yield words.encode("utf-16-le")
    yield plain.hex().encode()
    for shift in range(3):  # base64 of a text around it depends on where it begins
        whole = base64.b64encode(b"x" * shift + plain)
        yield whole[4:-4]


def leaks(words: list[str], where: dict[str, bytes]) -> list[str]:
    return [
        f"{word.split('-')[1]} in {place}"
        for place, content in where.items()
        for word in words
        if any(form in content for form in disguises(word))
    ]


@pytest.fixture
def watched(migrated_file: Path, tmp_path: Path) -> Iterator[tuple[Site, Server]]:
    """A server that logs everything it ever would, and gives its metrics."""
    (tmp_path / "exchange.db").write_bytes(migrated_file.read_bytes())
    (tmp_path / "temporary").mkdir()
    env = {
        "TMPDIR": str(tmp_path / "temporary"),
        "EXCHANGE_DATA_DIR": str(tmp_path),
        "EXCHANGE_LOG_LEVEL": "DEBUG",
        "EXCHANGE_METRICS_TOKEN": METRICS,
    }
    site = Site(env)
    with Server(site.env, log_path=tmp_path / "server.log") as server:
        yield site, server


def speak(anna: Member, facilitator: Member) -> dict[str, str]:
    """Send canaries through every message that takes words, accepted or not."""
    names = ("chat", "note", "point", "broadcast", "caret", "refused")
    words = {name: canary(name) for name in names}
    assert anna.say(words["chat"])["ok"]
    assert anna.note(Editor().write(words["note"]))["ok"]
    point = {"room": anna.room, "key": uuid4().hex, "kind": "idea", "due": None, "take": False}
    assert anna.ask("points.note", **point, text=words["point"])["ok"]
    told = facilitator.ask(
        "broadcast", part=facilitator.part, text=words["broadcast"], key=uuid4().hex
    )
    assert told["ok"], told
    anna.ask("notes.awareness", room=anna.room, update=words["caret"].encode())
    words |= asked(anna, facilitator)
    words |= told_apart(anna, facilitator)
    bad = words["refused"]
    refused = [
        anna.say(bad + "x" * 3000),
        anna.ask("say", room=anna.room, text=bad, key="no key"),
        anna.ask("say", room=anna.room, text={"deep": bad}, key=uuid4().hex),
        anna.ask("say", room=bad, text=bad, key=uuid4().hex),
        anna.ask("say", room=uuid4().hex, text=bad, key=uuid4().hex),
        anna.ask("say", room=anna.room, text=bad, key=uuid4().hex, **{bad: bad}),
        anna.ask("notes.update", room=anna.room, schema=1, update=bad.encode()),
        anna.ask("notes.update", room=anna.room, schema=0, update=bad.encode()),
        anna.ask("points.note", **{**point, "kind": bad}, text=bad),
        anna.ask("points.change", room=anna.room, point=bad, text=bad, due=bad),
        anna.ask(f"say.{bad}", text=bad),
        anna.ask("broadcast", part=anna.part, text=bad, key=uuid4().hex),
        anna.ask("tell", part=anna.part, to=None, text=bad, key=uuid4().hex),
        anna.ask("tell", part=anna.part, to=uuid4().hex, text=bad, key=uuid4().hex),
        anna.ask("tell", part=anna.part, to=bad, text=bad, key=bad),
        anna.ask("react", room=anna.room, reaction=bad),
        anna.ask("prepare_poll", part=anna.part, kind="single", question=bad, options=[bad, "b"]),
        facilitator.ask("prepare_poll", part=anna.part, kind=bad, question=bad, options=[bad]),
        anna.ask("vote", room=anna.room, poll=uuid4().hex, vote=1, choices=[bad]),
    ]
    assert not any(answer["ok"] for answer in refused)
    return words


def asked(anna: Member, facilitator: Member) -> dict[str, str]:
    """Put a poll of canaries to the rooms, and vote in it."""
    words = {name: canary(name) for name in ("question", "background", "option")}
    part, options = facilitator.part, [words["option"], f"not {words['option']}"]
    prepared = facilitator.ask(
        "prepare_poll",
        part=part,
        kind="single",
        question=words["question"],
        background=words["background"],
        options=options,
    )
    assert facilitator.ask("open_poll", part=part, poll=prepared["poll"])["ok"]
    vote = {"room": anna.room, "poll": prepared["poll"], "vote": 1}
    assert anna.ask("vote", **vote, choices=[0])["ok"]
    assert not anna.ask("vote", **vote, choices=[1])["ok"]
    assert facilitator.ask("reveal", part=part, poll=prepared["poll"])["ok"]
    return words


def told_apart(anna: Member, facilitator: Member) -> dict[str, str]:
    """Write canaries between two, and among facilitators."""
    words = {name: canary(name) for name in ("private", "facilitators")}
    whom = {"private": facilitator.person.id.hex, "facilitators": None}
    for writer, name in ((anna, "private"), (facilitator, "facilitators")):
        sent = {"part": anna.part, "to": whom[name], "text": words[name], "key": uuid4().hex}
        assert writer.ask("tell", **sent)["ok"]
        read = writer.ask("replay_told", part=anna.part, to=whom[name], since=0)
        assert [each["text"] for each in read["messages"]] == [words[name]]
    return words


def handed_in(site: Site, server: Server, anna: Member) -> dict[str, str]:
    """Hand in a case of canaries by its form, after a form that is refused."""
    names = ("title", "own_topic", "situation", "question")
    words = {name: canary(name.replace("_", "")) for name in names}
    event = site.world.event(own_cases=True)
    site.world.registration(anna.person, event)
    page = f"{server.base_url}/events/{event.slug}/case"
    with requests.Session() as browser:
        browser.headers["Cookie"] = f"exchange={anna.cookie}"
        shown = browser.get(page, timeout=10)
        browser.headers["Cookie"] = f"exchange={shown.cookies['exchange']}"
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown.text)
        assert token
        form = {**words, "csrf_token": token[1], "seen_by": "facilitators", "shown_in_room": "y"}
        refused = {**form, "question": words["question"] + "x" * 500}
        assert "There is a problem" in browser.post(page, data=refused, timeout=10).text
        assert browser.post(page, data=form, timeout=10, allow_redirects=False).status_code == 303
        assert words["situation"] in browser.get(page, timeout=10).text
    return words


def kept_by(server: Server, anna: Member) -> dict[str, str]:
    """Write canaries on a list of one's own and on a card, by their forms."""
    words = {name: canary(name) for name in ("own", "outcome", "card")}
    base = server.base_url
    with requests.Session() as browser:
        browser.headers["Cookie"] = f"exchange={anna.cookie}"
        shown = browser.get(f"{base}/my-actions", timeout=10)
        browser.headers["Cookie"] = f"exchange={shown.cookies['exchange']}"
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', shown.text)
        assert token

        def send(path: str, **form: str) -> None:
            given = {"csrf_token": token[1], **form}
            sent = browser.post(base + path, data=given, timeout=10, allow_redirects=False)
            assert sent.status_code == 303

        send("/my-actions", text=words["own"], key=uuid4().hex)
        page = browser.get(f"{base}/my-actions", timeout=10).text
        one = re.search(r"/my-actions/[0-9a-f-]{36}", page)
        assert one
        send(one[0], text=words["own"], outcome=words["outcome"], state="done")
        send("/my-contacts/card", name="Anna", line=words["card"])
        assert words["card"] in browser.get(f"{base}/my-contacts", timeout=10).text
    return words


def rows(site: Site, table: str) -> bytes:
    with site.app.database.engine.connect() as connection:
        found = connection.execute(text(f"SELECT * FROM {table}")).mappings()
        return json.dumps([dict(row) for row in found], default=str).encode()


def metrics(server: Server) -> bytes:
    request = urllib.request.Request(
        f"{server.base_url}/metrics", headers={"Authorization": f"Bearer {METRICS}"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        return bytes(answer.read())


def page(server: Server, path: str, member: Member) -> bytes:
    """The page as this person gets it, and what they are told of it where there is none."""
    cookie = {"Cookie": f"exchange={member.cookie}"}
    request = urllib.request.Request(f"{server.base_url}{path}", headers=cookie)
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return bytes(answer.read())
    except urllib.error.HTTPError as refusal:
        return bytes(refusal.read())


def pages(server: Server, site: Site, anna: Member) -> dict[str, bytes]:
    """Pages and exports: of the room's own address, of an outsider, and of network staff."""
    event, part, room = site.exchange.event.slug, anna.part, anna.room
    staff = Member(site, site.world.staff())
    outsider = Member(site, site.world.person(organisation=site.world.organisation()))
    of_room = [f"/live/{part}", f"/live/{part}/notes/{room}", f"/live/{part}/notes/{room}.md"]
    of_event = [f"/events/{event}", f"/events/{event}/confidentiality"]
    of_staff = ["/staff/audit", "/staff/audit.csv", f"/staff/events/{event}"]
    of_staff += [f"/staff/events/{event}/{name}" for name in ("retention", "disclosures/new")]
    asked = [(anna, of_room[:1]), (anna, of_event), (outsider, [*of_room, *of_event])]
    asked.append((staff, [*of_room, *of_event, *of_staff, f"/events/{event}/forgotten"]))
    return {
        f"{path} for {who.person.name}": page(server, path, who)
        for who, paths in asked
        for path in paths
    }


def core_limit(server: Server) -> str:
    limits = Path(f"/proc/{server.child.process.pid}/limits").read_text()
    return next(line for line in limits.splitlines() if line.startswith("Max core file size"))


def test_no_word_of_a_room_is_found_outside_it(watched: tuple[Site, Server], tmp_path: Path):
    site, server = watched
    anna = site.member("Anna").connect(server)
    facilitator = site.facilitator().connect(server)
    words = speak(anna, facilitator) | handed_in(site, server, anna) | kept_by(server, anna)
    assert words["chat"] in anna.chat()  # they did arrive
    assert words["note"] in anna.notes()
    where = {"metrics": metrics(server), **pages(server, site, anna)}
    assert core_limit(server).split()[4:6] == ["0", "0"]
    anna.close()
    facilitator.close()
    server.kill()  # what lies on the disk lies there as after a crash
    where |= {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    where |= {table: rows(site, table) for table in ("audit_entry", "outbox_message")}
    assert {"server.log", "exchange.db"} <= where.keys()
    assert leaks(list(words.values()), where) == []


def test_the_search_finds_a_canary_in_each_disguise():
    word = canary("planted")
    hidden = [
        b"plain " + word.encode(),
        b"before" + word.encode("utf-16-le"),
        word.encode().hex().encode(),
        base64.b64encode(b"{" + word.encode() + b"}"),
        base64.b64encode(b"ab" + word.encode()),
        base64.b64encode(word.encode() + b"after"),
    ]
    for content in hidden:
        assert leaks([word], {"there": content}) == ["planted in there"]
