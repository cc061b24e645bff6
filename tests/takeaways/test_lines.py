"""Which lines of a note may leave a room."""

from exchange.notes.document import Code, Heading, Item, Listing, ListKind, Paragraph, Quote, Rule
from exchange.notes.document.blocks import BREAK, Mark, Span
from exchange.takeaways.lines import Line, lines_of


def said(text: str, *marks: Mark) -> Paragraph:
    return Paragraph((Span(text, frozenset(marks)),))


def test_each_line_stands_alone_under_its_heading():
    inner = Listing(ListKind.ORDERED, (Item((said("within"),)),))
    blocks = [
        said("before any heading"),
        Heading(2, (Span("What "), Span("we try", frozenset({Mark.BOLD})))),
        Paragraph((Span("one "), Span("bold", frozenset({Mark.BOLD})), BREAK, Span("  two"))),
        Listing(ListKind.BULLET, (Item((said("a point"), inner)), Item(()))),
        Quote((said("quoted"), Heading(3, (Span("no heading of ours"),)))),
        Rule(),
        Code("first\n\nsecond"),
    ]
    here = "What we try"
    assert lines_of(blocks) == [
        Line("before any heading"),
        *(
            Line(text, here)
            for text in (
                "one bold",
                "two",
                "a point",
                "within",
                "quoted",
                "no heading of ours",
                "first",
                "second",
            )
        ),
    ]


def test_empty_lines_are_none_and_equal_ones_are_one():
    assert lines_of([said(""), said("  "), said("twice"), said(" twice ")]) == [Line("twice")]


def test_a_key_tells_texts_apart_and_says_nothing_of_them():
    first, second = Line("a line", "heading"), Line("another line")
    assert first.key == Line("a line").key != second.key
    assert "line" not in first.key
