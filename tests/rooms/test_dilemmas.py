"""The library of dilemmas: kept by staff, chosen by facilitators, imported from files."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from exchange.accounts.models import Person
from exchange.core.datafile import read_data
from exchange.core.db import scope_of
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.events.errors import BrokenFile
from exchange.rooms import actions
from exchange.rooms.errors import TitleTaken
from exchange.rooms.messages import DilemmaContent
from exchange.rooms.models import Dilemma
from exchange.rooms.queries import dilemmas, dilemmas_to_ask
from exchange.rooms.schemas import read_dilemmas
from exchange.seed import DILEMMAS, FOLDER
from tests.rooms.conftest import Exchange1, Inside

SignIn = Callable[[FlaskClient, Person], FlaskClient]
BUS = DilemmaContent("the-bus", "The bus", "en", "A bus is late.", "Wait?", ("Yes", "No"))
WRITTEN = {**asdict(BUS), "options": "Yes\nNo"}


@pytest.fixture
def staff(inside: Inside) -> Any:
    return inside.actor(inside.exchange.world.staff())


class TestKeeping:
    def test_a_dilemma_is_offered_until_it_is_retired(self, inside: Inside, staff: Any) -> None:
        bus = actions.add_dilemma(actor=staff, content=BUS)
        assert dilemmas_to_ask(inside.facilitator, inside.part_id) == [BUS]
        actions.retire_dilemma(actor=staff, dilemma_id=bus.id)
        assert dilemmas_to_ask(inside.facilitator, inside.part_id) == []
        assert dilemmas(retired=True) == [bus]
        actions.restore_dilemma(actor=staff, dilemma_id=bus.id)
        assert dilemmas() == [bus]

    def test_a_title_stands_once(self, inside: Inside, staff: Any) -> None:
        actions.add_dilemma(actor=staff, content=BUS)
        with pytest.raises(TitleTaken):
            actions.add_dilemma(actor=staff, content=BUS)

    def test_facilitators_and_participants_keep_no_library(
        self, inside: Inside, staff: Any
    ) -> None:
        bus = actions.add_dilemma(actor=staff, content=BUS)
        for actor in (inside.facilitator, inside.actor(inside.exchange.person("Ann"))):
            with pytest.raises(Refused):
                actions.add_dilemma(actor=actor, content=replace(BUS, slug="mine"))
            for act in (actions.retire_dilemma, actions.restore_dilemma):
                with pytest.raises(NotFound):
                    act(actor=actor, dilemma_id=bus.id)
            with pytest.raises(NotFound):
                actions.change_dilemma(actor=actor, dilemma_id=bus.id, content=BUS)


class TestFiles:
    def test_importing_again_changes_what_differs(self, inside: Inside, staff: Any) -> None:
        verbs = [
            actions.import_dilemmas(actor=staff, dilemmas=[content])[0]
            for content in (BUS, BUS, replace(BUS, question="Walk?"))
        ]
        assert [each.verb for each in verbs] == ["new", "unchanged", "changed"]
        assert verbs[2].fields == ("question",)

    def test_the_demonstrations_dilemmas_are_in_both_languages(self) -> None:
        found = read_dilemmas(read_data(FOLDER / DILEMMAS)["dilemmas"])
        assert {each.language for each in found} == {"en", "da"}

    @pytest.mark.parametrize(
        "wrong",
        [
            {"title": ""},
            {"language": "fr"},
            {"situation": " "},
            {"question": "x" * 501},
            {"options": []},
            {"options": ["Yes"]},
            {"options": ["Yes", "Yes"]},
            {"options": list("ABCDEFGHI")},
            {"author": "somebody"},
        ],
    )
    def test_what_is_wrong_is_named_by_its_path(self, wrong: dict[str, Any]) -> None:
        raw = {**asdict(BUS), "options": list(BUS.options), **wrong}
        with pytest.raises(BrokenFile) as broken:
            read_dilemmas([raw])
        assert f"dilemmas[0].{next(iter(wrong))}" in str(broken.value.problems)

    def test_a_slug_stands_once_in_a_file(self) -> None:
        raw = {**asdict(BUS), "options": list(BUS.options)}
        with pytest.raises(BrokenFile):
            read_dilemmas([raw, raw])


@pytest.fixture
def office(exchange: Exchange1, client: FlaskClient, sign_in: SignIn) -> FlaskClient:
    """A browser of network staff."""
    return sign_in(client, exchange.world.staff())


def kept(exchange: Exchange1) -> list[Dilemma]:
    with scope_of(exchange.world.database):
        return dilemmas(retired=True)


class TestPages:
    def test_staff_write_change_retire_and_offer_again(
        self, office: FlaskClient, exchange: Exchange1
    ) -> None:
        assert office.post("/dilemmas/new", data=WRITTEN).status_code == 303
        (bus,) = kept(exchange)
        assert (bus.slug, bus.options) == ("the-bus", ["Yes", "No"])
        page = f"/dilemmas/{bus.id}"
        assert "A bus is late." in office.get(page).text
        assert office.post(page, data={**WRITTEN, "question": "Walk?"}).status_code == 303
        assert office.post(f"{page}/retire").status_code == 303
        (bus,) = kept(exchange)
        assert bus.question == "Walk?"
        assert bus.retired_at is not None
        assert "Retired" in office.get("/dilemmas").text
        assert office.post(f"{page}/restore").status_code == 303
        assert kept(exchange)[0].retired_at is None

    @pytest.mark.parametrize(
        "wrong",
        [
            {"title": ""},
            {"options": "Yes"},
            {"options": "Yes\nYes"},
            {"options": "Yes\n" + "x" * 121},
            {"question": "x" * 501},
            {"language": "fr"},
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
        self, office: FlaskClient, exchange: Exchange1, wrong: dict[str, str]
    ) -> None:
        answer = office.post("/dilemmas/new", data={**WRITTEN, **wrong})
        assert answer.status_code == 200
        assert "There is a problem" in answer.text
        assert "A bus is late." in answer.text
        assert kept(exchange) == []

    def test_facilitators_read_what_is_offered_and_change_nothing(
        self, exchange: Exchange1, client: FlaskClient, sign_in: SignIn
    ) -> None:
        world = exchange.world
        with scope_of(world.database):
            staff = world.actor(world.staff())
            bus = actions.add_dilemma(actor=staff, content=BUS)
            old = actions.add_dilemma(actor=staff, content=replace(BUS, slug="o", title="Old one"))
            actions.retire_dilemma(actor=staff, dilemma_id=old.id)
        fay = sign_in(client, exchange.facilitator)
        page = fay.get("/dilemmas").text
        assert "The bus" in page
        assert "Old one" not in page
        assert fay.post(f"/dilemmas/{bus.id}/retire").status_code in (403, 404)
