from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from exchange.core import clock
from exchange.membership.enums import Standing
from exchange.membership.models import Affiliation
from exchange.membership.queries import (
    organisations,
    people,
    standing_of_person,
)
from exchange.membership.standing import ORDER
from exchange.web.application import Exchange
from tests.support.world import World


@pytest.fixture
def statements(app: Exchange) -> Iterator[list[str]]:
    """Every SQL statement sent from now on, but for BEGIN."""
    sent: list[str] = []

    def note(*arguments: object) -> None:
        if not str(arguments[2]).startswith("BEGIN"):
            sent.append(str(arguments[2]))

    event.listen(app.database.engine, "before_cursor_execute", note)
    yield sent
    event.remove(app.database.engine, "before_cursor_execute", note)


@contextmanager
def counted(sent: list[str], number: int) -> Iterator[None]:
    sent.clear()
    yield
    assert len(sent) == number, "\n".join(sent)


@pytest.mark.parametrize("kind", [kind.value for kind in Standing])
def test_a_person_stands_as_their_organisation_does_in_two_statements(
    scope: Session, world: World, statements: list[str], kind: str
) -> None:
    world.network()
    person = world.person(organisation=world.organisation(standing=kind))
    with counted(statements, 2):
        found = standing_of_person(person.id, clock.now())
    assert (found.standing.kind, found.standing.member_word) == (Standing(kind), "council")


def test_of_several_organisations_the_best_counts(scope: Session, world: World) -> None:
    world.network()
    person = world.person()
    for worse in reversed(ORDER):
        council = world.organisation(standing=worse.value)
        today = clock.today("Europe/London")
        world.add(Affiliation(person_id=person.id, organisation_id=council.id, starts_on=today))
        found = standing_of_person(person.id, clock.now())
        assert found.standing.kind is worse
        assert found.organisation is not None
        assert found.organisation.id == council.id


def test_who_belongs_nowhere_or_no_longer_stands_alone(scope: Session, world: World) -> None:
    world.network()
    council, person = world.organisation(), world.person()
    yesterday = clock.today("Europe/London") - timedelta(days=1)
    world.add(
        Affiliation(
            person_id=person.id,
            organisation_id=council.id,
            starts_on=yesterday,
            ends_on=yesterday,
        )
    )
    found = standing_of_person(person.id, clock.now())
    assert (found.organisation, found.standing.has_organisation) == (None, False)
    assert standing_of_person(person.id, clock.now() - timedelta(days=1)).organisation is not None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_organisations_takes_four_statements(
    scope: Session, world: World, statements: list[str], rows: int
) -> None:
    world.network()
    for _ in range(rows):
        world.organisation(standing="suspended")
    scope.expunge_all()
    with counted(statements, 4):
        assert len(organisations(clock.now()).page.items) == rows


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_people_takes_three_statements(
    scope: Session, world: World, statements: list[str], rows: int
) -> None:
    council = world.organisation("Exshire")
    for _ in range(rows):
        world.person(organisation=council)
    scope.expunge_all()
    with counted(statements, 3):
        page = people(clock.today("Europe/London"), search="exsh")
        assert [row.organisations for row in page.items] == [["Exshire"]] * rows


def test_organisations_are_found_by_name_domain_and_standing(scope: Session, world: World) -> None:
    world.network()
    world.organisation("Exshire 100%", domain="exshire.example")
    world.organisation("Wyeshire", standing="lapsed")

    def names(**asked: Any) -> list[str]:
        page = organisations(clock.now(), **asked).page
        return [row.organisation.name for row in page.items]

    assert names() == ["Exshire 100%", "Wyeshire"]
    assert names(search="EXSHIRE.ex") == ["Exshire 100%"]
    assert names(search="%") == ["Exshire 100%"]
    assert names(standing=Standing.LAPSED) == ["Wyeshire"]
    assert names(search="exshire", standing=Standing.LAPSED) == []
    assert names(page_number=10**12) == ["Exshire 100%", "Wyeshire"]
