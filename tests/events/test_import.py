"""Import files: whole or not at all, with every fault by its path in a plain sentence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from exchange.cli import import_command
from exchange.core.db import scope_of, session
from exchange.events.errors import BrokenFile
from exchange.events.models import Event
from exchange.events.queries import content_of, find_event
from exchange.events.schemas import read_content
from exchange.membership.queries import find_network
from exchange.web.application import Exchange

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTED = (ROOT / "docs/import-format.md").read_text().split("```yaml")[1].split("```")[0]

Change = Callable[[dict[str, Any]], object]


def minimal() -> dict[str, Any]:
    return dict(yaml.safe_load(DOCUMENTED))


def event(**values: Any) -> Change:
    return lambda file: file["events"][0].update(values)


def part(starts: str, ends: str) -> dict[str, str]:
    return {"title": "Part", "starts": starts, "ends": ends}


NINE, TEN, NOON = "2027-03-04T09:00", "2027-03-04T10:00", "2027-03-04T12:00"
BROKEN: dict[str, tuple[Change, str]] = {
    "unknown key": (event(capacty=3), "events[0].capacty: is not a key that is known here."),
    "wrong type": (event(capacity="20"), "events[0].capacity: must be a whole number"),
    "number for a text": (event(title=3), "events[0].title: must be a text"),
    "list for a group": (event(contact=[1]), "events[0].contact: must be a group"),
    "end before start": (
        event(parts=[part(TEN, NINE)]),
        "events[0].parts[0].ends: must be after its start.",
    ),
    "overlap": (
        event(parts=[part(NINE, NOON), part(TEN, NOON)]),
        "events[0].parts[1].starts: begins before",
    ),
    "negative price": (
        event(prices=[{"who": "member", "amount": "-1.00"}]),
        "events[0].prices[0].amount: must be a quoted number",
    ),
    "unquoted price": (
        event(prices=[{"who": "member", "amount": 187.0}]),
        "events[0].prices[0].amount: must be a quoted number",
    ),
    "two prices for one": (
        event(prices=[{"who": "member", "amount": "1"}] * 2),
        "events[0].prices: names a buyer twice.",
    ),
    "everyone and member": (
        event(prices=[{"who": w, "amount": "1"} for w in ("member", "everyone")]),
        "events[0].prices: a price for everyone stands alone.",
    ),
    "slug twice": (
        lambda file: file["events"].append(file["events"][0]),
        "events[1].slug: stands twice in this file.",
    ),
    "no venue": (event(delivery="in_person"), "events[0].venue: is missing"),
    "cases unasked": (
        event(cases={"invitation": "Bring one."}),
        "events[0].cases: belongs to events with own_cases: true.",
    ),
    "no consent": (
        event(testimonials=[{"quote": "Good", "consented": False}]),
        "events[0].testimonials[0].consented: must be true",
    ),
    "script as a link": (
        event(
            materials=[{"title": "x", "about": "", "seen_by": "everyone", "url": "javascript:1"}]
        ),
        "events[0].materials[0].url: must be an address",
    ),
    "agenda of no part": (
        event(agenda=[{"part": 9, "at": "09:00", "minutes": 5, "title": "x"}]),
        "events[0].agenda[0].part: there is no part 9.",
    ),
    "no network": (lambda file: file.pop("network"), "network: is missing."),
    "no such zone": (
        lambda file: file["network"].update(time_zone="Mars/Olympus"),
        "network.time_zone: must be the IANA name",
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_a_fault_is_named_by_its_path(fault: str) -> None:
    change, problem = BROKEN[fault]
    file = minimal()
    change(file)
    with pytest.raises(BrokenFile) as refused:
        read_content(file)
    assert any(line.startswith(problem) for line in refused.value.problems), refused.value.problems


@pytest.mark.parametrize("said", [None, [], "text", 3])
def test_a_file_that_is_no_group_is_refused(said: Any) -> None:
    with pytest.raises(BrokenFile):
        read_content(said)


@pytest.mark.parametrize("name", sorted(p.name for p in (ROOT / "demonstration").glob("*.yaml")))
def test_every_demonstration_file_of_the_format_is_in_order(name: str) -> None:
    if name == "people.yaml":
        return  # councils and people, which only the demonstration has
    read_content(yaml.safe_load((ROOT / "demonstration" / name).read_text()))


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "wrong YAML": (b"format: 1\nnetwork: [a\nevents: }\n", "line 3"),
    "alias bomb": (b"a: &a [x, x]\nb: [*a, *a]\n", "line 2: uses an alias"),
    "key twice": (b"format: 1\nformat: 1\n", 'line 2: the key "format" stands twice'),
    "not UTF-8": (b"format: 1\nname: \xff\xfe\n", "line 2: this is not UTF-8"),
    "too large": (b"#" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
    "too deep": (b"[" * 30_000, "nested too deeply"),
    "an object of Python": (b"!!python/object/apply:os.getpid []\n", "line 1"),
    "no such day": (b"day: 2027-02-31\n", "cannot be read"),
}


@pytest.mark.parametrize("fault", UNREADABLE)
def test_a_file_that_cannot_be_read_says_why_and_where(
    app: Exchange, tmp_path: Path, fault: str
) -> None:
    raw, expected = UNREADABLE[fault]
    path = tmp_path / "broken.yaml"
    path.write_bytes(raw)
    result = app.test_cli_runner().invoke(import_command, [str(path)])
    assert result.exit_code == 1
    assert expected in result.output
    assert "nothing was changed" in result.output


def test_a_missing_file_is_named(app: Exchange, tmp_path: Path) -> None:
    result = app.test_cli_runner().invoke(import_command, [str(tmp_path / "none.yaml")])
    assert result.exit_code == 1
    assert "none.yaml was not imported" in result.output


def run(app: Exchange, tmp_path: Path, file: dict[str, Any], *options: str) -> Any:
    path = tmp_path / "file.json"
    path.write_text(json.dumps(file, default=str))
    return app.test_cli_runner().invoke(import_command, [str(path), *options])


def count_events(app: Exchange) -> int:
    with scope_of(app.database):
        return session().scalar(select(func.count()).select_from(Event)) or 0


def test_a_file_is_imported_once_and_the_second_time_changes_nothing(
    app: Exchange, tmp_path: Path
) -> None:
    assert "new       event first-exchange" in run(app, tmp_path, minimal()).output
    again = run(app, tmp_path, minimal())
    assert "unchanged event first-exchange" in again.output
    assert "unchanged network EN" in again.output
    with scope_of(app.database):
        made = find_event("first-exchange")
        assert made is not None
        assert (made.state, made.currency) == ("published", "GBP")
        assert made.parts[0].starts_at.isoformat() == "2027-03-04T09:30:00+00:00"


def test_a_changed_file_changes_the_event_and_its_parts_stay_themselves(
    app: Exchange, tmp_path: Path
) -> None:
    run(app, tmp_path, minimal())
    with scope_of(app.database):
        before = find_event("first-exchange").parts[0].id  # type: ignore[union-attr]
    file = minimal()
    event(capacity=30, parts=[part(NINE, NOON)])(file)
    assert "changed   event first-exchange (capacity, parts)" in run(app, tmp_path, file).output
    with scope_of(app.database):
        after = find_event("first-exchange")
        assert after is not None
        assert (after.parts[0].id, after.capacity) == (before, 30)


def test_checking_says_what_would_change_and_changes_nothing(app: Exchange, tmp_path: Path) -> None:
    result = run(app, tmp_path, minimal(), "--check")
    assert result.exit_code == 0
    assert "This would change:" in result.output
    assert count_events(app) == 0


def test_one_event_that_fails_takes_the_whole_file_back(app: Exchange, tmp_path: Path) -> None:
    file = minimal()
    file["events"].append({**file["events"][0], "slug": "second", "protocols": ["no-such"]})
    result = run(app, tmp_path, file)
    assert 'events[1].protocols[0]: there is no "no-such".' in result.output
    assert count_events(app) == 0
    with scope_of(app.database):
        assert find_network() is None


def test_another_networks_file_is_refused_unless_events_alone_are_wanted(
    app: Exchange, tmp_path: Path
) -> None:
    run(app, tmp_path, minimal())
    other = minimal()
    other["network"].update(short_name="DK", name="Dansk", currency="DKK", vat_rate="0.25")
    event(slug="dansk")(other)
    assert "belongs to EN" in run(app, tmp_path, other).output
    assert run(app, tmp_path, other, "--events-only").exit_code == 0
    with scope_of(app.database):
        made, network = find_event("dansk"), find_network()
        assert made is not None
        assert network is not None
        assert (made.currency, str(made.vat_rate), made.organiser) == ("DKK", "0.2500", "Dansk")
        assert network.short_name == "EN"


def test_a_published_protocol_text_is_never_changed(app: Exchange, tmp_path: Path) -> None:
    version = {
        "number": "1.0",
        "published": "2024-01-01",
        "published_by": "EN",
        "sections": [{"title": "One", "text": "First."}],
    }
    file = minimal()
    file["protocols"] = [
        {"slug": "rooms", "title": "Rooms", "language": "en", "versions": [version]}
    ]
    assert run(app, tmp_path, file).exit_code == 0
    assert run(app, tmp_path, file).exit_code == 0
    version["sections"] = [{"title": "One", "text": "Another text."}]
    assert run(app, tmp_path, file).exit_code == 1


def test_what_is_read_back_is_what_the_file_said(
    app: Exchange, tmp_path: Path, scope: Session
) -> None:
    path = ROOT / "demonstration" / "komponent.yaml"
    result = app.test_cli_runner().invoke(import_command, [str(path)])
    assert result.exit_code == 0, result.output
    (imported,) = read_content(yaml.safe_load(path.read_text())).events
    made = find_event("politisk-betjening")
    assert made is not None
    assert content_of(made) == imported.content
