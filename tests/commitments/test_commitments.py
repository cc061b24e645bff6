"""One's own actions: kept sealed, for their owner alone, reminded of without a word, forgotten."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from exchange.audit.models import AuditEntry
from exchange.commitments import actions, queries, rules
from exchange.commitments.emails import reminder_letter
from exchange.commitments.enums import CommitmentState
from exchange.commitments.jobs import remind_people
from exchange.commitments.messages import CommitmentContent
from exchange.commitments.models import Commitment
from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import scope_of, session
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.outbox.models import OutboxMessage
from exchange.vault.models import DataKey

NOW = datetime(2027, 3, 4, 9, tzinfo=UTC)


def take(actor, text="canary", **more):
    return actions.take_on(actor=actor, key=uuid4(), text=text, **more)


def change(actor, row, *, state=CommitmentState.OPEN, text="canary", outcome="", due_on=None):
    actions.change_commitment(
        actor=actor,
        commitment_id=row.id,
        content=CommitmentContent(text, outcome),
        due_on=due_on,
        state=state,
    )


@pytest.mark.parametrize(("days", "due"), [(0, 0), (29, 0), (30, 1), (89, 1), (90, 2), (2000, 2)])
def test_reminders_come_due_after_30_and_90_days(days: int, due: int) -> None:
    assert rules.reminders_due(NOW, NOW + timedelta(days=days)) == due


@pytest.mark.parametrize(
    ("ahead", "allowed"), [(-1, False), (0, True), (1098, True), (1099, False)]
)
def test_an_action_is_due_from_today_on_and_within_three_years(ahead: int, allowed: bool) -> None:
    today = date(2027, 3, 4)
    assert bool(rules.may_be_due(today + timedelta(days=ahead), today)) is allowed


def test_it_is_sealed_listed_changed_and_destroyed(world, scope):
    world.network()
    anna = world.actor(world.person("Anna"))
    row = take(anna, due_on=clock.now().date() + timedelta(days=9))
    assert b"canary" not in row.sealed
    change(anna, row, state=CommitmentState.DONE, outcome="It worked.")
    (known,) = queries.commitments_of(anna, CommitmentState.DONE)
    assert (known.content.text, known.content.outcome) == ("canary", "It worked.")
    assert queries.commitments_of(anna, CommitmentState.OPEN) == []
    actions.delete_commitment(actor=anna, commitment_id=row.id)
    assert queries.commitments_of(anna) == []
    assert session().scalars(select(DataKey.wrapped)).all() == [b""]
    facts = session().scalars(select(AuditEntry.facts)).all()
    assert "canary" not in str(facts)


def test_sent_twice_it_is_kept_once(world, scope):
    anna, key = world.actor(world.person("Anna")), uuid4()
    for _ in range(2):
        actions.take_on(actor=anna, key=key, text="once")
    assert len(queries.commitments_of(anna)) == 1


def test_nobody_reads_or_changes_somebody_elses(world, scope):
    anna, ben = world.actor(world.person("Anna")), world.actor(world.person("Ben"))
    row = take(anna)
    for act in (
        lambda: queries.commitment_for(ben, row.id),
        lambda: change(ben, row),
        lambda: actions.delete_commitment(actor=ben, commitment_id=row.id),
    ):
        with pytest.raises(NotFound):
            act()
    assert queries.commitments_of(ben) == []


def test_there_is_an_end_to_how_many_somebody_keeps(world, scope, monkeypatch):
    monkeypatch.setattr(rules, "MOST", 1)
    anna = world.actor(world.person("Anna"))
    take(anna)
    with pytest.raises(Refused):
        take(anna)


def aged(world, row, days):
    world.change(row, made_at=clock.now() - timedelta(days=days))


def letters() -> int:
    kind = OutboxMessage.kind == actions.REMIND
    return session().scalar(select(func.count()).select_from(OutboxMessage).where(kind)) or 0


def test_one_letter_after_30_days_one_after_90_and_none_once_it_is_done(world, scope):
    anna = world.actor(world.person("Anna"))
    row, other = take(anna), take(anna)
    remind_people()
    assert letters() == 0
    aged(world, row, 31)
    aged(world, other, 40)
    remind_people()
    remind_people()
    assert letters() == 1  # about both
    aged(world, row, 91)
    remind_people()
    assert letters() == 2
    aged(world, other, 91)
    change(anna, other, state=CommitmentState.DROPPED)
    remind_people()
    assert letters() == 2


def test_a_letter_says_nothing_of_it_and_is_not_written_in_vain(world, scope):
    world.network()
    anna = world.person("Anna")
    actor = world.actor(anna)
    row = take(actor)
    written = reminder_letter(anna.id)
    assert written is not None
    assert "canary" not in str(written)
    assert written["values"]["actions_path"]
    actions.choose_reminders(actor=actor, wanted=False)
    assert reminder_letter(anna.id) is None
    aged(world, row, 31)
    assert list(queries.people_to_remind(clock.now())) == []
    actions.choose_reminders(actor=actor, wanted=True)
    assert list(queries.people_to_remind(clock.now())) == [anna.id]
    change(actor, row, state=CommitmentState.DONE)
    assert reminder_letter(anna.id) is None


def test_two_years_after_its_last_change_it_is_destroyed_with_its_key(world, scope):
    anna = world.actor(world.person("Anna"))
    row, young = take(anna), take(anna, "young")
    world.change(row, changed_at=clock.now() - rules.KEPT)
    actions.forget_past(actor=system("clock"))
    assert [each.content.text for each in queries.commitments_of(anna)] == ["young"]
    assert session().scalars(select(Commitment.id)).all() == [young.id]


def test_the_pages_add_change_filter_and_delete(app, client, sign_in, world):
    world.network()
    anna = world.person("Anna")
    sign_in(client, anna)
    assert "Nothing here" in client.get("/my-actions").text
    key = uuid4().hex
    form = {"text": "Ring <b>round</b>", "due_on": "", "key": key}
    for _ in range(2):
        assert client.post("/my-actions", data=form).status_code == 303
    page = client.get("/my-actions").text
    assert page.count("Ring &lt;b&gt;round&lt;/b&gt;</dt>") == 1
    with scope_of(app.database):
        (known,) = queries.commitments_of(world.actor(anna))
    path = f"/my-actions/{known.id}"
    sent = {"text": "Ring round", "state": "done", "outcome": "They came.", "due_on": ""}
    assert client.post(path, data=sent).status_code == 303
    assert "Ring round" not in client.get("/my-actions").text
    assert "They came." in client.get("/my-actions?show=done").text
    wrong = client.post(path, data={**sent, "text": "", "state": "x", "due_on": "soon"})
    assert wrong.text.count("govuk-error-message") == 3
    past = client.post("/my-actions", data={**form, "key": uuid4().hex, "due_on": "2001-01-01"})
    assert "at most three years ahead" in past.text
    nameless = client.post("/my-actions", data={**form, "key": "none"})
    assert "There is a problem" in nameless.text
    assert client.post("/my-actions/reminders", data={"wanted": "no"}).status_code == 303
    assert "You get no reminders." in client.get("/my-actions").text
    assert "destroyed" in client.get(f"{path}/delete").text
    assert client.post(f"{path}/delete").status_code == 303
    assert client.get(path).status_code == 404
