"""The kinds of file in which a document can be taken along."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from exchange.notes.document.paper import Paper
from exchange.notes.document.pdf import to_pdf
from exchange.notes.document.word import to_word


@dataclass(frozen=True)
class FileKind:
    """A kind of file; `name` is what the audit calls it."""

    name: str
    content_type: str
    write: Callable[[Paper], bytes]


# By the ending of the file's name.
FILES: Mapping[str, FileKind] = {
    "pdf": FileKind("pdf", "application/pdf", to_pdf),
    "docx": FileKind(
        "word",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        to_word,
    ),
    "md": FileKind(
        "markdown", "text/markdown; charset=utf-8", lambda paper: paper.markdown().encode()
    ),
}
