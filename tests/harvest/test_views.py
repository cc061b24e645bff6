"""A harvest from its release to its readers: arranged, published, taken along, found."""

import io
import re
import zipfile
from typing import Any

import pytest
from docx import Document
from markupsafe import escape

from exchange.core.db import scope_of, transaction
from exchange.harvest.actions import receive
from exchange.harvest.enums import HarvestFor
from exchange.harvest.models import HarvestLine
from exchange.harvest.queries import lines_of
from exchange.web.application import Exchange
from tests.support.world import World

HOSTILE = 'Ask <b>early</b> & #often* "in" [writing](http://x.example)'
LINES = ("Say no in the first meeting", HOSTILE, "Åbenhed over for byrådet")


class Harvest1:
    """An event of which three lines were released, staff, and somebody who took part."""

    def __init__(self, app: Exchange, world: World, client: Any, sign_in: Any) -> None:
        world.network()
        self.app, self.world, self.client, self._sign_in = app, world, client, sign_in
        self.event = world.event("What we learned", language="da")
        self.officer = world.person("Anna", organisation=world.organisation())
        self.member = world.person("Mia", organisation=world.organisation())
        self.outsider = world.person("Olaf")
        self.staff = world.staff()
        world.registration(self.officer, self.event)
        self.release(*LINES)
        self.page = f"/events/{self.event.slug}/harvest"
        self.desk = f"/staff{self.page}"

    def release(self, *lines: str) -> None:
        with scope_of(self.app.database), transaction():
            for line in lines:
                receive(self.event, line)

    def as_(self, person: Any) -> Any:
        return self._sign_in(self.client, person)

    def ids(self) -> dict[str, str]:
        with scope_of(self.app.database):
            return {line.text: line.id.hex for line in lines_of(self.event.id)}

    def publish(self, audience: HarvestFor = HarvestFor.PARTICIPANTS) -> Any:
        return self.as_(self.staff).post(f"{self.desk}/publish", data={"audience": audience.value})

    def arrange(self, **headings: str) -> Any:
        """Order by LINES, each under the heading of this number."""
        ids = self.ids()
        data = {}
        for text, id in ids.items():
            order = LINES.index(text) + 1 if text in LINES else 50
            data |= {f"order-{id}": order, f"heading-{id}": headings.get(f"l{order}", "")}
        return self.as_(self.staff).post(self.desk, data=data)


@pytest.fixture
def harvest(app: Exchange, world: World, client: Any, sign_in: Any) -> Harvest1:
    return Harvest1(app, world, client, sign_in)


def test_staff_arrange_publish_and_take_back(harvest: Harvest1):
    desk = harvest.as_(harvest.staff).get(harvest.desk).text
    assert desk.count(">New</strong>") == 3
    heads = {"headings": "First\r\n Second  one \r\n"}
    assert harvest.client.post(f"{harvest.desk}/headings", data=heads).status_code == 303
    assert harvest.arrange(l1="2", l2="1", l3="-").status_code == 303
    assert harvest.client.get(harvest.page).status_code == 404  # it is not published
    assert harvest.publish().status_code == 303
    shown = harvest.as_(harvest.officer).get(harvest.page).text
    assert shown.index("First</h2>") < shown.index("Second one</h2>") < shown.index(LINES[0])
    assert "Ask &lt;b&gt;early&lt;/b&gt; &amp; #often*" in shown
    assert LINES[2] not in shown  # left out
    assert f'href="{harvest.page}"' in harvest.client.get(f"/events/{harvest.event.slug}").text
    harvest.release("A late line")
    assert "A late line" not in harvest.client.get(harvest.page).text
    assert "1 line is new" in harvest.as_(harvest.staff).get(harvest.desk).text
    harvest.arrange(l1="2", l2="1", l3="-")
    assert "A late line" in harvest.as_(harvest.officer).get(harvest.page).text
    assert harvest.as_(harvest.staff).post(f"{harvest.desk}/unpublish").status_code == 303
    assert harvest.as_(harvest.officer).get(harvest.page).status_code == 404


def test_others_get_the_same_answer_as_for_nothing(harvest: Harvest1):
    nowhere = "/events/no-such/harvest"
    visitor = harvest.app.test_client()
    harvest.publish(HarvestFor.MEMBERS)
    assert harvest.as_(harvest.member).get(harvest.page).status_code == 200
    for ending in ("", ".pdf", ".docx", ".md"):
        for path in (harvest.page, nowhere):
            assert harvest.as_(harvest.outsider).get(path + ending).status_code == 404
            assert visitor.get(path + ending).location.startswith("/sign-in?next=")
    harvest.publish(HarvestFor.PUBLIC)
    assert visitor.get(harvest.page).status_code == 200


@pytest.mark.parametrize(
    "change",
    [{"order": "x"}, {"order": ""}, {"order": "99999"}, {"heading": "7"}, {"heading": "x"}],
)
def test_what_the_form_cannot_mean_changes_nothing(harvest: Harvest1, change: dict[str, str]):
    id = harvest.ids()[LINES[0]]
    wanted = {"order": "1", "heading": "", **change}
    data = {f"{name}-{id}": value for name, value in wanted.items()}
    assert harvest.as_(harvest.staff).post(harvest.desk, data=data).status_code == 422
    assert "3 lines are new" in harvest.client.get(harvest.desk).text


def test_a_wrong_number_is_named_and_nothing_typed_is_lost(harvest: Harvest1):
    first, second, third = harvest.ids().values()
    data = {f"order-{first}": "7", f"order-{second}": "x", f"order-{third}": "2"}
    data |= {f"heading-{id}": "-" for id in (first, second, third)}
    page = harvest.as_(harvest.staff).post(harvest.desk, data=data).text
    assert "There is a problem" in page
    assert f'href="#order-{second}"' in page
    assert page.count("A whole number, please.") == 1
    assert f'name="order-{first}" inputmode="numeric" value="7"' in page
    assert page.count('<option value="-" selected>') == 3


def test_headings_and_audiences_that_cannot_be_are_refused(harvest: Harvest1):
    staff = harvest.as_(harvest.staff)
    for headings, fault in (("One\nOne", "stands there twice"), ("x" * 121, "is too long")):
        answer = staff.post(f"{harvest.desk}/headings", data={"headings": headings})
        assert fault in answer.text
    wrong = staff.post(f"{harvest.desk}/publish", data={"audience": "everybody"})
    assert "There is a problem" in wrong.text


def test_a_pdf_is_tagged_names_its_language_and_holds_no_author(harvest: Harvest1):
    harvest.publish()
    file = harvest.as_(harvest.officer).get(f"{harvest.page}.pdf")
    assert file.headers["Cache-Control"] == "no-store"
    assert "harvest-" in file.headers["Content-Disposition"]
    for tag in (b"/StructTreeRoot", b"/MarkInfo", b"/Lang", b"pdfuaid:part", b"/Title"):
        assert tag in file.data
    assert b"/Author" not in file.data
    assert b"DisplayDocTitle" in file.data


def test_a_word_file_has_headings_a_language_and_no_author(harvest: Harvest1):
    harvest.as_(harvest.staff).post(f"{harvest.desk}/headings", data={"headings": "First"})
    harvest.arrange(l1="1", l2="1")
    harvest.publish()
    data = harvest.as_(harvest.officer).get(f"{harvest.page}.docx").data
    read = Document(io.BytesIO(data))
    styles = [(each.style.name, each.text) for each in read.paragraphs]
    assert styles[0] == ("Title", "What we learned")
    assert ("Heading 1", "First") in styles
    assert ("List Bullet", HOSTILE) in styles
    assert (read.core_properties.author, read.core_properties.title) == ("", "What we learned")
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert b'w:val="da-DK"' in parts.read("word/styles.xml")


def test_markdown_says_the_same_escaped(harvest: Harvest1):
    harvest.publish()
    text = harvest.as_(harvest.officer).get(f"{harvest.page}.md").text
    assert text.startswith("# What we learned\n")
    assert r"Ask \<b\>early\</b\> \& \#often\*" in text
    assert harvest.client.get(f"{harvest.page}.exe").status_code == 404


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("no meeting", {LINES[0]}),
        ("ABENHED", {LINES[2]}),
        ("åbenhed byråd", {LINES[2]}),
        ("we learned", set(LINES)),  # the event's title
        ("early meeting", set()),
        ("%", set()),
        ("_", set()),
        ("", set(LINES)),
    ],
)
def test_lines_are_found_by_their_words(harvest: Harvest1, words: str, found: set[str]):
    harvest.publish()
    page = harvest.as_(harvest.officer).get("/harvest", query_string={"q": words}).text
    shown = {line for line in LINES if str(escape(line))[:14] in page}
    assert shown == found
    assert "Åbenhed" not in harvest.as_(harvest.outsider).get("/harvest").text


def test_a_search_is_limited_to_a_programme_and_asks_little(harvest: Harvest1):
    harvest.publish(HarvestFor.PUBLIC)
    assert "No line found" in harvest.client.get("/harvest?programme=no-such").text
    assert harvest.client.get("/harvest?page=x&q=" + "w" * 500).status_code == 200


def test_nothing_shows_which_lines_left_together(harvest: Harvest1):
    """New lines stand by their random ids, whatever order they came in."""
    harvest.release(*(f"Line {number}" for number in range(12)))
    with scope_of(harvest.app.database):
        lines = list(lines_of(harvest.event.id))
    assert [line.id for line in lines] == sorted(line.id for line in lines)
    columns = set(HarvestLine.__table__.columns.keys())
    assert not {name for name in columns if re.search("room|person|takeaway", name)}
