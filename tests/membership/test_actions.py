from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from exchange.audit.models import AuditEntry
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.decision import Refused
from exchange.core.errors import Conflict, ExchangeError, Invalid, NotFound
from exchange.membership import actions, queries
from exchange.membership.enums import Standing
from tests.support.world import World

TODAY = date(2026, 6, 15)


def entries(scope: Session, tag: Tag) -> list[AuditEntry]:
    return list(scope.scalars(select(AuditEntry).where(AuditEntry.tag == tag.value)))


def add_term(
    world: World, organisation_id: UUID, first: date, last: date, **more: object
) -> object:
    return actions.add_term(
        actor=world.actor(world.staff()),
        organisation_id=organisation_id,
        tier="Full",
        starts_on=first,
        ends_on=last,
        **more,  # type: ignore[arg-type]
    )


def test_a_term_is_added_recorded_and_announced(
    scope: Session, world: World, heard: list[dict[str, str]]
) -> None:
    world.network()
    council = world.organisation(standing="none")
    add_term(world, council.id, TODAY, TODAY + timedelta(days=364), grace_days=30)
    assert (
        queries.standing_of(council.id, datetime(2026, 6, 15, 12, tzinfo=UTC)).kind
        is Standing.ACTIVE
    )
    assert [e.facts["ends_on"] for e in entries(scope, Tag.TERM_ADDED)] == ["2027-06-14"]
    assert heard == [{"organisation_id": council.id.hex}]


@pytest.mark.parametrize(
    ("days", "grace", "error", "words"),
    [
        ((0, -1), 0, Invalid, "cannot be before its first"),
        ((0, 0), -1, Invalid, "0 to 366 days"),
        ((0, 0), 367, Invalid, "0 to 366 days"),
        ((0, 400_000), 0, Invalid, "2199-12-31"),
        ((100, 200), 0, Conflict, "overlap the membership from 2026-06-15 to 2026-09-23"),
    ],
)
def test_a_term_of_impossible_or_taken_days_is_refused_with_a_sentence(
    scope: Session,
    world: World,
    *,
    days: tuple[int, int],
    grace: int,
    error: type[ExchangeError],
    words: str,
) -> None:
    council = world.organisation(standing="none")
    add_term(world, council.id, TODAY, TODAY + timedelta(days=100))
    with pytest.raises(error, match=words):
        add_term(
            world,
            council.id,
            TODAY + timedelta(days=days[0]),
            TODAY + timedelta(days=days[1]),
            grace_days=grace,
        )
    assert len(queries.get_organisation(council.id).terms) == 1


def test_changing_a_past_term_keeps_the_days_as_they_were_in_the_trail(
    scope: Session, world: World
) -> None:
    council = world.organisation(standing="lapsed")
    (term,) = council.terms
    before = (term.starts_on.isoformat(), term.ends_on.isoformat())
    actions.change_term(
        actor=world.actor(world.staff()),
        term_id=term.id,
        tier="Full",
        starts_on=term.starts_on,
        ends_on=term.ends_on + timedelta(days=10),
        grace_days=5,
    )
    (entry,) = entries(scope, Tag.TERM_CHANGED)
    assert (entry.facts["before"]["starts_on"], entry.facts["before"]["ends_on"]) == before
    assert entry.facts["ends_on"] == (term.ends_on).isoformat() != before[1]


def test_a_suspension_ends_when_reinstated_and_neither_can_be_done_twice(
    scope: Session, world: World, heard: list[dict[str, str]]
) -> None:
    world.network()
    council, staff = world.organisation(), world.actor(world.staff())
    actions.suspend(actor=staff, organisation_id=council.id, reason="Invoice")
    assert queries.standing_of(council.id, clock.now()).kind is Standing.SUSPENDED
    with pytest.raises(Conflict, match="suspended already"):
        actions.suspend(actor=staff, organisation_id=council.id, reason="Again")
    actions.reinstate(actor=staff, organisation_id=council.id)
    assert queries.standing_of(council.id, clock.now()).kind is Standing.ACTIVE
    with pytest.raises(Conflict, match="is not suspended"):
        actions.reinstate(actor=staff, organisation_id=council.id)
    assert heard == [{"organisation_id": council.id.hex}] * 2
    assert "Invoice" not in str([e.facts for e in entries(scope, Tag.SUSPENDED)])


def test_a_suspension_needs_a_reason(scope: Session, world: World) -> None:
    council = world.organisation()
    with pytest.raises(Invalid, match="reason"):
        actions.suspend(actor=world.actor(world.staff()), organisation_id=council.id, reason="  ")


def test_a_membership_is_changed_as_a_whole_or_not_at_all(scope: Session, world: World) -> None:
    world.network()
    council, staff = world.organisation(), world.actor(world.staff())
    taken = actions.NewTerm("Full", date.today(), date.today())  # noqa: DTZ011  # within its term
    with pytest.raises(Conflict):
        actions.change_membership(
            actor=staff, organisation_id=council.id, suspended=True, reason="x", term=taken
        )
    assert queries.standing_of(council.id, clock.now()).kind is Standing.ACTIVE
    actions.change_membership(actor=staff, organisation_id=council.id, suspended=False)
    assert not entries(scope, Tag.REINSTATED)


def test_names_and_domains_belong_to_one_organisation(scope: Session, world: World) -> None:
    staff = world.actor(world.staff())
    first = actions.create_organisation(actor=staff, name=" Exshire ", domains=["@EXSHIRE.example"])
    assert (first.name, [d.name for d in first.domains]) == ("Exshire", ["exshire.example"])
    with pytest.raises(Conflict, match="already an organisation of this name: Exshire"):
        actions.create_organisation(actor=staff, name="Exshire")
    with pytest.raises(Conflict, match=r"exshire\.example belongs to another"):
        actions.create_organisation(actor=staff, name="Wyeshire", domains=["exshire.example"])
    with pytest.raises(Invalid, match="is not an e-mail domain"):
        actions.create_organisation(actor=staff, name="Wyeshire", domains=["not_a_domain"])


def test_domains_are_replaced_as_a_whole(scope: Session, world: World) -> None:
    staff = world.actor(world.staff())
    council = world.organisation("Exshire", domain="old.example")
    actions.change_organisation(
        actor=staff, organisation_id=council.id, name="Exshire", domains=["new.example"]
    )
    assert queries.organisation_of_domain("a@new.example") == council.id
    assert queries.organisation_of_domain("a@old.example") is None


def test_a_newcomer_joins_the_organisation_of_their_domain_once(
    scope: Session, world: World, heard: list[dict[str, str]]
) -> None:
    world.network()
    council = world.organisation(domain="exshire.example")
    person = world.person(email="a.officer@exshire.example")
    actor = world.actor(person)
    joined = actions.join_by_domain(actor=actor, person_id=person.id)
    assert joined is not None
    assert joined.organisation_id == council.id
    assert actions.join_by_domain(actor=actor, person_id=person.id) is None
    assert heard == [{"person_id": person.id.hex}]


@pytest.mark.parametrize("email", ["a@other.example", "a@sub.exshire.example"])
def test_another_domain_joins_nothing(scope: Session, world: World, email: str) -> None:
    world.network()
    world.organisation(domain="exshire.example")
    person = world.person(email=email)
    assert actions.join_by_domain(actor=world.actor(person), person_id=person.id) is None


def test_nobody_joins_for_another_person(scope: Session, world: World) -> None:
    one, other = world.person(), world.person()
    with pytest.raises(Refused):
        actions.join_by_domain(actor=world.actor(one), person_id=other.id)


def test_the_same_person_cannot_belong_twice_on_one_day(scope: Session, world: World) -> None:
    council, staff = world.organisation("Exshire"), world.actor(world.staff())
    person = world.person("Ada", organisation=council)
    with pytest.raises(Conflict, match="Ada belongs to Exshire"):
        actions.affiliate(
            actor=staff, person_id=person.id, organisation_id=council.id, starts_on=TODAY
        )


def test_an_affiliation_made_by_mistake_can_cover_no_day(
    scope: Session, world: World, heard: list[dict[str, str]]
) -> None:
    world.network()
    council, staff, person = world.organisation(), world.actor(world.staff()), world.person()
    today = clock.today("Europe/London")
    made = actions.affiliate(
        actor=staff, person_id=person.id, organisation_id=council.id, starts_on=today
    )
    assert queries.standing_of_person(person.id, clock.now()).standing.kind is Standing.ACTIVE
    with pytest.raises(Invalid):
        actions.end_affiliation(
            actor=staff, affiliation_id=made.id, ends_on=today - timedelta(days=2)
        )
    actions.end_affiliation(actor=staff, affiliation_id=made.id, ends_on=today - timedelta(days=1))
    assert queries.standing_of_person(person.id, clock.now()).organisation is None
    assert heard == [{"person_id": person.id.hex}] * 2


def test_an_officer_changes_nothing(scope: Session, world: World) -> None:
    council = world.organisation()
    officer = world.actor(world.person(organisation=council))
    (term,) = council.terms
    days = {"tier": "Full", "starts_on": TODAY, "ends_on": TODAY, "grace_days": 0}
    profile = actions.NetworkProfile(
        name="N",
        short_name="N",
        languages=["en"],
        currency="GBP",
        vat_rate=Decimal(0),
        time_zone="UTC",
        member_word="council",
        member_word_plural="councils",
    )
    attempts = [
        lambda: actions.set_network(actor=officer, profile=profile),
        lambda: actions.create_organisation(actor=officer, name="New"),
        lambda: actions.change_organisation(
            actor=officer, organisation_id=council.id, name="New", domains=[]
        ),
        lambda: actions.add_term(actor=officer, organisation_id=council.id, **days),
        lambda: actions.change_term(actor=officer, term_id=term.id, **days),
        lambda: actions.suspend(actor=officer, organisation_id=council.id, reason="x"),
        lambda: actions.reinstate(actor=officer, organisation_id=council.id),
        lambda: actions.change_membership(actor=officer, organisation_id=council.id),
        lambda: actions.affiliate(
            actor=officer, person_id=officer.person, organisation_id=council.id, starts_on=TODAY
        ),
    ]
    for attempt in attempts:
        with pytest.raises(Refused):
            attempt()


def test_what_is_absent_is_not_found(scope: Session, world: World) -> None:
    staff = world.actor(world.staff())
    with pytest.raises(NotFound):
        actions.suspend(actor=staff, organisation_id=uuid4(), reason="x")
    with pytest.raises(NotFound):
        actions.end_affiliation(actor=staff, affiliation_id=uuid4(), ends_on=TODAY)
