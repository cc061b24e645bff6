"""The room page: open to those who may enter, with a reason and one next step for the others."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from markupsafe import Markup

from exchange.accounts.models import Person
from exchange.core import clock
from exchange.core.db import scope_of, session, transaction
from exchange.events.models import Part
from exchange.rooms import actions
from exchange.rooms.enums import BanReason
from exchange.rooms.queries import entry_facts
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
    config = config_of(answer.text)
    assert config["part"] == exchange.part_id.hex
    assert config["me"] == {"id": ann.id.hex, "name": "Ann </script> Lee"}
    assert config["token"]
    assert config["title"] == exchange.event.title
    assert (config["language"], config["starts_at"][-6:]) == ("en", "+00:00")


def config_of(page: str, which: str = "room-config") -> dict[str, Any]:
    found = re.search(rf'id="{which}"[^>]*>(.*?)</script>', page, re.DOTALL)
    assert found
    config: dict[str, Any] = json.loads(found[1])
    return config


def test_the_key_to_what_a_browser_keeps_ends_with_the_sign_in(
    exchange: Exchange1, client: FlaskClient, sign_in: SignIn
) -> None:
    ann = exchange.person("Ann")
    keys = [config_of(sign_in(client, ann).get(path(exchange)).text)["keep_key"]]
    keys.append(config_of(client.get(path(exchange)).text)["keep_key"])
    signed_out = client.post("/sign-out")
    assert signed_out.headers["Clear-Site-Data"] == '"storage"'
    assert "keep_key" not in client.get(path(exchange)).text
    keys.append(config_of(sign_in(client, ann).get(path(exchange)).text)["keep_key"])
    assert (keys[0] == keys[1], keys[1] == keys[2]) == (True, False)
    assert len(bytes.fromhex(keys[0])) == 32


def test_whoever_is_kept_out_is_given_the_key_to_their_own_words_as_long_as_they_are_signed_in(
    exchange: Exchange1, client: FlaskClient, sign_in: SignIn
) -> None:
    ann = exchange.person("Ann")
    room = config_of(sign_in(client, ann).get(path(exchange)).text)
    banned(exchange, ann)
    answer = client.get(path(exchange))
    kept = config_of(answer.text, "kept-config")
    assert answer.status_code == 403
    assert room["contact"] == "network@example.org"
    assert 'href="mailto:network@example.org">Write to network@example.org</a>' in answer.text
    assert (kept["keep_key"], kept["me"]) == (room["keep_key"], ann.id.hex)
    assert {name.split(".")[0] for name in kept["texts"]} == {"dialog", "leftover", "words"}
    client.post("/sign-out")
    assert "keep_key" not in client.get(path(exchange)).text


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


def test_whoever_comes_before_the_doors_open_gets_the_shell_for_the_lobby(
    unopened: Exchange1, client: FlaskClient, sign_in: SignIn
) -> None:
    answer = sign_in(client, unopened.person("Ann")).get(path(unopened))
    assert answer.status_code == 200
    assert "room-config" in answer.text


def test_before_the_lobby_opens_the_page_says_when(
    exchange: Exchange1, client: FlaskClient, sign_in: SignIn
) -> None:
    world, ann = exchange.world, exchange.person("Ann")
    tomorrow = world.event()
    world.registration(ann, tomorrow)
    answer = sign_in(client, ann).get(f"/live/{world.part(tomorrow).id.hex}")
    assert answer.status_code == 403
    assert "The doors open on" in answer.text


def test_nothing_is_told_of_a_draft(
    exchange: Exchange1, client: FlaskClient, sign_in: SignIn, app: Exchange
) -> None:
    draft = exchange.world.live_event(state="draft")
    hidden = exchange.world.part(draft).id.hex
    signed_in = sign_in(client, exchange.person("Ann"))
    answers = [signed_in.get(f"/live/{id}") for id in (hidden, uuid4().hex, "nonsense")]
    assert {answer.status_code for answer in answers} == {404}


class TestShutOut:
    """Who is shut out of an event is on its page, for its facilitators alone."""

    def test_facilitators_see_it_and_lift_it(
        self, exchange: Exchange1, client: FlaskClient, sign_in: SignIn
    ) -> None:
        banned(exchange, exchange.person("Mal Banned"))
        page = f"/events/{exchange.event.slug}"
        signed_in = sign_in(client, exchange.facilitator)
        text = signed_in.get(page).text
        assert "Mal Banned: A room was recorded." in text
        lift = re.search(r'action="([^"]+/lift)"', text)
        assert lift
        answer = signed_in.post(lift[1], follow_redirects=True)
        assert "may come to the event again" in answer.text
        assert "Mal Banned" not in answer.text

    def test_a_participant_sees_nothing_of_it_and_lifts_nothing(
        self, exchange: Exchange1, client: FlaskClient, sign_in: SignIn
    ) -> None:
        mal = exchange.person("Mal Banned")
        banned(exchange, mal)
        page = f"/events/{exchange.event.slug}"
        signed_in = sign_in(client, exchange.person("Ann"))
        assert "Mal Banned" not in signed_in.get(page).text
        assert signed_in.post(f"{page}/bans/{mal.id}/lift").status_code == 403
        with scope_of(exchange.world.database):
            facts = entry_facts(mal.id, exchange.part_id, clock.now())
        assert facts.banned is BanReason.RECORDING


def banned(exchange: Exchange1, person: Person) -> None:
    with scope_of(exchange.world.database):
        actions.ban(
            actor=exchange.world.actor(exchange.facilitator),
            part_id=exchange.part_id,
            person_id=person.id,
            reason=BanReason.RECORDING,
        )
