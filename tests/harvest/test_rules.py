"""Who reads a harvest: the whole matrix, and the search agrees with it."""

from dataclasses import replace
from itertools import product

import pytest

from exchange.core import clock
from exchange.core.actor import ANONYMOUS, Actor, ActorKind
from exchange.core.db import add, scope_of, transaction
from exchange.events.enums import EventState
from exchange.harvest.enums import HarvestFor
from exchange.harvest.models import Harvest, HarvestLine
from exchange.harvest.queries import found_lines, is_there_for
from exchange.harvest.rules import HarvestFacts, folded, may_arrange, may_publish, may_read
from exchange.membership.enums import Standing
from exchange.membership.standing import NOBODY, StandingOn
from exchange.registration.enums import RegistrationState
from exchange.web.application import Exchange
from tests.support.world import World

VISITOR = HarvestFacts(
    event_published=True,
    audience=None,
    account_active=False,
    is_staff=False,
    facilitates=False,
    admitted=False,
    removed=False,
    standing=NOBODY,
)
OUTSIDER = replace(VISITOR, account_active=True)
WHO = {
    "visitor": VISITOR,
    "outsider": OUTSIDER,
    "lapsed": replace(OUTSIDER, standing=StandingOn(Standing.LAPSED)),
    "suspended": replace(OUTSIDER, standing=StandingOn(Standing.SUSPENDED)),
    "member": replace(OUTSIDER, standing=StandingOn(Standing.ACTIVE)),
    "in grace": replace(OUTSIDER, standing=StandingOn(Standing.GRACE)),
    "participant": replace(OUTSIDER, admitted=True),
    "put out": replace(OUTSIDER, admitted=True, removed=True),
    "facilitator": replace(OUTSIDER, facilitates=True),
    "staff": replace(OUTSIDER, is_staff=True),
}
READS = {
    HarvestFor.PARTICIPANTS: {"participant", "facilitator", "staff"},
    HarvestFor.MEMBERS: {"participant", "facilitator", "staff", "member", "in grace"},
    HarvestFor.PUBLIC: set(WHO),
    None: set(),
}


@pytest.mark.parametrize("audience", READS)
def test_who_reads_what_is_published_to_whom(audience: HarvestFor | None):
    reads = {who for who, of in WHO.items() if may_read(replace(of, audience=audience))}
    assert reads == READS[audience]


@pytest.mark.parametrize(("who", "audience"), list(product(WHO, HarvestFor)))
def test_a_draft_shows_none_and_a_closed_account_reads_what_visitors_do(
    who: str, audience: HarvestFor
):
    of = replace(WHO[who], audience=audience)
    assert not may_read(replace(of, event_published=False))
    closed = may_read(replace(of, account_active=False))
    assert bool(closed) is (audience is HarvestFor.PUBLIC)


def test_only_staff_arrange_and_nothing_is_published_empty():
    staff = Actor(ActorKind.PERSON, is_staff=True)
    assert may_arrange(staff)
    assert not may_arrange(ANONYMOUS)
    assert may_publish(staff, lines=1)
    assert not may_publish(staff, lines=0)
    assert not may_publish(ANONYMOUS, lines=1)


def test_texts_are_searched_without_case_accents_and_spaces():
    assert folded("  ÅBENHED  og\nCafé ") == "abenhed og cafe"


@pytest.mark.parametrize("audience", HarvestFor)
def test_the_search_finds_for_each_what_the_rule_lets_them_read(
    app: Exchange, world: World, audience: HarvestFor
):
    world.network()
    event, draft = world.event(), world.event(state=EventState.DRAFT.value)
    people = {
        "outsider": world.person(),
        "lapsed": world.person(organisation=world.organisation(standing="lapsed")),
        "suspended": world.person(organisation=world.organisation(standing="suspended")),
        "member": world.person(organisation=world.organisation()),
        "participant": world.person(),
        "waits": world.person(),
        "facilitator": world.person(),
        "staff": world.staff(),
        "closed": world.person(organisation=world.organisation(), active=False),
    }
    world.registration(people["participant"], event)
    world.registration(people["waits"], event, state=RegistrationState.WAITLISTED)
    world.facilitator(people["facilitator"], event)
    with scope_of(app.database), transaction():
        for each in (event, draft):
            published = {"audience": audience.value, "published_at": clock.now()}
            add(Harvest(event_id=each.id, headings=[], **published))
            line = {"text": "Words", "searched": "words", "released_on": clock.today("UTC")}
            add(HarvestLine(event_id=each.id, position=1, **line))
    with scope_of(app.database):
        actors = {who: world.actor(person) for who, person in people.items()}
        for who, actor in {**actors, "visitor": ANONYMOUS}.items():
            reads = is_there_for(actor, event)
            assert found_lines(actor, "", "", 1).total == int(reads), who
            assert reads is (who in READS[audience] or audience is HarvestFor.PUBLIC), who
