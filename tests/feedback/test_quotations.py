"""Quotations: by consent to the very text, seen by staff alone, and taken back at any time."""

from uuid import uuid4

import pytest
from sqlalchemy import select

from exchange.commitments import actions as commitments
from exchange.commitments.enums import CommitmentState
from exchange.commitments.messages import CommitmentContent
from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import scope_of, session
from exchange.core.errors import NotFound
from exchange.feedback import actions, queries
from exchange.feedback.messages import Quotation
from exchange.feedback.models import QuotationConsent
from exchange.feedback.rules import KEPT, may_agree
from exchange.vault.models import DataKey


@pytest.mark.parametrize("outcome", ["", "It worked."])
@pytest.mark.parametrize("at_event", [False, True])
@pytest.mark.parametrize("agreed", [False, True])
def test_only_what_came_of_it_at_an_event_and_only_by_a_tick(outcome, at_event, agreed) -> None:
    answer = may_agree(outcome=outcome, at_event=at_event, agreed=agreed)
    assert bool(answer) == (bool(outcome) and at_event and agreed)


def done_by(world, person, event):
    """An action of theirs with what came of it."""
    actor = world.actor(person)
    row = commitments.take_on(actor=actor, key=uuid4(), text="secret", event_id=event.id)
    commitments.change_commitment(
        actor=actor,
        commitment_id=row.id,
        content=CommitmentContent("secret", "canary"),
        due_on=None,
        state=CommitmentState.DONE,
    )
    return actor, row.id


def test_it_is_sealed_replaced_and_destroyed_when_taken_back(world, scope):
    world.network()
    event, staff = world.event(), world.actor(world.staff())
    actor, id = done_by(world, world.person("Anna"), event)
    for text in ("canary", "canary, shorter"):
        content = Quotation(text, "An officer")
        actions.agree_to_quotation(actor=actor, commitment_id=id, content=content, agreed=True)
    (quoted,) = queries.quotations_at(staff, event)
    assert quoted.content.text == "canary, shorter"
    assert b"canary" not in quoted.row.sealed
    with pytest.raises(NotFound):
        queries.quotations_at(actor, event)
    with pytest.raises(NotFound):
        actions.take_quotation_back(actor=staff, consent_id=quoted.row.id)
    commitments.delete_commitment(actor=actor, commitment_id=id)
    assert len(queries.quotations_of(actor)) == 1  # it stands until it is taken back
    actions.take_quotation_back(actor=actor, consent_id=quoted.row.id)
    assert queries.quotations_at(staff, event) == []
    assert set(session().scalars(select(DataKey.wrapped))) == {b""}


def test_it_goes_two_years_after_the_consent(world, scope):
    actor, id = done_by(world, world.person("Anna"), world.event())
    actions.agree_to_quotation(
        actor=actor, commitment_id=id, content=Quotation("canary"), agreed=True
    )
    row = session().scalars(select(QuotationConsent)).one()
    world.change(row, agreed_at=clock.now() - KEPT)
    actions.forget_cards(actor=system("clock"))
    assert queries.quotations_of(actor) == []


def test_the_pages_ask_for_the_tick_and_staff_see_the_text_alone(app, client, sign_in, world):
    world.network()
    event, anna = world.event(), world.person("Anna")
    with scope_of(app.database):
        _, id = done_by(world, anna, event)
    sign_in(client, anna)
    path = f"/my-quotations/new/{id}"
    assert path in client.get(f"/my-actions/{id}").text
    assert "canary" in client.get(path).text
    unticked = client.post(path, data={"text": "canary", "name": ""})
    assert "Tick that you agree" in unticked.text
    assert 'href="#agreed"' in unticked.text
    sent = client.post(path, data={"text": "<i>canary</i>", "name": "", "agreed": "y"})
    assert sent.status_code == 303
    assert "&lt;i&gt;canary&lt;/i&gt;" in client.get(path).text, "what was agreed to stands there"
    sign_in(client, world.staff())
    page = client.get(f"/staff/events/{event.slug}/quotations").text
    assert "&lt;i&gt;canary&lt;/i&gt;" in page
    assert "secret" not in page
    assert "Anna" not in page
