"""Notes as blocks and Markdown: every form, everything escaped, nothing of it trusted."""

from typing import Any

import pytest

from exchange.notes.document import Heading, Paragraph, Span, to_markdown
from exchange.notes.document.blocks import blocks_of


def text(words: str, **marks: Any) -> list[Any]:
    return ["", [[words, marks]]]


def node(tag: str, *children: Any, **attributes: Any) -> list[Any]:
    return [tag, attributes, list(children)]


def p(*children: Any) -> list[Any]:
    return node("paragraph", *[text(c) if isinstance(c, str) else c for c in children])


def item(*children: Any, **attributes: Any) -> list[Any]:
    return node("listItem", *children, **attributes)


def th(*children: Any) -> list[Any]:
    return node("tableHeader", *children)


def td(*children: Any, **attributes: Any) -> list[Any]:
    return node("tableCell", *children, **attributes)


def table(*rows: list[Any]) -> list[Any]:
    return node("table", *[node("tableRow", *row) for row in rows])


GOLDEN = {
    "heading with a float": (node("heading", text("Aims"), level=2.0), "## Aims"),
    "heading without a number": (node("heading", text("Aims"), level="x"), "# Aims"),
    "script": (p("<script>alert(1)</script>"), r"\<script\>alert(1)\</script\>"),
    "pipes": (p("a|b"), r"a\|b"),
    "backticks": (p("a`b"), r"a\`b"),
    "backticks in code": (p(text("a`b", code={})), "``a`b``"),
    "code block": (node("codeBlock", text("a\n```\n<b>")), "````\na\n```\n<b>\n````"),
    "marks": (p(text("x", bold={}, italic={}), text(" y", strike={})), "***x*** ~~y~~"),
    "link": (p(text("x", link="https://a.org/?q=1")), "[x](<https://a.org/?q=1>)"),
    "hashed mark": (p(text("x", **{"link--Ab1": "mailto:a@b.org"})), "[x](<mailto:a@b.org>)"),
    "script link": (p(text("x", link="javascript:alert(1)")), "x"),
    "link with a break": (p(text("x", link="https://a.org/>\n<b>")), "x"),
    "hard break": (p(text("a"), node("hardBreak"), text("b")), "a\\\nb"),
    "line that looks like a list": (p("- a"), r"\- a"),
    "line that looks numbered": (p("1. a"), r"1\. a"),
    "line that looks like a heading": (p("# a"), r"\# a"),
    "quotation": (node("blockquote", p("a"), p("b")), "> a\n>\n> b"),
    "rule": (node("horizontalRule"), "---"),
    "nested lists": (
        node(
            "bulletList",
            item(p("a"), node("orderedList", item(p("b")), item(p("c"), p("d")))),
            item(p("e")),
        ),
        "- a\n  1. b\n  2. c\n\n     d\n- e",
    ),
    "tasks": (
        node("taskList", item(p("done"), checked=True), item(p("open"), checked=False)),
        "- [x] done\n- [ ] open",
    ),
    "table": (
        table([th(p("Who")), th(p("What"))], [td(p("Ann")), td(p("a|b"))]),
        "| Who | What |\n| --- | --- |\n| Ann | a\\|b |",
    ),
    "table without headings": (table([td(p("a")), td(p("b"))]), "| | |\n| --- | --- |\n| a | b |"),
    "table with a hole": (
        table([th(p("a")), th(p("b"))], [td(p("c"))]),
        "| a | b |\n| --- | --- |\n| c | |",
    ),
    "table with lines, lists and pipes in code": (
        table(
            [th(p("a")), th(p(text("x", link="https://a.org/|")))],
            [
                td(p(text("1"), node("hardBreak"), text("2")), p("3")),
                td(node("bulletList", item(p("i")), item(p(text("k|l", code={}))))),
            ],
        ),
        "| a | [x](<https://a.org/\\|>) |\n| --- | --- |\n| 1<br>2<br>3 | - i<br>- `k\\|l` |",
    ),
    "table in a table": (
        table([td(table([td(p("in")), td(p("side"))]))]),
        "| |\n| --- |\n| in<br>side |",
    ),
    "table that claims to span": (table([td(p("a"), colspan=1e9)]), "| |\n| --- |\n| a |"),
    "table whose cell is a script": (
        table([td(p("<script>"))]),
        "| |\n| --- |\n| \\<script\\> |",
    ),
    "text where a row should be": (
        node("table", p("loose"), node("tableRow", td(p("a")))),
        "loose\n\n| |\n| --- |\n| a |",
    ),
    "cell without a table": (td(p("kept")), "kept"),
    "unknown block": (node("spaceship", p("kept"), text("too")), "kept\n\ntoo"),
    "unknown inline": (p("a ", node("mention", text("b"))), "a b"),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_markdown_is_as_expected(name: str) -> None:
    tree, expected = GOLDEN[name]
    assert to_markdown(blocks_of([tree])) == expected + "\n"


def test_a_table_of_nothing_is_nothing() -> None:
    assert blocks_of([node("table"), table([])]) == []


def test_a_table_with_more_holes_than_cells_is_shown_as_what_it_holds() -> None:
    wide = [td(p(str(number))) for number in range(200)]
    blocks = blocks_of([table(wide, *[[td(p("x"))] for _ in range(200)])])
    assert len(blocks) == 400
    assert all(isinstance(block, Paragraph) for block in blocks)


def test_blocks_are_typed() -> None:
    blocks = blocks_of([node("heading", text("A"), level=3.0), p("b")])
    assert blocks == [Heading(3, (Span("A"),)), Paragraph((Span("b"),))]


@pytest.mark.parametrize(
    "tree", [None, 5, "x", {}, [None], [[]], [["p"]], [["p", [], {}]], [["", [["x"], [1, {}]]]]]
)
def test_another_shape_gives_no_blocks(tree: Any) -> None:
    assert blocks_of(tree) == []


@pytest.mark.parametrize("level", [float("nan"), float("inf"), -4, 10**400, [], None])
def test_any_heading_level_is_brought_within_one_to_six(level: Any) -> None:
    (heading,) = blocks_of([node("heading", text("x"), level=level)])
    assert isinstance(heading, Heading)
    assert 1 <= heading.level <= 6
