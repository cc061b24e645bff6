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
    "unknown block": (node("spaceship", p("kept"), text("too")), "kept\n\ntoo"),
    "unknown inline": (p("a ", node("mention", text("b"))), "a b"),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_markdown_is_as_expected(name: str) -> None:
    tree, expected = GOLDEN[name]
    assert to_markdown(blocks_of([tree])) == expected + "\n"


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
