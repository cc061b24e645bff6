"""Handing in, changing and withdrawing: sealed, once, and gone when taken back."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from exchange.audit.models import AuditEntry
from exchange.cases import actions, queries
from exchange.cases.enums import CaseSeenBy
from exchange.cases.errors import CaseHandedIn, NoSuchTopic
from exchange.cases.models import Case
from exchange.core.db import session
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.registration.enums import RegistrationState
from exchange.vault.content import vault
from exchange.vault.envelope import VaultError
from tests.cases.conftest import WORDS, CaseWorld

pytestmark = pytest.mark.usefixtures("scope")


def test_a_case_is_sealed_read_by_its_presenter_and_handed_in_once(asking: CaseWorld):
    anna = asking.person("Anna")
    case = asking.hand_in(anna)
    assert WORDS.title.encode() not in case.sealed
    mine = queries.case_of(anna.id, asking.event.id)
    assert mine is not None
    assert mine.content == WORDS
    with pytest.raises(CaseHandedIn):
        asking.hand_in(anna)
    for entry in session().scalars(select(AuditEntry).where(AuditEntry.tag.like("case.%"))):
        assert set(entry.facts) == {"event", "seen_by"}


def test_what_facilitators_alone_read_is_in_nobody_elses_list(asking: CaseWorld):
    anna, ben = asking.person("Anna"), asking.person("Ben")
    confided = asking.hand_in(anna, seen_by=CaseSeenBy.FACILITATORS)
    shared = asking.hand_in(ben, replace(WORDS, title="Another"))
    read = {
        name: [each.id for each in queries.cases_for(asking.world.actor(person), asking.event)]
        for name, person in (("ben", ben), ("anna", anna), ("fay", asking.facilitator))
    }
    assert read == {
        "ben": [shared.id],
        "anna": [confided.id, shared.id],
        "fay": [confided.id, shared.id],
    }
    with pytest.raises(NotFound):
        queries.case_to_read(asking.world.actor(ben), confided.id)
    for outsider in (asking.world.staff(), asking.world.person("Elsewhere")):
        with pytest.raises(Refused):
            queries.cases_for(asking.world.actor(outsider), asking.event)


def test_a_case_is_listed_while_its_presenter_has_a_place(asking: CaseWorld):
    council = asking.world.organisation()
    anna = asking.world.person("Anna", organisation=council)
    place = asking.world.registration(anna, asking.event, organisation=council)
    asking.hand_in(anna)
    fay = asking.world.actor(asking.facilitator)
    assert len(queries.cases_for(fay, asking.event)) == 1
    asking.world.change(place, state=RegistrationState.CANCELLED.value)
    assert queries.cases_for(fay, asking.event) == []


def test_withdrawing_destroys_the_text_and_lets_one_hand_in_anew(asking: CaseWorld):
    anna = asking.person("Anna")
    case = asking.hand_in(anna)
    sealed, case_id = case.sealed, case.id
    with pytest.raises(NotFound):
        actions.withdraw_case(actor=asking.world.actor(asking.facilitator), case_id=case_id)
    actions.withdraw_case(actor=asking.world.actor(anna), case_id=case_id)
    with pytest.raises(VaultError):
        vault().open(sealed, queries.place_of(case_id))
    assert session().scalars(select(Case.sealed).where(Case.id == case_id)).one() == b""
    assert queries.case_of(anna.id, asking.event.id) is None
    with pytest.raises(NotFound):
        actions.withdraw_case(actor=asking.world.actor(anna), case_id=case_id)
    assert asking.hand_in(anna).id != case_id


def test_once_the_doors_were_opened_a_case_stays_or_is_withdrawn(asking: CaseWorld):
    anna = asking.person("Anna")
    case = asking.hand_in(anna)
    asking.world.live_part(asking.event)
    with pytest.raises(Refused):
        actions.change_case(
            actor=asking.world.actor(anna),
            case_id=case.id,
            content=WORDS,
            seen_by=CaseSeenBy.ADMITTED,
            shown_in_room=True,
        )
    with pytest.raises(Refused):
        asking.hand_in(asking.person("Ben"))
    actions.withdraw_case(actor=asking.world.actor(anna), case_id=case.id)


def test_a_topic_is_one_of_the_events_own_where_it_has_any(asking: CaseWorld):
    asking.world.change(asking.event, case_topics=["Budget"])
    with pytest.raises(NoSuchTopic):
        asking.hand_in(asking.person("Anna"))
    assert asking.hand_in(asking.person("Ben"), replace(WORDS, topic="Budget"))
