"""A document as a tagged PDF, by Typst. Text goes in as data, so that none of it is markup."""

import json
from pathlib import Path
from typing import Any

import typst

from exchange.notes.document.blocks import (
    Block,
    Code,
    Heading,
    Listing,
    ListKind,
    Paragraph,
    Quote,
    Spans,
)
from exchange.notes.document.paper import Paper

_TEMPLATE = (Path(__file__).parent / "paper.typ").read_bytes()
BOXES = {True: "[x] ", False: "[ ] "}

# PDF/UA-1 demands that each character can be shown. Where none of the machine's fonts has one (an
# emoji, say), the file keeps its tags and its text, and makes no claim.
_TRIES: tuple[dict[str, Any], ...] = (
    {"pdf_standards": ["ua-1"], "ignore_system_fonts": True},
    {"pdf_standards": ["ua-1"]},
    {},
)


def to_pdf(paper: Paper) -> bytes:
    """The document as PDF/UA-1, with its language, title and structure."""
    tidy = paper.tidied()
    given = {
        "title": tidy.title,
        "about": tidy.about,
        "language": tidy.language,
        "blocks": [_block(block) for block in tidy.blocks],
    }
    inputs = {"paper": json.dumps(given, ensure_ascii=False)}
    for options in _TRIES[:-1]:
        try:
            return _compiled(inputs, options)
        except typst.TypstError:
            continue
    return _compiled(inputs, _TRIES[-1])


def _compiled(inputs: dict[str, str], options: dict[str, Any]) -> bytes:
    made = typst.compile(_TEMPLATE, format="pdf", sys_inputs=inputs, **options)
    if not isinstance(made, bytes):  # only pages of pictures come as several
        raise TypeError("a PDF is one file")
    return made


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(level, spans):
            return {"kind": "heading", "level": level, "spans": _spans(spans)}
        case Paragraph(spans):
            return {"kind": "paragraph", "spans": _spans(spans)}
        case Code(text):
            return {"kind": "code", "text": text}
        case Quote(inner):
            return {"kind": "quote", "blocks": [_block(each) for each in inner]}
        case Listing(kind, items):
            return {
                "kind": kind.value,
                "items": [
                    {
                        "box": BOXES[item.checked] if kind is ListKind.TASK else "",
                        "blocks": [_block(each) for each in item.blocks],
                    }
                    for item in items
                ],
            }
        case _:
            return {"kind": "rule"}


def _spans(spans: Spans) -> list[dict[str, Any]]:
    return [
        {"text": span.text, "marks": sorted(mark.value for mark in span.marks), "href": span.href}
        for span in spans
    ]
