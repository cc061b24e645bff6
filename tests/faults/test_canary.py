"""No word of a room leaves it: not in logs, errors, metrics, audit, mail, pages, files, database.

Each canary is a string that occurs nowhere else. They are sent through every way into a room:
accepted, refused, malformed, too long. Then everything that the server has put anywhere is
searched for them, in each form in which they might hide.
"""

import base64
import json
import urllib.request
from collections.abc import Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from exchange.commitments.models import Commitment
from exchange.core.db import scope_of, session
from tests.faults import left
from tests.faults.conftest import Editor, Member, Site
from tests.faults.window import Window
from tests.support.server import Server
from tests.support.waiting import wait_until

pytestmark = pytest.mark.faults
METRICS = "metrics-for-the-canary-test"
EXPORTS = ("", "/export.csv")
LETTERS = ("Look at what leaves your room", "Your list of actions")


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


def handed_in(site: Site, hers: Window, anna: Member) -> dict[str, str]:
    """Hand in a case of canaries by its form, after a form that is refused."""
    names = ("title", "own_topic", "situation", "question")
    words = {name: canary(name.replace("_", "")) for name in names}
    event = site.world.event(own_cases=True)
    site.world.registration(anna.person, event)
    page = f"/events/{event.slug}/case"
    form = {**words, "seen_by": "facilitators", "shown_in_room": "y"}
    refused = {**form, "question": words["question"] + "x" * 500}
    assert "There is a problem" in hers.send(page, status=200, **refused)
    hers.send(page, **form)
    assert words["situation"] in hers.look(page)
    return words


def left_the_room(
    site: Site, anna: Member, hers: Window, fays: Window, staffs: Window
) -> dict[str, str]:
    """Write canaries into whatever people take along, and into what waits to leave the room."""
    names = ("action", "kept", "own", "outcome", "unticked", "agreed", "refused")
    of_room = ("held", "reworded", "other", "let", "waits", "heading", "sought")
    words = {name: canary(name) for name in (*names, *of_room)}
    left.noted(words, anna)
    left.proposed(words, site, anna, hers, fays)
    left.owned(words, site, hers)
    left.harvested(words, site, staffs)
    assert words["sought"] in hers.look(f"/harvest?q={words['sought']}")
    return words


def taken_along(site: Site, hers: Window, facilitator: Member, anna: Member) -> dict[str, str]:
    """Close the doors; write a card and offer it; make every kind of file of the notes."""
    words = {name: canary(name) for name in ("card", "refused")}
    assert facilitator.ask("close_part", part=facilitator.part)["ok"]
    notes = f"/live/{anna.part}/notes/{anna.room}"
    assert hers.read(f"{notes}.pdf").startswith(b"%PDF")
    assert hers.read(f"{notes}.docx").startswith(b"PK")
    assert b"canary-note" in hers.read(f"{notes}.md")
    left.carded(words, site, hers)
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


def pages(site: Site, anna: Member, bobs: Window, others: Sequence[Window]) -> dict[str, bytes]:
    """Pages and exports as `others` get them, who were not in the room, and Anna's own as Bob does.

    Bob was in the room: he may read its notes and its lines.
    """
    event, part, room = site.exchange.event.slug, anna.part, anna.room
    notes, takeaways = f"/live/{part}/notes/{room}", f"/live/{part}/rooms/{room}/takeaways"
    own = [f"/events/{event}/harvest{ending}" for ending in ("", ".md")]
    own += ["/harvest", "/my-actions?show=all", "/my-quotations", "/my-contacts", "/my-exchanges"]
    own += [f"/my-contacts/{anna.person.id}.vcf", "/demonstration/mailbox"]
    with scope_of(site.app.database):
        own += [f"/my-actions/{id}" for id in session().scalars(select(Commitment.id))]
    paths = [f"/live/{part}", notes, f"{notes}.md", f"{notes}.pdf", takeaways]
    paths += [f"{takeaways}/choose", "/staff/audit", "/staff/audit.csv", "/staff/disclosures"]
    of_event = ["", "/confidentiality", "/forgotten"]
    paths += [f"/events/{event}{name}" for name in of_event]
    of_staff = ["", "/retention", "/disclosures/new", "/quotations", "/harvest"]
    of_staff += [f"/{name}{end}" for name in ("registrations", "attendance") for end in EXPORTS]
    paths += [f"/staff/events/{event}{name}" for name in of_staff]
    read = {f"{path} for {bobs.who}": bobs.read(path) for path in own}
    return read | {
        f"{path} for {each.who}": each.read(path) for each in others for path in own + paths
    }


def meant_to_be_read(site: Site) -> set[str]:
    """What a room released is no secret to staff; nor what somebody agreed to have quoted."""
    desk = f"/staff/events/{site.exchange.event.slug}"
    kept = {f"{name} in exchange.db{wal}" for name in ("let", "heading") for wal in ("", "-wal")}
    read = {f"{name} in {desk}/harvest for Sue" for name in ("let", "heading")}
    # Whoever searches keeps their own words in their own address.
    return kept | read | {f"agreed in {desk}/quotations for Sue", "sought in addresses and titles"}


def core_limit(server: Server) -> str:
    limits = Path(f"/proc/{server.child.process.pid}/limits").read_text()
    return next(line for line in limits.splitlines() if line.startswith("Max core file size"))


def test_no_word_of_a_room_is_found_outside_it(watched: tuple[Site, Server], tmp_path: Path):
    site, server = watched
    anna, bob = (site.member(name).connect(server) for name in ("Anna", "Bob"))
    facilitator = site.facilitator().connect(server)
    others = [Member(site, each) for each in (site.world.staff("Sue"), site.world.person("Olaf"))]
    everyone = [Window(server, each) for each in (anna, bob, facilitator, *others)]
    hers, bobs, fays, staffs, _ = everyone
    said, handed = speak(anna, facilitator), handed_in(site, hers, anna)
    leaving = left_the_room(site, anna, hers, fays, staffs)
    assert said["chat"] in anna.chat()  # they did arrive
    assert said["note"] in anna.notes()
    wait_until(lambda: all(each in hers.look("/demonstration/mailbox") for each in LETTERS))
    taken = taken_along(site, hers, facilitator, anna)
    words = [*said.values(), *handed.values(), *leaving.values(), *taken.values()]
    where = {"metrics": metrics(server), **pages(site, anna, bobs, everyone[3:])}
    where["addresses and titles"] = "\n".join(met for each in everyone for met in each.met).encode()
    assert core_limit(server).split()[4:6] == ["0", "0"]
    for each in (anna, bob, facilitator):
        each.close()
    server.kill()  # what lies on the disk lies there as after a crash
    where |= {path.name: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    where |= {table: rows(site, table) for table in ("audit_entry", "outbox_message")}
    assert {"server.log", "exchange.db"} <= where.keys()
    assert list((tmp_path / "temporary").iterdir()) == []
    found, meant = set(leaks(words, where)), meant_to_be_read(site)
    assert found - meant == set()
    assert f"let in /staff/events/{site.exchange.event.slug}/harvest for Sue" in found


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
