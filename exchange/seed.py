"""The demonstration world: the offerings in demonstration/, and the invented people who use them.

Everything goes through the import and the actions that a real network would use. Running it again
adds what is missing and moves what has passed; what somebody changed by hand stays.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import click
from sqlalchemy import select

from exchange.accounts.actions import create_person
from exchange.accounts.models import Person
from exchange.accounts.queries import person_by_email
from exchange.cases.actions import hand_in
from exchange.cases.enums import CaseSeenBy
from exchange.cases.messages import CaseContent
from exchange.cases.queries import case_of, facts_for
from exchange.cases.rules import may_hand_in
from exchange.cli import import_data
from exchange.confidentiality.actions import acknowledge
from exchange.confidentiality.queries import unacknowledged
from exchange.core import clock
from exchange.core.actor import system
from exchange.core.datafile import read_data
from exchange.core.db import scope_of, session, transaction
from exchange.core.text import N_
from exchange.events.actions import name_facilitator
from exchange.events.enums import Delivery
from exchange.events.messages import AgendaContent, EventContent, ImportedFile, PartContent
from exchange.events.models import Part
from exchange.events.queries import find_event, network_events
from exchange.events.schemas import read_content
from exchange.harvest.actions import Standing, head, publish, receive
from exchange.harvest.actions import arrange as arrange_harvest
from exchange.harvest.enums import HarvestFor
from exchange.harvest.queries import lines_of
from exchange.membership.actions import (
    add_term,
    affiliate,
    change_term,
    create_organisation,
    suspend,
)
from exchange.membership.models import Organisation
from exchange.membership.queries import standing_of
from exchange.past_session import actor_of, hold_session, keep_actions
from exchange.registration.actions import register
from exchange.registration.queries import standing_registration
from exchange.rooms.actions import apply_method, arrange, open_part
from exchange.rooms.arranging import Line
from exchange.rooms.enums import ArrangementKind
from exchange.rooms.models import Method
from exchange.rooms.queries import arrangements, steps_of
from exchange.rooms.schemas import read_methods
from exchange.web.application import application

FOLDER = Path(__file__).resolve().parent.parent / "demonstration"
OWN = "new-local-government-network.yaml"  # the network whose installation this is
LIVE = "live-now.yaml"
PAST = "last-month.yaml"
YESTERDAY = "yesterday.yaml"
METHODS = "methods.yaml"
DILEMMAS = "dilemmas.yaml"
OTHERS = (
    "small-circle.yaml",
    "apse.yaml",
    "kirklees.yaml",
    "gloucestershire.yaml",
    "komponent.yaml",
)
SEED = system("demonstration")

AHEAD = timedelta(days=10)  # from now to the first part of the network's own file, at least
FURTHER = timedelta(days=24)  # the same for files of others, which stand behind them in the list
OPEN_FOR = timedelta(days=7)  # from now until registration closes, at least
BEGAN_AGO = timedelta(minutes=5)  # when the live part is dated to have begun
WEEK = timedelta(weeks=1)
SATURDAY = 5  # as `date.weekday` counts

# What the sign-in page says of the people in people.yaml, so that the catalogues hold it.
NOTES = (
    N_("Monitoring officer of a member council"),
    N_("Director at a second member council"),
    N_("Head of policy at a third member council"),
    N_("Her council's membership has ended; its days of grace have not"),
    N_("His council's membership lapsed months ago"),
    N_("Her council's membership is suspended"),
    N_("Facilitator: opens rooms, seats people, keeps the time"),
    N_("Network staff: memberships and events, and no way into a room"),
)

# Membership as declared: first and last day of the term from today, and its days of grace.
TERMS: dict[str, tuple[int, int, int]] = {
    "active": (-200, 165, 30),
    "grace": (-375, -10, 30),
    "lapsed": (-500, -135, 30),
    "suspended": (-200, 165, 30),
    "prospective": (21, 386, 30),
}


@click.command("seed")
def seed_command() -> None:
    """Fill the demonstration with what is missing, and make its live exchange live now."""
    if not application().settings.is_demonstration:
        raise click.ClickException(
            "Only a demonstration is filled with invented people: set EXCHANGE_MODE=demonstration."
        )
    with scope_of(application().database):
        seed()
    click.echo("The demonstration network is there, and one exchange is live now.")


def seed() -> None:
    """Bring the demonstration world up to this moment, all of it or nothing."""
    now = clock.now()
    with transaction():
        _load(OWN, now, events_only=False)
        for name in (METHODS, DILEMMAS, *OTHERS):
            _load(name, now, events_only=True)
        _load_live(now)
        _load_past(now)
        _load_yesterday(now)
        world = read_data(FOLDER / "people.yaml")
        zone = _read(OWN).terms.time_zone
        for council in world["councils"]:
            _council(council, clock.today(zone), now)
        people = [_person(given, clock.today(zone)) for given in world["people"]]
        facilitator = next(p for p, given in people if given.get("facilitates"))
        _facilitate(facilitator)
        _register(world["registrations"])
        _hand_in(world["cases"])
        _plan(facilitator)
        _arrange(facilitator, world["lists"])
        _publish_harvests(world["harvests"])
        _end_yesterday(now)
    keep_actions(world["actions"])
    hold_session(world["session"], world["cards"], facilitator)
    _open_live(facilitator)


def _read(name: str) -> ImportedFile:
    return read_content(read_data(FOLDER / name))


def _load(name: str, now: datetime, *, events_only: bool) -> None:
    """Import a file with its dates moved ahead, unless its events are there and lie ahead."""
    file = _read(name)
    if file.events and all(_lies_ahead(event.slug, now) for event in file.events):
        return
    import_data(
        actor=SEED,
        file=moved_ahead(file, now, FURTHER if events_only else AHEAD),
        events_only=events_only,
    )


def _lies_ahead(slug: str, now: datetime) -> bool:
    event = find_event(slug)
    return event is not None and all(part.starts_at > now for part in event.parts[:1])


def moved_ahead(file: ImportedFile, now: datetime, ahead: timedelta) -> ImportedFile:
    """The file with all its events moved by the same whole weeks: to come, and open to register."""
    wall = clock.local(now, file.terms.time_zone).replace(tzinfo=None)
    contents = [event.content for event in file.events if event.content.parts]
    needed = [wall + ahead - content.parts[0].starts for content in contents]
    needed += [wall + OPEN_FOR - content.closes for content in contents if content.closes]
    if not needed:
        return file
    step = WEEK * -(-max(needed) // WEEK)
    return _with_contents(file, lambda content: moved(content, step))


def moved(content: EventContent, step: timedelta) -> EventContent:
    """The content with every date moved by `step`; clock times stay when that is whole days."""
    return replace(
        content,
        parts=tuple(
            PartContent(part.title, part.starts + step, part.ends + step) for part in content.parts
        ),
        opens=content.opens and content.opens + step,
        closes=content.closes and content.closes + step,
        binding_from=content.binding_from and content.binding_from + step,
        cases_close=content.cases_close and content.cases_close + step,
    )


def _with_contents(file: ImportedFile, change: Any) -> ImportedFile:
    events = tuple(replace(event, content=change(event.content)) for event in file.events)
    return replace(file, events=events)


def _load_live(now: datetime) -> None:
    file = _read(LIVE)
    wall = clock.local(now - BEGAN_AGO, file.terms.time_zone).replace(tzinfo=None)
    wall = wall.replace(second=0, microsecond=0)
    live = _with_contents(file, lambda content: begun_at(content, wall))
    import_data(actor=SEED, file=live, events_only=True)


def _load_past(now: datetime) -> None:
    """Import what is over, dated once: it ended three to four weeks before the first start."""
    file = _read(PAST)
    if all(find_event(event.slug) for event in file.events):
        return
    wall = clock.local(now, file.terms.time_zone).replace(tzinfo=None)
    ended = max(event.content.parts[-1].ends for event in file.events)
    step = WEEK * ((wall - ended) // WEEK - 3)
    past = _with_contents(file, lambda content: moved(content, step))
    import_data(actor=SEED, file=past, events_only=True)


def _load_yesterday(now: datetime) -> None:
    """Import what has just ended as if it lay ahead, so that people can register."""
    file = _read(YESTERDAY)
    if not all(find_event(event.slug) for event in file.events):
        import_data(actor=SEED, file=moved_ahead(file, now, AHEAD), events_only=True)


def _end_yesterday(now: datetime) -> None:
    """Date it to the working day before this one, once."""
    file = _read(YESTERDAY)
    if all(part.starts_at < now for part in _first_parts(file)):
        return
    today = clock.local(now, file.terms.time_zone).date()
    day = next(d for n in (1, 2, 3) if (d := today - timedelta(days=n)).weekday() < SATURDAY)
    ended = _with_contents(file, lambda each: moved(each, day - each.parts[0].starts.date()))
    import_data(actor=SEED, file=ended, events_only=True)


def begun_at(content: EventContent, wall: datetime) -> EventContent:
    """The content with its first part beginning at `wall`, its agenda moved along."""
    step = wall - content.parts[0].starts
    agenda = tuple(replace(item, at=_later(item, step)) for item in content.agenda)
    return replace(moved(content, step), agenda=agenda)


def _later(item: AgendaContent, step: timedelta) -> str:
    clocked = datetime.combine(date.min + WEEK, time.fromisoformat(item.at))
    return (clocked + step % timedelta(days=1)).strftime("%H:%M")


def _council(given: dict[str, str], today: date, now: datetime) -> None:
    first, last, grace = TERMS[given["membership"]]
    term: dict[str, Any] = {
        "tier": "Full member",
        "starts_on": today + timedelta(days=first),
        "ends_on": today + timedelta(days=last),
        "grace_days": grace,
    }
    known = _organisation(given["name"])
    if known is None:
        made = create_organisation(
            actor=SEED, name=given["name"], kind=given["kind"], domains=[given["domain"]]
        )
        add_term(actor=SEED, organisation_id=made.id, **term)
        if given["membership"] == "suspended":
            suspend(actor=SEED, organisation_id=made.id, reason="Membership fee under review")
    elif known.terms and _has_drifted(known, given["membership"], now):
        change_term(actor=SEED, term_id=known.terms[-1].id, **term)


def _organisation(name: str) -> Organisation | None:
    return session().scalar(select(Organisation).where(Organisation.name == name))


def _has_drifted(council: Organisation, declared: str, now: datetime) -> bool:
    """Whether time alone has made the standing another one than the sign-in page says."""
    stands = standing_of(council.id, now).kind.value
    return stands != declared and "suspended" not in (stands, declared)


def _person(given: dict[str, Any], today: date) -> tuple[Person, dict[str, Any]]:
    person = person_by_email(given["email"])
    if person is None:
        person = create_person(
            actor=SEED,
            email=given["email"],
            name=given["name"],
            job_title=given["job_title"],
            is_staff=given.get("staff", False),
        )
        council = _organisation(given.get("council", ""))
        if council is not None:
            since = today - timedelta(days=600)
            affiliate(actor=SEED, person_id=person.id, organisation_id=council.id, starts_on=since)
    person.demonstration_note = given.get("note", "")
    return person, given


def _facilitate(person: Person) -> None:
    for event in network_events(Delivery.ROOMS):
        name_facilitator(actor=SEED, event_id=event.id, person_id=person.id)


def _register(wanted: dict[str, list[str]]) -> None:
    for slug, emails in wanted.items():
        event = find_event(slug)
        for person in _newcomers(emails):
            if event is not None and standing_registration(person.id, event.id) is None:
                register(actor=actor_of(person), event_id=event.id)


def _hand_in(wanted: dict[str, list[dict[str, Any]]]) -> None:
    """Hand in what is missing, while the event still takes cases."""
    for slug, cases in wanted.items():
        event = find_event(slug)
        for given in cases:
            person = person_by_email(given["presenter"])
            if event is None or person is None or case_of(person.id, event.id) is not None:
                continue
            if may_hand_in(facts_for(actor_of(person), event)):
                hand_in(
                    actor=actor_of(person),
                    event_id=event.id,
                    content=CaseContent(
                        given["title"], given["topic"], given["situation"], given["question"]
                    ),
                    seen_by=CaseSeenBy(given["seen_by"]),
                    shown_in_room=given.get("shown_in_room", True),
                )


def _newcomers(emails: list[str]) -> Iterator[Person]:
    found = (person_by_email(email) for email in emails)
    yield from (person for person in found if person is not None and person.active)


def _plan(facilitator: Person) -> None:
    """Plan the events of files with methods of their own by these, unless they have a sheet."""
    for file in map(_read, (LIVE, *OTHERS)):
        slugs = [content.slug for content in read_methods(file.methods)]
        for part in _first_parts(file) if slugs else ():
            if steps_of(part.id):
                continue
            for method in session().scalars(select(Method).where(Method.slug.in_(slugs))):
                apply_method(actor=actor_of(facilitator), part_id=part.id, method_id=method.id)


def _publish_harvests(wanted: dict[str, dict[str, Any]]) -> None:
    """Publish what rooms released, for events that have no harvest yet."""
    for slug, given in wanted.items():
        event = find_event(slug)
        if event is None or lines_of(event.id):
            continue
        texts = [(text, name) for name, lines in given["headings"].items() for text in lines]
        order = {text: Standing(name, n) for n, (text, name) in enumerate(texts, start=1)}
        for text in order:
            receive(event, text)
        head(actor=SEED, event_id=event.id, headings=list(given["headings"]))
        standings = {line.id: order[line.text] for line in lines_of(event.id)}
        arrange_harvest(actor=SEED, event_id=event.id, standings=standings)
        publish(actor=SEED, event_id=event.id, audience=HarvestFor(given["audience"]))


def _arrange(facilitator: Person, wanted: dict[str, list[dict[str, Any]]]) -> None:
    """Fill the lists of events that have none."""
    for slug, lines in wanted.items():
        event = find_event(slug)
        if event is None or arrangements(event.id):
            continue
        for given in lines:
            people = tuple(person.id for person in _newcomers(given["people"]))
            line = Line(ArrangementKind(given["kind"]), people)
            arrange(actor=actor_of(facilitator), part_id=event.parts[0].id, line=line)


def _open_live(facilitator: Person) -> None:
    for part in _first_parts(_read(LIVE)):
        for version in unacknowledged(facilitator.id, part.event_id):
            acknowledge(actor=actor_of(facilitator), version_id=version.id)
        open_part(actor=actor_of(facilitator), part_id=part.id)


def _first_parts(file: ImportedFile) -> list[Part]:
    events = [find_event(imported.slug) for imported in file.events]
    return [event.parts[0] for event in events if event is not None]
