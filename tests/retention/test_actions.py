from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from exchange.audit.models import AuditEntry
from exchange.audit.queries import check_chain
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import scope_of, session, transaction
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.core.model import Base
from exchange.notes.queries import reader
from exchange.retention.actions import (
    choose_defaults,
    choose_periods,
    forget,
    lift_hold,
    place_hold,
)
from exchange.retention.enums import HoldReason, Kind
from exchange.retention.jobs import forget_what_is_due
from exchange.retention.periods import PERIODS
from exchange.retention.queries import (
    KEPT,
    default_periods,
    due,
    periods_of,
    receipts_for,
    schedule_of,
)
from exchange.rooms.models import Connection, LivePart, Message, Room
from exchange.vault.content import vault
from exchange.vault.envelope import Content, Place, VaultError
from exchange.vault.models import DataKey
from exchange.web.application import Exchange
from tests.retention.conftest import WORDS, Past
from tests.support.world import World

CLOCK = system("clock")
DEFAULTS = {kind: period.days for kind, period in PERIODS.items()}
NOTES = ("notes_update", "notes_snapshot", "notes_point", "notes_document")


@pytest.fixture(autouse=True)
def context(app: Exchange, past: Past) -> Iterator[None]:
    with app.app_context(), scope_of(app.database):
        yield


def left(kind: Kind) -> dict[str, int]:
    counts = {
        table.name: session().scalar(select(func.count()).select_from(table.model)) or 0
        for table in KEPT[kind]
    }
    return {name: count for name, count in counts.items() if count}


def entries(tag: Tag) -> list[dict[str, Any]]:
    found = select(AuditEntry.facts).where(AuditEntry.tag == tag.value).order_by(AuditEntry.seq)
    return list(session().scalars(found))


def hold(past: Past, room: int | None = None, *, days: int = 30) -> Any:
    staff = past.world.actor(past.world.staff())
    return place_hold(
        actor=staff,
        event_id=past.event.id,
        room_id=None if room is None else past.rooms[room],
        reason=HoldReason.COURT,
        reference="2026/77",
        ends_on=clock.today(past.event.time_zone) + timedelta(days=days),
    )


@pytest.mark.parametrize(
    ("past", "gone"),
    [
        (3, set()),
        (29, set()),
        (31, {Kind.CHAT, Kind.VOTES, Kind.CASES, Kind.TAKEAWAYS}),
        (91, {Kind.CHAT, Kind.VOTES, Kind.CASES, Kind.TAKEAWAYS, Kind.NOTES}),
        (366, set(Kind)),
    ],
    indirect=["past"],
)
def test_each_kind_goes_on_its_own_day(past: Past, gone: set[Kind]):
    forget_what_is_due()
    assert {kind for kind in Kind if not left(kind)} == gone
    sealed = {PERIODS[kind].seals for kind in gone} - {None}
    keys = session().scalars(select(DataKey.kind).where(DataKey.destroyed_at.is_not(None)))
    assert set(keys) == sealed
    assert {entry["kind"] for entry in entries(Tag.FORGOTTEN)} == gone


@pytest.mark.parametrize("past", [31], indirect=True)
def test_what_was_forgotten_opens_nowhere_and_what_was_not_still_does(past: Past):
    message = session().scalars(select(Message).limit(1)).one()
    sealed, room_id = message.sealed, message.room_id
    place = Place("message", room_id, 1, Content.CHAT)
    assert vault().open(sealed, place) == WORDS.encode()
    forget_what_is_due()
    with pytest.raises(VaultError, match="destroyed"):
        vault().open(sealed, place)
    assert left(Kind.NOTES) == dict.fromkeys(NOTES, 3)


@pytest.mark.parametrize("past", [91], indirect=True)
def test_with_the_notes_go_what_rooms_were_called_and_every_copy(
    past: Past, monkeypatch: pytest.MonkeyPatch
):
    dropped = []
    monkeypatch.setattr(reader, "forget", dropped.append)
    forget_what_is_due()
    names = session().scalars(select(Room.name).order_by(Room.position)).all()
    assert names == ["Room of 0", "1", "2"]  # the plenary is known by its kind
    assert set(past.rooms) <= set(dropped)


@pytest.mark.parametrize("past", [31], indirect=True)
def test_a_receipt_names_keys_and_counts_and_is_chained(past: Past):
    forget_what_is_due()
    cases, chat, takeaways, votes = sorted(receipts_for(past.event), key=lambda each: each.kind)
    rows = {"case_wish": 1, "case_rewriting": 1, "event_case": 1}
    assert (cases.rows, len(cases.keys)) == (rows, 1)
    rows = {"message": 3, "remark": 1, "conversation": 1}
    assert (chat.kind, chat.rows, len(chat.keys)) == (Kind.CHAT, rows, 3)
    assert (takeaways.rows, len(takeaways.keys)) == ({"takeaway": 3}, 3)
    assert votes.rows == {"ballot": 3, "tally": 3, "poll": 3}
    assert chat.due_on == past.ended_on + timedelta(days=30)
    assert chat.unaltered
    assert chat.destroyed
    assert check_chain().is_whole
    assert WORDS not in str([entry.facts for entry in session().scalars(select(AuditEntry))])


@pytest.mark.parametrize("past", [31], indirect=True)
def test_a_receipt_does_not_hide_that_a_key_is_back_or_its_entry_altered(past: Past):
    forget_what_is_due()
    key = session().scalars(select(DataKey).where(DataKey.kind == "chat").limit(1)).one()
    entry = (
        session()
        .scalars(
            select(AuditEntry).where(AuditEntry.tag == Tag.FORGOTTEN.value).order_by(AuditEntry.seq)
        )
        .first()
    )
    assert entry is not None
    with transaction():
        key.wrapped = b"restored from a backup"
        entry.facts = {**entry.facts, "held_rooms": 1}
    found = {receipt.kind: receipt for receipt in receipts_for(past.event)}
    assert not found[Kind.CHAT].destroyed
    assert not found[Kind(entry.facts["kind"])].unaltered


@pytest.mark.parametrize("past", [400], indirect=True)
def test_forgetting_again_finds_nothing_and_says_nothing(past: Past):
    forget_what_is_due()
    said = len(entries(Tag.FORGOTTEN))
    assert due() == []
    forget(actor=CLOCK, event_id=past.event.id, kind=Kind.CHAT)
    assert len(entries(Tag.FORGOTTEN)) == said
    assert [line.left for line in schedule_of(past.event)] == [False] * len(Kind)


@pytest.mark.parametrize("past", [20], indirect=True)
def test_nothing_is_destroyed_before_its_day_whoever_asks(past: Past):
    with pytest.raises(Refused, match="kept until"):
        forget(actor=CLOCK, event_id=past.event.id, kind=Kind.CHAT)
    assert left(Kind.CHAT)


@pytest.mark.parametrize("past", [31], indirect=True)
def test_nothing_is_destroyed_while_somebody_is_there(past: Past):
    connection = session().scalars(select(Connection)).one()
    with transaction():
        connection.ended_at = None
    forget_what_is_due()
    assert left(Kind.CHAT)


@pytest.mark.parametrize("past", [31], indirect=True)
def test_doors_that_nobody_closed_are_closed_first(past: Past):
    live = session().scalars(select(LivePart)).one()
    with transaction():
        live.closed_at = None
    forget_what_is_due()
    session().refresh(live)
    assert live.closed_at is not None
    assert not left(Kind.CHAT)


@pytest.mark.parametrize("past", [400], indirect=True)
def test_a_hold_of_the_event_stops_everything_until_it_is_lifted(past: Past):
    held = hold(past)
    forget_what_is_due()
    assert all(left(kind) for kind in Kind)
    staff = past.world.actor(past.world.staff())
    lift_hold(actor=staff, event_id=past.event.id, hold_id=held.id)
    forget_what_is_due()
    assert not any(left(kind) for kind in Kind)
    assert entries(Tag.HOLD_PLACED)[0]["reference"] == "2026/77"
    assert entries(Tag.HOLD_LIFTED)[0]["hold"] == str(held.id)


@pytest.mark.parametrize("past", [400], indirect=True)
def test_a_hold_of_one_room_keeps_that_room_and_what_its_part_cannot_part_with(past: Past):
    hold(past, room=1)
    forget_what_is_due()
    assert left(Kind.CHAT) == {"message": 1}
    assert left(Kind.NOTES) == dict.fromkeys(NOTES, 1)
    assert left(Kind.TAKEAWAYS) == {"takeaway": 1}
    assert left(Kind.VOTES) == {"ballot": 3, "tally": 3, "poll": 3}
    assert left(Kind.PRESENCE)
    assert left(Kind.CASES) == {"event_case": 1, "case_wish": 1, "case_rewriting": 1}
    kept = session().scalars(select(Message.room_id)).one()
    assert kept == past.rooms[1]
    assert {entry["held_rooms"] for entry in entries(Tag.FORGOTTEN)} == {1}


@pytest.mark.parametrize("past", [400], indirect=True)
def test_a_hold_ends_by_itself(past: Past, monkeypatch: pytest.MonkeyPatch):
    hold(past, days=1)
    now = clock.now() + timedelta(days=2)
    monkeypatch.setattr(clock, "now", lambda: now)
    forget_what_is_due()
    assert not left(Kind.CHAT)


def test_only_staff_place_and_lift_holds_and_choose_periods(past: Past):
    held = hold(past)
    anna = past.world.actor(past.person)
    with pytest.raises(Refused):
        lift_hold(actor=anna, event_id=past.event.id, hold_id=held.id)
    with pytest.raises(Refused):
        choose_periods(actor=anna, event_id=past.event.id, days=DEFAULTS)
    with pytest.raises(Refused):
        choose_defaults(actor=anna, days=DEFAULTS)
    with pytest.raises(Refused):
        place_hold(
            actor=anna,
            event_id=past.event.id,
            room_id=None,
            reason=HoldReason.COURT,
            reference="1",
            ends_on=clock.today("UTC") + timedelta(days=9),
        )


def test_a_hold_names_a_room_of_its_own_event(past: Past, world: World):
    other = Past(world, 45)
    staff = world.actor(world.staff())
    with pytest.raises(NotFound):
        place_hold(
            actor=staff,
            event_id=past.event.id,
            room_id=other.rooms[0],
            reason=HoldReason.COURT,
            reference="1",
            ends_on=clock.today("UTC") + timedelta(days=9),
        )


def test_other_defaults_do_not_change_what_people_were_told(past: Past, world: World):
    to_come = world.event()
    staff = world.actor(world.staff())
    choose_defaults(actor=staff, days={**DEFAULTS, Kind.CHAT: 90})
    assert default_periods()[Kind.CHAT] == 90
    assert periods_of(past.event.id)[Kind.CHAT] == 30
    assert periods_of(to_come.id)[Kind.CHAT] == 90


def test_an_events_own_period_counts(past: Past, world: World):
    staff = world.actor(world.staff())
    choose_periods(actor=staff, event_id=past.event.id, days={**DEFAULTS, Kind.NOTES: 40})
    with pytest.raises(Refused, match="shorter, not longer"):
        choose_periods(actor=staff, event_id=past.event.id, days=DEFAULTS)
    forget_what_is_due()  # 45 days after
    assert not left(Kind.NOTES)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("past", [400], indirect=True)
def test_on_sqlite_no_byte_of_key_or_content_is_left_in_the_files(past: Past, tmp_path: Path):
    keys = session().scalars(select(DataKey.wrapped)).all()
    sealed = session().scalars(select(Message.sealed)).all()
    session().rollback()
    files = [path for path in tmp_path.iterdir() if path.name.startswith("exchange.db")]
    assert len(files) > 1  # the write-ahead log is looked at, too
    assert all(any(secret in path.read_bytes() for path in files) for secret in [*keys, *sealed])
    forget_what_is_due()
    everything = b"".join(path.read_bytes() for path in files)
    assert [secret for secret in [*keys, *sealed] if secret in everything] == []


# Its write-ahead log holds them until it is recycled: docs/operations.md says so.
@pytest.mark.postgres
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
@pytest.mark.parametrize("past", [400], indirect=True)
def test_on_postgresql_no_byte_of_a_key_is_left_in_the_tables_file(past: Past):
    keys = session().scalars(select(DataKey.wrapped)).all()
    assert all(key in table_file() for key in keys)
    forget_what_is_due()
    left_there = table_file()
    assert [key for key in keys if key in left_there] == []


def table_file() -> bytes:
    session().rollback()
    raw = session().connection()
    raw.exec_driver_sql("CHECKPOINT")
    reading = "SELECT pg_read_binary_file(pg_relation_filepath('data_key'))"
    return bytes(raw.exec_driver_sql(reading).scalar_one())


def test_every_table_about_rooms_is_kept_for_some_time():
    """A new table about rooms or parts joins a kind in `queries.kept`, or is named here."""
    planned = {
        "live_part",
        "room",
        "round",
        "sheet_step",
    }  # no word, no person; names go with notes
    rooms = {"room", "part", "round", "event_case"}
    named = {table.name for tables in KEPT.values() for table in tables}
    about = {
        table.name
        for table in Base.metadata.tables.values()
        if {key.column.table.name for key in table.foreign_keys} & rooms
        or "sealed" in table.columns
    }
    of_events = {"ban", "contact_offer"}
    of_people = {
        "commitment",
        "contact_card",
        "quotation_consent",
    }  # which go by a clock of their own
    assert about - planned - of_people - {"legal_hold", "disclosure"} == named - of_events
