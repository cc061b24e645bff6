"""Contacts: exchanged where both wish, withdrawn at any time, and nobody else learns of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import scope_of, session
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.feedback import actions, queries
from exchange.feedback.messages import CardContent
from exchange.feedback.models import ContactCard
from exchange.feedback.rules import KEPT
from exchange.rooms import actions as rooms
from exchange.rooms.enums import Seating
from exchange.rooms.models import Connection, Seat
from tests.rooms.conftest import Exchange1, Inside, exchange, inside, quiet

__all__ = ["exchange", "inside", "quiet"]


def met(inside: Inside, *people, apart: bool = False) -> None:
    """A session that is over, in which these sat in one room; each in their own, if `apart`."""
    inside.enter(*people)
    inside.run(rooms.open_round, rooms=len(people) if apart else 1, seating=Seating.RANDOM)
    inside.run(rooms.close_round, seconds=0)
    inside.run(rooms.close_part)
    began = clock.now() - timedelta(hours=1)
    for model in (Seat, Connection):
        for row in session().scalars(select(model)).all():
            inside.exchange.world.change(row, began_at=began)


def offer(actor, event, *people, everybody=False):
    ids = {each.id for each in people}
    actions.offer_card(actor=actor, event_id=event.id, people=ids, everybody=everybody)


@pytest.fixture
def pair(inside, exchange):
    """Anna and Ben, who sat in one room and have cards; and their actors."""
    anna, ben = exchange.person("Anna"), exchange.person("Ben")
    met(inside, anna, ben)
    actors = inside.actor(anna), inside.actor(ben)
    for person, actor in zip((anna, ben), actors, strict=True):
        actions.write_card(actor=actor, content=CardContent(f"{person.name} Canary"))
    return anna, ben, *actors


def names(actor):
    return [each.card.name for each in queries.contacts_of(actor)]


def test_each_sees_the_others_card_when_both_have_offered(pair, exchange):
    _, ben, a, b = pair
    assert b"Canary" not in session().scalars(select(ContactCard.sealed)).first()
    offer(a, exchange.event, ben)
    assert (names(a), names(b)) == ([], [])
    offer(b, exchange.event, everybody=True)
    assert (names(a), names(b)) == (["Ben Canary"], ["Anna Canary"])


def test_taken_back_or_withdrawn_it_is_gone_for_both(pair, exchange):
    anna, ben, a, b = pair
    offer(a, exchange.event, ben)
    offer(b, exchange.event, anna)
    offer(a, exchange.event)
    assert (names(a), names(b)) == ([], [])
    offer(a, exchange.event, everybody=True)
    actions.withdraw_card(actor=b)
    assert (names(a), names(b)) == ([], [])
    with pytest.raises(NotFound):
        queries.contact_for(a, ben.id)
    actions.write_card(actor=b, content=CardContent("Ben again"))
    assert names(a) == []  # his offers ended with the card


def test_only_those_who_shared_a_room_can_be_offered_a_card(inside, exchange):
    anna, ben = exchange.person("Anna"), exchange.person("Ben")
    met(inside, anna, ben, apart=True)
    a = inside.actor(anna)
    actions.write_card(actor=a, content=CardContent("Anna"))
    with pytest.raises(NotFound):
        offer(a, exchange.event, ben)
    assert queries.sessions_shared(a) == []


def test_a_stranger_among_those_chosen_refuses_the_whole(pair, exchange, world):
    _, ben, a, _ = pair
    with pytest.raises(Refused):
        offer(a, exchange.event, ben, world.person("Olaf"))
    assert queries.offers_at(exchange.event.id) == {}


def test_a_card_is_destroyed_two_years_after_its_last_change(pair, exchange, world):
    _, ben, a, b = pair
    offer(a, exchange.event, everybody=True)
    offer(b, exchange.event, everybody=True)
    world.change(queries.card_row(ben.id), changed_at=clock.now() - KEPT)
    actions.forget_cards(actor=system("clock"))
    assert (queries.card_of(ben.id), names(a)) == (None, [])


def test_the_page_offers_and_downloads_and_outsiders_meet_nothing(
    app, client, sign_in, exchange: Exchange1, world
):
    anna, ben = exchange.person("Anna"), exchange.person("Ben")
    with scope_of(app.database):
        met(Inside(exchange), anna, ben)
    event = exchange.event.id
    for person, other in ((anna, ben), (ben, anna)):
        sign_in(client, person)
        page = client.get("/my-contacts").text
        assert "No contacts yet" in page
        assert "You have no card." in page
        card = {"name": f"{person.name} Canary", "email": "nonsense"}
        assert "govuk-error-message" in client.post("/my-contacts/card", data=card).text
        card["email"] = f"{person.name.lower()}@example.org"
        assert client.post("/my-contacts/card", data=card).status_code == 303
        sent = client.post(f"/my-contacts/offers/{event}", data={"people": [other.id.hex, "x"]})
        assert sent.status_code == 303
    page = client.get("/my-contacts").text
    assert "Anna Canary" in page
    file = client.get(f"/my-contacts/{anna.id}.vcf")
    assert b"FN:Anna Canary\r\n" in file.data
    assert file.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert "Canary" not in str(file.headers)
    for stranger in (exchange.facilitator, world.person("Olaf"), world.staff()):
        sign_in(client, stranger)
        assert "Canary" not in client.get("/my-contacts").text
        assert client.get(f"/my-contacts/{anna.id}.vcf").status_code == 404
        assert client.post(f"/my-contacts/offers/{event}").status_code == 404
    sign_in(client, anna)
    assert client.post("/my-contacts/card/withdraw").status_code == 303
    sign_in(client, ben)
    assert "Anna Canary" not in client.get("/my-contacts").text
