"""Notes documents: judge updates, read them as blocks and Markdown."""

from exchange.notes.document.blocks import (
    Block,
    Cell,
    Code,
    Heading,
    Item,
    Listing,
    ListKind,
    Mark,
    Paragraph,
    Quote,
    Rule,
    Span,
    Table,
)
from exchange.notes.document.markdown import to_markdown
from exchange.notes.document.reader import LogSince, NotesReader, NotesUnreadable, Verdict, Waiting

__all__ = [
    "Block",
    "Cell",
    "Code",
    "Heading",
    "Item",
    "ListKind",
    "Listing",
    "LogSince",
    "Mark",
    "NotesReader",
    "NotesUnreadable",
    "Paragraph",
    "Quote",
    "Rule",
    "Span",
    "Table",
    "Verdict",
    "Waiting",
    "to_markdown",
]
