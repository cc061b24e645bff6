"""Dilemmas made of cases: nothing is published but the very text that somebody approved."""

from collections.abc import Callable
from dataclasses import asdict, replace
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from exchange.accounts.models import Person
from exchange.audit.models import AuditEntry
from exchange.cases import actions as case_actions
from exchange.cases.models import Case
from exchange.core.actor import Actor
from exchange.core.db import scope_of, session
from exchange.core.decision import Refused
from exchange.core.errors import NotFound
from exchange.mail.letter import render
from exchange.outbox.models import OutboxMessage
from exchange.rooms import actions
from exchange.rooms.consent import may_answer, may_rewrite
from exchange.rooms.enums import Consent, Rewriting
from exchange.rooms.errors import OfCase, TextMoved
from exchange.rooms.jobs import write_case_letter
from exchange.rooms.messages import DilemmaContent
from exchange.rooms.models import CaseRewriting, Dilemma, DilemmaConsent
from exchange.rooms.queries import content_of_dilemma, dilemmas, rewriting_of
from exchange.web.application import Exchange
from tests.cases.conftest import WORDS, CaseWorld, asking

SignIn = Callable[[FlaskClient, Person], FlaskClient]
TEXT = DilemmaContent(
    "the-cousin", "The cousin", "en", "A leader asks for a file.", "Give it?", ("Yes", "No")
)
OTHER = replace(TEXT, question="Give it, and when?")

__all__ = ["asking"]


@pytest.mark.parametrize(("stage", "answer"), list(product(Rewriting, Consent)))
def test_what_a_presenter_may_say(stage: Rewriting, answer: Consent):
    expected = {
        Rewriting.CLOSED: {Consent.AGREE},
        Rewriting.AGREED: {Consent.TAKE_BACK},
        Rewriting.PROPOSED: {Consent.APPROVE, Consent.DECLINE, Consent.TAKE_BACK},
        Rewriting.DECLINED: {Consent.TAKE_BACK},
        Rewriting.APPROVED: {Consent.TAKE_BACK},
    }
    assert bool(may_answer(stage, answer)) == (answer in expected[stage])


@pytest.mark.parametrize("stage", Rewriting)
def test_a_case_is_rewritten_once_its_presenter_has_agreed(stage: Rewriting):
    assert bool(may_rewrite(stage)) == (stage is not Rewriting.CLOSED)


class Case1:
    """One case, its presenter Anna, and the facilitator Fay."""

    def __init__(self, asking: CaseWorld) -> None:
        self.world = asking.world
        self.event, self.asking = asking.event, asking
        self.person = asking.person("Anna")
        self.anna: Actor = self.world.actor(self.person)
        self.fay: Actor = self.world.actor(asking.facilitator)
        self.case: Case = asking.hand_in(self.person)

    def answer(self, answer: Consent, mark: str | None = None, actor: Actor | None = None) -> None:
        actions.answer_dilemma(
            actor=actor or self.anna,
            case_id=self.case.id,
            answer=answer,
            mark=rewriting_of(self.case).mark if mark is None else mark,
        )

    def propose(self, content: DilemmaContent = TEXT, actor: Actor | None = None) -> None:
        actions.propose_dilemma(actor=actor or self.fay, case_id=self.case.id, content=content)

    def publish(self) -> Dilemma:
        self.answer(Consent.AGREE)
        self.propose()
        self.answer(Consent.APPROVE)
        (made,) = dilemmas()
        return made

    @property
    def stage(self) -> Rewriting:
        return rewriting_of(self.case).stage


@pytest.fixture
def case(asking: CaseWorld, scope: object) -> Case1:
    return Case1(asking)


class TestConsent:
    def test_the_text_is_sealed_until_it_is_approved_and_then_exactly_that(self, case: Case1):
        with pytest.raises(Refused):
            case.propose()
        case.answer(Consent.AGREE)
        case.propose()
        row = session().scalars(select(CaseRewriting)).one()
        assert row.sealed
        assert b"cousin" not in row.sealed
        assert dilemmas(retired=True) == []
        mark = rewriting_of(case.case).mark
        case.propose(OTHER)
        for answer in (Consent.APPROVE, Consent.DECLINE):
            with pytest.raises(TextMoved):
                case.answer(answer, mark)
        case.answer(Consent.APPROVE)
        (made,) = dilemmas()
        assert replace(content_of_dilemma(made), slug=TEXT.slug) == OTHER
        consent = session().scalars(select(DilemmaConsent)).one()
        assert consent.digest == rewriting_of(case.case).mark
        assert consent.approved_at is not None

    def test_a_changed_text_asks_again_and_the_old_one_stays_meanwhile(self, case: Case1):
        made = case.publish()
        case.propose(OTHER)
        assert case.stage is Rewriting.PROPOSED
        assert dilemmas()[0].question == TEXT.question
        case.answer(Consent.DECLINE)
        assert (case.stage, dilemmas()[0].question) == (Rewriting.DECLINED, TEXT.question)
        case.propose(OTHER)
        case.answer(Consent.APPROVE)
        assert [(each.id, each.question) for each in dilemmas()] == [(made.id, OTHER.question)]

    @pytest.mark.parametrize("how", ["consent", "case"])
    def test_what_is_taken_back_is_offered_by_nobody(self, case: Case1, how: str):
        made, staff = case.publish(), case.world.actor(case.world.staff())
        if how == "consent":
            case.answer(Consent.TAKE_BACK)
        else:
            case_actions.withdraw_case(actor=case.anna, case_id=case.case.id)
        assert dilemmas(retired=True) == []
        assert (made.title, made.options, made.retired_at is None) == ("", [], False)
        with pytest.raises(NotFound):
            actions.restore_dilemma(actor=staff, dilemma_id=made.id)
        row = session().scalars(select(CaseRewriting)).one()
        assert (row.sealed, row.agreed_at) == (b"", None)
        assert session().scalars(select(DilemmaConsent.approved_at)).one() is None
        with pytest.raises((Refused, NotFound)):
            case.propose()

    def test_what_nothing_asks_for_is_not_answered(self, case: Case1):
        for answer in (Consent.APPROVE, Consent.DECLINE, Consent.TAKE_BACK):
            with pytest.raises(Refused):
                case.answer(answer)
        case.answer(Consent.AGREE)
        for answer in (Consent.AGREE, Consent.APPROVE, Consent.DECLINE):
            with pytest.raises(Refused):
                case.answer(answer)
        case_actions.withdraw_case(actor=case.anna, case_id=case.case.id)
        with pytest.raises(NotFound):
            case.answer(Consent.AGREE)

    def test_consent_can_be_given_anew(self, case: Case1):
        made = case.publish()
        case.answer(Consent.TAKE_BACK)
        assert case.publish().id == made.id

    def test_staff_retire_it_and_offer_it_again_and_change_no_word(self, case: Case1):
        made, staff = case.publish(), case.world.actor(case.world.staff())
        with pytest.raises(OfCase):
            actions.change_dilemma(actor=staff, dilemma_id=made.id, content=OTHER)
        with pytest.raises(OfCase):
            actions.import_dilemmas(actor=staff, dilemmas=[replace(OTHER, slug=made.slug)])
        actions.retire_dilemma(actor=staff, dilemma_id=made.id)
        assert dilemmas() == []
        actions.restore_dilemma(actor=staff, dilemma_id=made.id)
        assert len(dilemmas()) == 1

    def test_it_is_taken_back_when_the_case_is_long_forgotten(self, case: Case1):
        case.publish()
        for actor in (case.fay, case.world.actor(case.world.staff())):
            with pytest.raises(NotFound):
                actions.retract_dilemma(actor=actor, event_id=case.event.id)
        actions.retract_dilemma(actor=case.anna, event_id=case.event.id)
        assert dilemmas(retired=True) == []
        with pytest.raises(NotFound):
            actions.retract_dilemma(actor=case.anna, event_id=case.event.id)

    def test_nobody_else_answers_or_writes(self, case: Case1):
        case.answer(Consent.AGREE)
        case.propose()
        ben = case.world.actor(case.asking.person("Ben"))
        staff = case.world.actor(case.world.staff())
        for actor in (case.fay, ben, staff):
            for answer in (Consent.APPROVE, Consent.TAKE_BACK):
                with pytest.raises(NotFound):
                    case.answer(answer, actor=actor)
        for actor in (case.anna, ben, staff):
            with pytest.raises(NotFound):
                case.propose(actor=actor)
        with pytest.raises(NotFound):
            actions.answer_dilemma(actor=case.anna, case_id=uuid4(), answer=Consent.AGREE)

    def test_nothing_in_the_trail_or_the_address_leads_from_the_dilemma_to_a_person(
        self, case: Case1
    ):
        made = case.publish()
        case.answer(Consent.TAKE_BACK)
        row = session().scalars(select(CaseRewriting)).one()
        said = session().scalars(select(AuditEntry)).all()
        assert not [each for each in said if each.subject_id == made.id]
        ours = [each for each in said if each.subject_id == row.id]
        assert {str(each.facts) for each in ours} == {"{}", str({"event": str(case.event.id)})}
        for id in (row.id, case.case.id, case.person.id):
            assert id.hex not in made.slug


def test_the_letter_says_that_there_is_a_text_and_not_what(app: Exchange, asking: CaseWorld):
    with scope_of(app.database), app.app_context():
        case = Case1(asking)
        case.answer(Consent.AGREE)
        case.propose()
        waiting = select(OutboxMessage).where(OutboxMessage.kind == "case_letter")
        payload = session().scalars(waiting).one().payload
        write_case_letter(payload)
        mail = select(OutboxMessage).where(OutboxMessage.kind == "mail")
        letter = render(session().scalars(mail).one().payload)
        assert letter.to == case.person.email
        assert f"/events/{case.event.slug}/case" in letter.text
        for word in (TEXT.title, TEXT.situation, TEXT.question, WORDS.title):
            assert str(word) not in letter.subject + letter.text
        case.answer(Consent.DECLINE)
        write_case_letter(payload)
        assert len(session().scalars(mail).all()) == 1


class TestPages:
    def test_from_agreeing_to_the_library_and_back(
        self, asking: CaseWorld, app: Exchange, sign_in: SignIn
    ):
        anna = asking.person("Anna")
        case = asking.hand_in(anna)
        page = f"/events/{asking.event.slug}"
        rewrite = f"{page}/cases/{case.id}/dilemma"
        mine = sign_in(app.test_client(), anna)
        hers = sign_in(app.test_client(), asking.facilitator)
        written = {**asdict(TEXT), "options": "Yes\nNo"}
        assert rewrite not in hers.get(f"{page}/cases").text
        assert "has not agreed" in hers.get(rewrite).text
        assert "has not agreed" in hers.post(rewrite, data=written).text

        def answer(**said: str) -> Any:
            return mine.post(f"{page}/case/dilemma", data=said)

        assert answer(answer="agree").status_code == 303
        assert rewrite in hers.get(f"{page}/cases").text
        wrong = hers.post(rewrite, data={**written, "options": "Yes"})
        assert "There is a problem" in wrong.text
        assert "A leader asks for a file." in wrong.text
        assert hers.post(rewrite, data=written).status_code == 303
        shown = mine.get(f"{page}/case").text
        assert "A leader asks for a file." in shown
        mark = shown.split('name="mark" value="')[1].split('"')[0]
        for bad in ({}, {"answer": "perhaps"}):
            assert answer(**bad).status_code == 422
        assert answer(answer="approve", mark="0" * 64).status_code == 409
        assert "The cousin" not in hers.get("/dilemmas").text
        assert answer(answer="approve", mark=mark).status_code == 303
        library = hers.get("/dilemmas").text
        assert "The cousin" in library
        assert "Anna" not in library
        assert answer(answer="take_back").status_code == 303
        assert "The cousin" not in hers.get("/dilemmas").text

    def test_others_find_nothing(self, asking: CaseWorld, app: Exchange, sign_in: SignIn):
        case = asking.hand_in(asking.person("Anna"))
        page = f"/events/{asking.event.slug}"
        for person in (asking.person("Ben"), asking.world.staff(), asking.world.person("Else")):
            other = sign_in(app.test_client(), person)
            assert other.get(f"{page}/cases/{case.id}/dilemma").status_code == 404
            assert other.post(f"{page}/case/dilemma", data={"answer": "agree"}).status_code == 404
