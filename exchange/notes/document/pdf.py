"""A document as a tagged PDF, by Typst. Text goes in as data, so that none of it is markup."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import typst

from exchange.notes.document.blocks import (
    Block,
    Cell,
    Code,
    Heading,
    Listing,
    ListKind,
    Paragraph,
    Quote,
    Spans,
    Table,
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
        case Listing() | Table():
            return _listing(block) if isinstance(block, Listing) else _table(block.rows)
    return {"kind": "rule"}


def _listing(listing: Listing) -> dict[str, Any]:
    boxed = listing.kind is ListKind.TASK
    items = [
        {
            "box": BOXES[item.checked] if boxed else "",
            "blocks": [_block(each) for each in item.blocks],
        }
        for item in listing.items
    ]
    return {"kind": listing.kind.value, "items": items}


def _table(rows: Sequence[Sequence[Cell]]) -> dict[str, Any]:
    """The cells, those of a first row of headers apart."""
    width = max((len(row) for row in rows), default=0)
    if not width:
        return {"kind": "rule"}
    headed = all(cell.header for cell in rows[0])
    cells = [[[_block(each) for each in cell.blocks] for cell in row] for row in rows]
    return {
        "kind": "table",
        "width": width,
        "header": cells[0] if headed else [],
        "cells": [cell for row in cells[1 if headed else 0 :] for cell in row],
    }


def _spans(spans: Spans) -> list[dict[str, Any]]:
    return [
        {"text": span.text, "marks": sorted(mark.value for mark in span.marks), "href": span.href}
        for span in spans
    ]
