"""The kinds of file in which a document can be taken along."""

from collections.abc import Mapping
from dataclasses import dataclass

from exchange.notes.document.making import made
from exchange.notes.document.paper import Paper


@dataclass(frozen=True)
class FileKind:
    """A kind of file; `name` is what the audit calls it."""

    name: str
    content_type: str


# By the ending of the file's name.
FILES: Mapping[str, FileKind] = {
    "pdf": FileKind("pdf", "application/pdf"),
    "docx": FileKind(
        "word", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    ),
    "md": FileKind("markdown", "text/markdown; charset=utf-8"),
}


def written(paper: Paper, form: str) -> bytes:
    """The document as a file of this ending. Raises `NotMade`."""
    return paper.markdown().encode() if form == "md" else made(paper, form)
