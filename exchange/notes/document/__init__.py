"""Notes documents: judge updates, read them as blocks, write those as files."""

from exchange.notes.document.blocks import (
    Block,
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
)
from exchange.notes.document.markdown import to_markdown
from exchange.notes.document.paper import Paper
from exchange.notes.document.pdf import to_pdf
from exchange.notes.document.reader import LogSince, NotesReader, NotesUnreadable, Verdict, Waiting
from exchange.notes.document.word import to_word

__all__ = [
    "Block",
    "Code",
    "Heading",
    "Item",
    "ListKind",
    "Listing",
    "LogSince",
    "Mark",
    "NotesReader",
    "NotesUnreadable",
    "Paper",
    "Paragraph",
    "Quote",
    "Rule",
    "Span",
    "Verdict",
    "Waiting",
    "to_markdown",
    "to_pdf",
    "to_word",
]
