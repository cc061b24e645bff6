"""Polls on the wire: what every browser hears, and what it never hears."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from exchange.accounts.models import Person
from tests.rooms.conftest import Browser, Exchange1

Open = Callable[[Person], Browser]
ASKED = {"kind": "single", "question": "What now?", "options": ["Speak", "Wait"]}


@pytest.fixture
def fay(browser: Open, exchange: Exchange1) -> Browser:
    """The facilitator, inside."""
    fay = browser(exchange.facilitator)
    fay.enter()
    return fay


@pytest.fixture
def three(browser: Open, exchange: Exchange1) -> list[Browser]:
    """Three participants, inside."""
    found = [browser(exchange.person(name)) for name in ("Ann", "Ben", "Cy")]
    for each in found:
        each.enter()
    return found


@pytest.fixture
def poll(fay: Browser, three: list[Browser]) -> str:
    """A poll that is open."""
    prepared = str(fay.ask("prepare_poll", part=fay.part, **ASKED)["poll"])
    assert fay.ask("open_poll", part=fay.part, poll=prepared)["ok"]
    return prepared


def vote(browser: Browser, poll: str, *choices: int, number: int = 1) -> dict[str, Any]:
    here = browser.enter()["place"]["room"]
    return browser.ask("vote", room=here, poll=poll, vote=number, choices=list(choices))


def test_all_see_the_question_then_the_turnout_then_at_once_the_result(
    fay: Browser, three: list[Browser], poll: str, flush: Callable[[], None]
) -> None:
    ann = three[0]
    assert ann.heard("room")[-1]["poll"]["question"] == "What now?"
    for browser, choice in zip(three, (0, 0, 1), strict=True):
        assert vote(browser, poll, choice)["ok"]
    flush()
    running = ann.heard("room")[-1]["poll"]
    assert (running["voted"], running["people"], running["results"]) == (3, 3, [])
    fay.ask("reveal", part=fay.part, poll=poll)
    for browser in three:
        (result,) = browser.heard("room")[-1]["poll"]["results"]
        assert (result["counts"], result["minority"]) == ([2, 1], [1])


def test_nothing_of_a_choice_is_sent_before_the_reveal(
    fay: Browser, three: list[Browser], poll: str, flush: Callable[[], None]
) -> None:
    """Two worlds that differ in what is chosen alone look the same to everybody."""

    def heard(choice: int, number: int) -> str:
        for browser in (*three, fay):
            browser.everything()
        for browser in three:
            vote(browser, poll, choice, number=number)
        flush()
        kept = ("room", "console", "voted")
        told = [e for b in (*three, fay) for e in b.everything() if e["name"] in kept]
        for each in told:
            each["args"][0].pop("now", None)
            each["args"][0].pop("version", None)
            each["args"][0].pop("acts", None)  # what facilitators did, and when: of no choice
            poll_sent = each["args"][0].get("poll")
            if isinstance(poll_sent, dict):
                for changing in ("results", "state", "vote"):
                    poll_sent.pop(changing, None)
            each["args"][0].pop("vote", None)
        return json.dumps(told, sort_keys=True)

    first = heard(0, 1)
    fay.ask("reveal", part=fay.part, poll=poll)
    fay.ask("vote_again", part=fay.part, poll=poll)
    assert first == heard(1, 2)


def test_a_persons_other_pages_hear_that_they_have_voted(
    three: list[Browser], poll: str, browser: Open, exchange: Exchange1
) -> None:
    person = exchange.person("Dee")
    here, there = browser(person), browser(person)
    here.enter()
    there.enter()
    there.everything()
    assert vote(here, poll, 0)["ok"]
    assert there.heard("voted") == [{"poll": poll, "vote": 1}]
    assert there.enter()["place"]["voted"] is True
    assert vote(there, poll, 0)["code"] == "already_voted"


def test_outsiders_and_people_of_other_events_do_not_vote(
    poll: str, browser: Open, exchange: Exchange1, three: list[Browser]
) -> None:
    world = exchange.world
    olga = browser(world.person("Olga", organisation=world.organisation()))
    here = three[0].enter()["place"]["room"]
    answer = olga.ask("vote", room=here, poll=poll, vote=1, choices=[0])
    assert answer["code"] == "not_entered"


def test_the_library_is_there_for_facilitators(fay: Browser, three: list[Browser]) -> None:
    assert fay.ask("dilemmas", part=fay.part)["dilemmas"] == []
    assert three[0].ask("dilemmas", part=fay.part)["code"] == "not_facilitator"
