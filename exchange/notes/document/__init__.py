"""Notes documents: judge updates, read them as blocks, write those as files."""

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
from exchange.notes.document.files import FILES, FileKind, written
from exchange.notes.document.making import NotMade
from exchange.notes.document.markdown import to_markdown
from exchange.notes.document.paper import Paper
from exchange.notes.document.reader import LogSince, NotesReader, NotesUnreadable, Verdict, Waiting

__all__ = [
    "FILES",
    "Block",
    "Cell",
    "Code",
    "FileKind",
    "Heading",
    "Item",
    "ListKind",
    "Listing",
    "LogSince",
    "Mark",
    "NotMade",
    "NotesReader",
    "NotesUnreadable",
    "Paper",
    "Paragraph",
    "Quote",
    "Rule",
    "Span",
    "Table",
    "Verdict",
    "Waiting",
    "to_markdown",
    "written",
]
