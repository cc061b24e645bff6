"""The pages of cases: one's own, and an event's."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from exchange.accounts.models import Person
from exchange.cases.enums import CaseSeenBy
from tests.cases.conftest import WORDS, CaseWorld

SignIn = Callable[[FlaskClient, Person], FlaskClient]
FORM = {
    "title": WORDS.title,
    "own_topic": WORDS.topic,
    "situation": WORDS.situation,
    "question": WORDS.question,
    "seen_by": "admitted",
    "shown_in_room": "y",
}


@pytest.fixture
def pages(asking: CaseWorld) -> str:
    return f"/events/{asking.event.slug}"


def test_a_case_is_handed_in_changed_and_withdrawn(
    asking: CaseWorld, pages: str, client: FlaskClient, sign_in: SignIn
):
    sign_in(client, asking.person("Anna"))
    assert f"{pages}/case" in client.get(pages).text
    assert f"{pages}/case" in client.get(f"{pages}/registration").text
    assert client.post(f"{pages}/case", data=FORM).status_code == 303
    page = client.get(f"{pages}/case").text
    assert "How do I say no on Monday?" in page
    assert WORDS.title not in page.split("</title>")[0]
    assert client.post(f"{pages}/case", data={**FORM, "question": "And then?"}).status_code == 303
    assert "And then?" in client.get(f"{pages}/cases").text
    assert client.post(f"{pages}/case/withdraw").status_code == 303
    assert client.get(f"{pages}/case/withdraw").status_code == 404
    assert "No cases yet" in client.get(f"{pages}/cases").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"title": "x" * 121},
        {"situation": " "},
        {"situation": "x" * 4001},
        {"question": "x" * 501},
        {"seen_by": "everybody"},
        {"own_topic": ""},
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(
    asking: CaseWorld,
    pages: str,
    client: FlaskClient,
    sign_in: SignIn,
    wrong: dict[str, str],
):
    sign_in(client, asking.person("Anna"))
    answer = client.post(f"{pages}/case", data={**FORM, **wrong})
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert "Monday" in answer.text or "question" in wrong


def test_who_has_no_place_is_told_so_and_reads_nothing(
    asking: CaseWorld, pages: str, client: FlaskClient, sign_in: SignIn
):
    asking.hand_in(asking.person("Anna"))
    for person in (asking.world.person("Elsewhere"), asking.world.staff()):
        outsider = sign_in(client, person)
        for path in (f"{pages}/case", f"{pages}/cases"):
            answer = outsider.get(path)
            assert answer.status_code == 403
            assert "with a confirmed place" in answer.text
            assert WORDS.title not in answer.text
        assert outsider.post(f"{pages}/case", data=FORM).status_code == 403
        assert f"{pages}/case" not in outsider.get(pages).text


def test_an_event_that_does_not_ask_has_no_such_pages(
    asking: CaseWorld, client: FlaskClient, sign_in: SignIn
):
    other = asking.world.event()
    anna = asking.world.person("Anna", organisation=asking.world.organisation())
    asking.world.registration(anna, other)
    sign_in(client, anna)
    for path in ("case", "cases", "case/withdraw"):
        assert client.get(f"/events/{other.slug}/{path}").status_code == 404


def test_facilitators_filter_by_topic_and_its_words_stand_in_no_address(
    asking: CaseWorld, pages: str, client: FlaskClient, sign_in: SignIn
):
    asking.world.change(asking.event, case_topics=[WORDS.topic, "Budget"])
    asking.hand_in(asking.person("Anna"), seen_by=CaseSeenBy.FACILITATORS)
    sign_in(client, asking.facilitator)
    assert WORDS.title in client.get(f"{pages}/cases?topic=1").text
    other = client.get(f"{pages}/cases?topic=2").text
    assert WORDS.title not in other
    assert "No case of this topic" in other
    assert WORDS.title in client.get(f"{pages}/cases?topic=xx").text
