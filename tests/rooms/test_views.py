"""The room page: open to those who may enter, with a reason and one next step for the others."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.db import scope_of, session, transaction
from exchange.events.models import Part
from exchange.web.application import Exchange
from tests.rooms.conftest import Exchange1

SignIn = Callable[[FlaskClient, Person], FlaskClient]


@pytest.fixture(autouse=True)
def plain(app: Exchange) -> None:
    app.jinja_env.globals["asset"] = lambda *_: Markup("")


def path(exchange: Exchange1) -> str:
    return f"/live/{exchange.part_id.hex}"


def test_a_participant_gets_the_shell_with_its_configuration(
    exchange: Exchange1, client: FlaskClient, sign_in: SignIn
) -> None:
    ann = exchange.person("Ann </script> Lee")
    answer = sign_in(client, ann).get(path(exchange))
    assert answer.status_code == 200
    found = re.search(r'id="room-config"[^>]*>(.*?)</script>', answer.text, re.DOTALL)
    assert found
    config = json.loads(found[1])
    assert config["part"] == exchange.part_id.hex
    assert config["me"] == {"id": ann.id.hex, "name": "Ann </script> Lee"}
    assert config["token"]
    assert config["title"] == exchange.event.title


def test_the_title_names_the_part_where_there_are_several(
    exchange: Exchange1, client: FlaskClient, sign_in: SignIn
) -> None:
    start = clock.now() - timedelta(minutes=5)
    days = [start, start + timedelta(days=1)]
    parts = [(begins, begins + timedelta(hours=1)) for begins in days]
    event = exchange.world.event("Care data", parts=parts)
    first = exchange.world.part(event)
    with scope_of(exchange.world.database), transaction():
        session().get_one(Part, first.seq).title = "First day"
    exchange.world.facilitator(exchange.facilitator, event)
    page = sign_in(client, exchange.facilitator).get(f"/live/{first.id.hex}").text
    assert '"title": "Care data \\u2013 First day"' in page


def test_dashed_ids_are_the_same(exchange: Exchange1, client: FlaskClient, sign_in: SignIn) -> None:
    signed_in = sign_in(client, exchange.facilitator)
    assert signed_in.get(f"/live/{exchange.part_id}").status_code == 200


def test_visitors_are_asked_to_sign_in(exchange: Exchange1, client: FlaskClient) -> None:
    assert "/sign-in" in client.get(path(exchange)).headers["Location"]


def test_an_outsider_reads_why_and_where_to_go(
    exchange: Exchange1, client: FlaskClient, sign_in: SignIn
) -> None:
    answer = sign_in(client, exchange.world.person()).get(path(exchange))
    assert answer.status_code == 403
    assert f"/events/{exchange.event.slug}/register" in answer.text
    assert "room-config" not in answer.text


def test_whoever_lacks_the_acknowledgement_is_led_to_it_and_back(
    exchange: Exchange1, client: FlaskClient, sign_in: SignIn
) -> None:
    exchange.world.protocol(exchange.event)
    answer = sign_in(client, exchange.person("Ann")).get(path(exchange))
    next_step = f"/events/{exchange.event.slug}/acknowledge?next=%2Flive%2F{exchange.part_id.hex}"
    assert next_step in answer.text


def test_doors_that_are_not_open_say_when(
    unopened: Exchange1, client: FlaskClient, sign_in: SignIn
) -> None:
    answer = sign_in(client, unopened.person("Ann")).get(path(unopened))
    assert answer.status_code == 403
    assert "in a moment" in answer.text


def test_nothing_is_told_of_a_draft(
    exchange: Exchange1, client: FlaskClient, sign_in: SignIn, app: Exchange
) -> None:
    draft = exchange.world.live_event(state="draft")
    hidden = exchange.world.part(draft).id.hex
    signed_in = sign_in(client, exchange.person("Ann"))
    answers = [signed_in.get(f"/live/{id}") for id in (hidden, uuid4().hex, "nonsense")]
    assert {answer.status_code for answer in answers} == {404}
