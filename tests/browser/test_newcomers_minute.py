"""The product's main job, played by five people at once.

Two officers and a third register, acknowledge and enter; the facilitator seats, moves and closes;
they talk and write one note; network staff suspend a council. Its officer is out at once, and
nobody else loses a word.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect

from tests.browser.axe import axe_violations
from tests.browser.conftest import Site, Someone

pytestmark = [pytest.mark.browser, pytest.mark.long]

EVENT = "/events/try-the-room"
WITHIN_A_SECOND = 1_000  # milliseconds; what the promise says
# Word after word, far faster than they are saved, as long as the page can be written in.
TYPES_ON = """() => {
  window.typed = 0;
  const timer = setInterval(() => {
    const page = document.activeElement;
    if (!page.isContentEditable) return clearInterval(timer);
    document.execCommand("insertText", false, `word ${window.typed + 1}. `);
    window.typed += 1;
  }, 10);
}"""
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


def type_on(person: Someone, words: str) -> None:
    """Add a line to the shared note without waiting for it to be saved."""
    page = person.page.locator(".notes-text")
    expect(page).to_have_attribute("contenteditable", "true")  # before, there are no notes yet
    page.click()
    page.press("Control+End")
    person.page.keyboard.type(words)
    person.page.keyboard.press("Enter")


def write_note(person: Someone, words: str) -> None:
    """Add a line to the shared note, and wait until it says that it is saved."""
    type_on(person, words)
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


@dataclass
class Company:
    """The five, each at their own window."""

    morgan: Someone
    priya: Someone
    tom: Someone
    facilitator: Someone
    staff: Someone

    @property
    def officers(self) -> tuple[Someone, ...]:
        return self.morgan, self.priya, self.tom


LINES = ("First line, from Northmere", "Second line, from Eastwold", "Third line, from Highmoor")


def test_five_people_meet_and_one_of_them_is_put_out(site: Site, someone: Opens):
    five = Company(
        enter_as_officer(someone, site, "Monitoring officer", 0, 1280),
        enter_as_officer(someone, site, "Director at a second", 1, 1280),
        enter_as_officer(someone, site, "Head of policy", 0, 1280),
        someone(site, "Facilitator: opens", 1),
        someone(site, "Network staff: memberships", 0),
    )
    room = they_are_seated_together(five)
    they_talk_and_write_one_note(five)
    help_is_asked_of_facilitators_alone(five)
    a_council_is_suspended_while_its_officer_types(five)
    nobody_else_loses_a_word(five)
    the_rooms_close_and_everybody_returns(five)
    the_note_can_be_read_without_authors(five, room)


def they_are_seated_together(five: Company) -> str:
    """At random, then moved by the facilitator; nobody has to accept anything."""
    five.facilitator.go(EVENT)
    five.facilitator.press("Enter the room")
    five.facilitator.page.get_by_label("How many rooms").fill("2")
    five.facilitator.press("Open rooms")
    for person in five.officers:
        expect(person.page.locator(".bar__room")).to_have_text(re.compile(r"^Room [12]$"))
    room = room_of(five.morgan)
    for person, name in ((five.priya, "Priya Raman"), (five.tom, "Tom Adeyemi")):
        if room_of(person) != room:
            move(five.facilitator, name, room)
            expect_room(person, room)
    for person in five.officers:
        for name in ("Morgan Hale", "Priya Raman", "Tom Adeyemi"):
            expect(person.page.locator(".people").get_by_text(name)).to_be_visible()
    return room


def they_talk_and_write_one_note(five: Company) -> None:
    say(five.morgan, "Who else has this at home?")
    say(five.priya, "We had it in March.")
    for person in five.officers:
        person.see("Who else has this at home?")
        person.see("We had it in March.")
    for person, line in zip(five.officers, LINES, strict=True):
        write_note(person, line)
    for person in five.officers:
        expect_note(person, *LINES)


def help_is_asked_of_facilitators_alone(five: Company) -> None:
    five.tom.press("Ask for help")
    five.facilitator.see("1 call for help")
    assert "call for help" not in five.priya.page.locator("body").inner_text()


def a_council_is_suspended_while_its_officer_types(five: Company) -> None:
    five.staff.go("/staff/organisations?search=Highmoor")
    five.staff.page.get_by_role("link", name="Highmoor City Council").first.click()
    five.staff.press("Suspend the membership")
    five.staff.page.get_by_label("Reason").fill("Under review by the board")
    five.tom.page.locator(".notes-text").click()
    five.tom.page.keyboard.press("Control+End")
    five.tom.page.evaluate(TYPES_ON)
    expect(five.tom.page.locator(".notes-text")).to_contain_text("word 20.")
    five.staff.press("Suspend")
    expect(five.tom.page.locator(".out")).to_be_visible(timeout=WITHIN_A_SECOND)
    five.tom.see("suspended")
    his_last_words_stay_on_his_own_screen(five.tom)


def his_last_words_stay_on_his_own_screen(tom: Someone) -> None:
    """To read, and to download; the first ones are saved long ago."""
    last = tom.page.evaluate("() => window.typed")
    kept = tom.page.locator(".words__text")
    expect(kept).to_contain_text(f"word {last}.")
    with tom.page.expect_download() as download:
        tom.press("Download")
    assert download.value.suggested_filename == "words.md"
    assert f"word {last}." in download.value.path().read_text()


def nobody_else_loses_a_word(five: Company) -> None:
    for person in (five.morgan, five.priya):
        expect_note(person, "word 1.")
        expect(person.page.locator(".people").get_by_text("Tom Adeyemi")).to_be_hidden()
        expect_note(person, *LINES)
        person.see("We had it in March.")
    write_note(five.morgan, "Fourth line, after he left")
    expect_note(five.priya, *LINES, "Fourth line, after he left")
    last = five.tom.page.evaluate("() => window.typed")
    five.tom.page.reload()
    five.tom.see("suspended")
    kept = five.tom.page.locator(".ex-kept__text")
    expect(kept).to_contain_text(f"word {last}.")
    question = five.tom.page.get_by_role("heading", name="Discard these words?")
    for button, left in (("Go back", 1), ("Discard", 0)):
        five.tom.press("Discard")
        expect(question).to_be_focused()
        assert axe_violations(five.tom.page) == []
        five.tom.press(button)
        expect(kept).to_have_count(left)
    expect(five.tom.page.get_by_role("status")).to_have_text("The words are discarded.")
    expect(five.tom.page.get_by_role("heading", level=1)).to_be_focused()


def the_rooms_close_and_everybody_returns(five: Company) -> None:
    five.facilitator.press("Close rooms…")
    five.facilitator.page.get_by_role("dialog").get_by_label("30 seconds").check()
    five.facilitator.press("Start the countdown")
    five.morgan.see("Finish your sentence")
    for person in (five.morgan, five.priya):
        expect(person.page.locator(".bar__room")).to_have_text("Plenary", timeout=45_000)


def the_note_can_be_read_without_authors(five: Company, room: str) -> None:
    reader = five.morgan
    notes = reader.page.get_by_role("link", name="Notes of rooms you were in")
    reader.go(notes.get_attribute("href") or "")
    reader.page.get_by_role("link", name=f"Read the notes of {room}").click()
    reader.see(LINES[0])
    assert "Morgan Hale" not in reader.page.locator("main").inner_text()
