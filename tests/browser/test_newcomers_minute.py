"""The product's main job, played by five people at once.

Two officers and a third register, acknowledge and enter; the facilitator seats, moves and closes;
they talk and write one note; network staff suspend a council. Its officer is out at once, and
nobody else loses a word.
"""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Someone

pytestmark = pytest.mark.browser

EVENT = "/events/try-the-room"
WITHIN_A_SECOND = 1_000  # milliseconds; what the promise says
Opens = Callable[..., Someone]


def enter_as_officer(someone: Opens, site: Site, note: str, number: int, width: int) -> Someone:
    """From the sign-in page into the plenary, as a newcomer finds the way."""
    person = someone(site, note, number, width)
    person.go(EVENT)
    if person.page.get_by_role("button", name="Enter the room").count() == 0:
        person.press("Register")
        person.press("Register")
        person.see("You have a place.")
        person.go(f"{EVENT}/acknowledge")
        person.page.get_by_role("checkbox").check()
        person.press("Acknowledge and go on")
    person.go(EVENT)
    person.press("Enter the room")
    expect(person.page.locator(".line--connected")).to_be_visible()
    return person


def room_of(person: Someone) -> str:
    return person.page.locator(".bar__room").inner_text()


def expect_room(person: Someone, name: str) -> None:
    expect(person.page.locator(".bar__room")).to_have_text(name)


def say(person: Someone, words: str) -> None:
    box = person.page.locator(".composer__box")
    if not box.is_visible():
        person.page.get_by_role("tab", name="Chat").click()
    box.fill(words)
    box.press("Enter")


def write_note(person: Someone, words: str) -> None:
    """Add a line to the shared note, and wait until it says that it is saved."""
    page = person.page.locator(".notes-text")
    page.click()
    page.press("Control+End")
    person.page.keyboard.type(words)
    person.page.keyboard.press("Enter")
    expect(person.page.locator(".notes-standing--saved")).to_be_visible()


def note_of(person: Someone) -> str:
    """The words of the note as the person sees it, without the names at the carets."""
    return str(
        person.page.locator(".notes-text").evaluate(
            """shown => {
              const copy = shown.cloneNode(true);
              copy.querySelectorAll(".caret").forEach((caret) => caret.remove());
              return copy.textContent;
            }"""
        )
    )


def expect_note(person: Someone, *lines: str) -> None:
    for _ in range(150):
        if all(line in note_of(person) for line in lines):
            return
        person.page.wait_for_timeout(100)
    raise AssertionError(f"{lines} are not all in the note: {note_of(person)!r}")


def move(facilitator: Someone, name: str, room: str) -> None:
    facilitator.page.locator(".row").filter(has_text=name).click()
    facilitator.page.locator(".move__room").filter(has_text=room).click()


def test_five_people_meet_and_one_of_them_is_put_out(site: Site, someone: Opens):
    morgan = enter_as_officer(someone, site, "Monitoring officer", 0, 1280)
    priya = enter_as_officer(someone, site, "Director at a second", 1, 1280)
    tom = enter_as_officer(someone, site, "Head of policy", 0, 1280)
    facilitator = someone(site, "Facilitator: opens", 1)
    staff = someone(site, "Network staff: memberships", 0)
    facilitator.go(EVENT)
    facilitator.press("Enter the room")

    # Seated in one room by the facilitator, at random; nobody has to accept anything.
    facilitator.page.get_by_label("How many rooms").fill("2")
    facilitator.press("Open rooms")
    for person in (morgan, priya, tom):
        expect(person.page.locator(".bar__room")).to_have_text(re.compile(r"^Room [12]$"))
    target = room_of(morgan)
    for person, name in ((priya, "Priya Raman"), (tom, "Tom Adeyemi")):
        if room_of(person) != target:
            move(facilitator, name, target)
            expect_room(person, target)
    for person in (morgan, priya, tom):
        for name in ("Morgan Hale", "Priya Raman", "Tom Adeyemi"):
            expect(person.page.locator(".people").get_by_text(name)).to_be_visible()

    # They talk, and write one note together.
    say(morgan, "Who else has this at home?")
    say(priya, "We had it in March.")
    for person in (morgan, priya, tom):
        person.see("Who else has this at home?")
        person.see("We had it in March.")
    write_note(morgan, "First line, from Northmere")
    write_note(priya, "Second line, from Eastwold")
    write_note(tom, "Third line, from Highmoor")
    lines = (
        "First line, from Northmere",
        "Second line, from Eastwold",
        "Third line, from Highmoor",
    )
    for person in (morgan, priya, tom):
        expect_note(person, *lines)

    # Tom asks for help: the facilitator alone sees it.
    tom.press("Ask for help")
    facilitator.see("1 call for help")
    assert "call for help" not in priya.page.locator("body").inner_text()

    # Staff suspend Tom's council while he types.
    tom.page.locator(".notes-text").click()
    tom.page.keyboard.press("Control+End")
    tom.page.keyboard.type("and this half sentence")
    staff.go("/staff/organisations?search=Highmoor")
    staff.page.get_by_role("link", name="Highmoor City Council").first.click()
    staff.press("Suspend the membership")
    staff.page.get_by_label("Reason").fill("Under review by the board")
    staff.press("Suspend")
    expect(tom.page.locator(".out")).to_be_visible(timeout=WITHIN_A_SECOND)
    tom.see("suspended")

    # The others just see him leave; every word is there, and they go on.
    for person in (morgan, priya):
        expect(person.page.locator(".people").get_by_text("Tom Adeyemi")).to_be_hidden()
        expect_note(person, *lines)
        person.see("We had it in March.")
    write_note(morgan, "Fourth line, after he left")
    expect_note(priya, *lines, "Fourth line, after he left")
    tom.page.reload()
    tom.see("suspended")

    # The facilitator closes the rooms: everybody is back in the plenary.
    facilitator.press("Close rooms…")
    facilitator.page.get_by_role("dialog").get_by_label("30 seconds").check()
    facilitator.press("Start the countdown")
    morgan.see("Finish your sentence")
    for person in (morgan, priya):
        expect(person.page.locator(".bar__room")).to_have_text("Plenary", timeout=45_000)

    # The note can be read afterwards by those who were there, without authors.
    notes = morgan.page.get_by_role("link", name="Notes of rooms you were in")
    morgan.go(notes.get_attribute("href") or "")
    morgan.page.get_by_role("link", name=f"Read the notes of {target}").click()
    morgan.see("First line, from Northmere")
    assert "Morgan Hale" not in morgan.page.locator("main").inner_text()
