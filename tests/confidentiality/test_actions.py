from datetime import timedelta

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select

from exchange.audit.models import AuditEntry
from exchange.confidentiality import actions, queries
from exchange.confidentiality.errors import NotInForce, TextChanged
from exchange.confidentiality.messages import VersionContent
from exchange.confidentiality.models import Acknowledgement
from exchange.core import clock
from exchange.core.actor import ANONYMOUS
from exchange.core.db import session
from exchange.core.decision import Refused
from exchange.core.errors import NotFound, NotSignedIn

TEXT = [{"title": "Introduction", "text": "What is said here stays here, always."}]


def content(number="1.1", **given):
    return VersionContent(number=number, **{"sections": TEXT, "change_note": "Always.", **given})


@pytest.fixture
def event(world, council):
    return world.event()


@pytest.fixture
def version(world, event):
    return world.protocol(event)


def publish(world, staff, version, **given):
    return actions.publish_version(
        actor=world.actor(staff), protocol_id=version.protocol_id, content=content(**given)
    )


def missing(officer, event):
    return [version.number for version in queries.unacknowledged(officer.person_id, event.id)]


def test_an_acknowledgement_is_given_once_and_recorded(scope, world, officer, event, version):
    actor = world.actor(officer)
    assert missing(actor, event) == ["1.0"]
    first = actions.acknowledge(actor=actor, version_id=version.id)
    again = actions.acknowledge(actor=actor, version_id=version.id)
    assert first.id == again.id
    assert missing(actor, event) == []
    entries = select(AuditEntry).where(AuditEntry.tag == "protocol.acknowledged")
    assert len(session().scalars(entries).all()) == 1


def test_one_person_s_assent_is_nobody_else_s(scope, world, officer, event, version):
    actions.acknowledge(actor=world.actor(officer), version_id=version.id)
    assert missing(world.actor(world.person()), event) == ["1.0"]


def test_a_new_version_asks_again_and_rooms_are_told(
    *, scope, world, officer, staff, event, version, heard
):
    actor = world.actor(officer)
    actions.acknowledge(actor=actor, version_id=version.id)
    publish(world, staff, version)
    assert missing(actor, event) == ["1.1"]
    assert {"event_id": event.id.hex} in heard


def test_a_replaced_version_cannot_be_acknowledged(scope, world, officer, staff, version):
    publish(world, staff, version)
    with pytest.raises(NotInForce):
        actions.acknowledge(actor=world.actor(officer), version_id=version.id)
    assert session().scalars(select(Acknowledgement)).all() == []


def test_forged_ids_and_visitors_meet_a_clear_answer(scope, world, officer, event, version):
    with pytest.raises(NotFound):
        actions.acknowledge(actor=world.actor(officer), version_id=event.id)
    with pytest.raises(NotSignedIn):
        actions.acknowledge(actor=ANONYMOUS, version_id=version.id)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"number": "1.0"}, "number_taken"),
        ({"number": "0.9"}, "number_behind"),
        ({"number": "two"}, "number_shape"),
        ({"number": "1.1", "sections": []}, "no_sections"),
        (
            {"sections": [{"title": "Introduction", "text": "What is said here stays here."}]},
            "nothing_changed",
        ),
    ],
)
def test_a_version_that_is_none_is_refused(*, scope, world, staff, version, given, code):
    with pytest.raises(Refused) as refusal:
        publish(world, staff, version, **given)
    assert refusal.value.decision.code == code


def test_only_staff_publish_and_require(scope, world, officer, event, version):
    actor = world.actor(officer)
    with pytest.raises(Refused):
        actions.publish_version(actor=actor, protocol_id=version.protocol_id, content=content())
    with pytest.raises(Refused):
        actions.require_protocol(actor=actor, event_id=event.id, protocol_id=version.protocol_id)


def given_file(number="1.0", text="Keep it here.", **more):
    version = {
        "number": number,
        "published_at": clock.now() - timedelta(days=2),
        "published_by": "The network",
        "change_note": "",
        "introduction": "",
        "sections": [{"title": "Why", "text": text, "children": []}],
    }
    protocol = {"slug": "rooms", "title": "Rooms", "language": "en", "part_of": ""}
    return {**protocol, "versions": [version], **more}


def test_importing_twice_changes_nothing(scope, world, council):
    first = actions.import_protocols(actor=world.system(), protocols=[given_file()])
    second = actions.import_protocols(actor=world.system(), protocols=[given_file()])
    assert [change.verb for change in (*first, *second)] == ["new", "unchanged"]


def test_an_import_brings_a_further_version(scope, world, council):
    actions.import_protocols(actor=world.system(), protocols=[given_file()])
    both = given_file()
    both["versions"].append(given_file("1.1", "Keep it here, always.")["versions"][0])
    [change] = actions.import_protocols(actor=world.system(), protocols=[both])
    assert (change.verb, change.fields) == ("changed", ("1.1",))
    assert queries.version_of(queries.get_protocol("rooms"), None).number == "1.1"


def test_an_import_never_alters_a_published_text(scope, world, council):
    actions.import_protocols(actor=world.system(), protocols=[given_file()])
    altered = [given_file(slug="other"), given_file(text="Keep nothing.")]
    with pytest.raises(TextChanged):
        actions.import_protocols(actor=world.system(), protocols=altered)
    assert queries.find_protocol("other") is None


def test_a_version_dated_ahead_is_not_in_force_yet(scope, world, officer, event, version):
    actions.import_protocols(
        actor=world.system(),
        protocols=[given_file(versions=[
            given_file()["versions"][0],
            {**given_file("2.0")["versions"][0], "published_at": clock.now() + timedelta(days=1)},
        ])],
    )  # fmt: skip
    protocol = queries.get_protocol("rooms")
    actions.require_protocol(actor=world.system(), event_id=event.id, protocol_id=protocol.id)
    assert [v.number for v in queries.versions_in_force(event.id)] == ["1.0", "1.0"]


def test_what_is_in_force_and_what_is_missing_cost_one_statement_each(
    *, app, scope, world, officer, event, version
):
    for _ in range(2):
        world.protocol(event)
    session().rollback()
    session().connection()
    seen = []
    listener = lambda *a: seen.append(a[2])  # noqa: E731
    listening.listen(app.database.engine, "before_cursor_execute", listener)
    assert len(queries.versions_in_force(event.id)) == 3
    assert [v.protocol.title for v in queries.unacknowledged(officer.id, event.id)]
    listening.remove(app.database.engine, "before_cursor_execute", listener)
    assert len(seen) == 2
