"""Three people and a facilitator play the dilemma game once, from the library to the shift."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.axe import axe_violations, scrolls_as_a_page
from tests.browser.conftest import Site, Someone, scaled_in_soak
from tests.browser.test_newcomers_minute import EVENT, enter_as_officer

pytestmark = pytest.mark.browser
Opens = Callable[..., Someone]

TELL, SAY_NOTHING = "Tell the chair, and leave the decision to them", "Say nothing"


def poll(person: Someone) -> Locator:
    return person.page.locator(".poll")


def vote(person: Someone, choice: str) -> None:
    """By keyboard alone: to the choice, and from it to the button."""
    radio = person.page.get_by_role("radio", name=re.compile(choice))
    radio.focus()
    person.page.keyboard.press("Space")
    person.page.keyboard.press("Enter")
    expect(poll(person).get_by_text("Your vote is counted.")).to_be_visible()


def expect_row(person: Someone, choice: str, *words: str) -> None:
    row = person.page.locator(".result__row").filter(has_text=choice)
    for each in words:
        expect(row).to_contain_text(each)


@scaled_in_soak
def test_three_people_play_the_dilemma_game(site: Site, someone: Opens):
    facilitator = someone(site, "Facilitator: opens", 1)
    facilitator.go(EVENT)
    facilitator.press("Enter the room")
    players = [
        enter_as_officer(someone, site, "Monitoring officer", 0, 1280),
        enter_as_officer(someone, site, "Director at a second", 1, 390),
        enter_as_officer(someone, site, "Head of policy", 0, 1280),
    ]
    a_dilemma_is_chosen_and_opened(facilitator)
    they_vote_in_silence(facilitator, players)
    the_result_appears_to_all_and_the_minority_is_named_by_its_choice(facilitator, players)
    they_vote_again_and_see_what_moved(facilitator, players)


def a_dilemma_is_chosen_and_opened(facilitator: Someone) -> None:
    facilitator.press("Prepare a poll…")
    library = facilitator.page.get_by_label("Take a dilemma from the library")
    library.select_option(label="A friend among the bidders")
    assert axe_violations(facilitator.page) == []
    facilitator.press("Keep it ready")
    facilitator.page.get_by_role("button", name=re.compile(r"^Open it ?: ")).click()


def they_vote_in_silence(facilitator: Someone, players: list[Someone]) -> None:
    for person in players:
        expect(poll(person)).to_contain_text("You sit on the panel")
    assert axe_violations(players[1].page) == []
    the_chat_has_its_room_on_a_small_phone(players[1])
    vote(players[0], TELL)
    vote(players[1], TELL)
    expect(poll(players[2])).to_contain_text("2 of 3 have voted")
    facilitator.see("Plenary: 2 of 3 have voted")
    players[0].page.reload()  # whoever comes back has voted, and cannot vote twice
    expect(poll(players[0]).get_by_text("Your vote is counted.")).to_be_visible()
    vote(players[2], SAY_NOTHING)
    for person in (*players, facilitator):
        expect(person.page.locator(".result")).to_have_count(0)


def the_chat_has_its_room_on_a_small_phone(player: Someone) -> None:
    """Whatever stands above it: then all of it scrolls, and the way out stays in sight."""
    player.page.set_viewport_size({"width": 390, "height": 560})
    body = player.page.locator(".room__body").bounding_box()
    assert body is not None
    assert body["height"] >= 240
    expect(player.page.get_by_role("button", name="More")).to_be_in_viewport()
    box = player.page.locator(".composer__box")
    box.focus()
    expect(box).to_be_in_viewport()
    assert not scrolls_as_a_page(player.page)
    player.page.set_viewport_size({"width": 390, "height": 900})


def the_result_appears_to_all_and_the_minority_is_named_by_its_choice(
    facilitator: Someone, players: list[Someone]
) -> None:
    facilitator.press("Reveal the result")
    for person in players:
        expect_row(person, TELL, "2 of 3")
        expect_row(person, SAY_NOTHING, "1 of 3", "speak first")
        assert axe_violations(person.page) == []


def they_vote_again_and_see_what_moved(facilitator: Someone, players: list[Someone]) -> None:
    facilitator.press("Have them vote again")
    for person in players:
        vote(person, TELL)
    facilitator.press("Reveal the result")
    for person in players:
        expect_row(person, TELL, "3 of 3", "1 more than the first time")
        expect_row(person, SAY_NOTHING, "0 of 3", "1 fewer than the first time")
    facilitator.press("Close the poll")
    for person in players:
        expect(poll(person)).to_have_count(0)
