"""A document as a Word file: real headings and lists, its language, and no author."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

from docx import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run

from exchange.notes.document.blocks import (
    Block,
    Cell,
    Code,
    Heading,
    Listing,
    ListKind,
    Mark,
    Paragraph,
    Quote,
    Rule,
    Span,
    Spans,
    Table,
)
from exchange.notes.document.paper import Paper, texts_of
from exchange.notes.document.pdf import BOXES

LOCALES = {"en": "en-GB", "da": "da-DK"}
DEEPEST_LIST = 3  # of the styles that Word comes with


def to_word(paper: Paper) -> bytes:
    """The document as .docx."""
    return _Writer(paper.tidied()).written()


class _Writer:
    """Writes one document, block after block."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._file = Document()
        properties = self._file.core_properties
        properties.title, properties.language = paper.title, paper.language
        properties.author = properties.comments = properties.last_modified_by = ""
        locale = LOCALES.get(paper.language, paper.language)
        for language in self._file.styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), locale)

    def written(self) -> bytes:
        self._file.add_heading(self._paper.title, 0)
        self._file.add_paragraph(self._paper.about)
        self._blocks(self._paper.blocks)
        file = BytesIO()
        self._file.save(file)
        return file.getvalue()

    def _blocks(self, blocks: Iterable[Block], style: str | None = None, depth: int = 0) -> None:
        for block in blocks:
            self._block(block, style, depth)

    def _block(self, block: Block, style: str | None, depth: int) -> None:
        match block:
            case Heading(level, spans):
                self._spans(self._file.add_heading("", level), spans)
            case Paragraph(spans):
                self._spans(self._file.add_paragraph(style=style), spans)
            case Code(text):
                self._spans(self._file.add_paragraph(style="No Spacing"), _code(text))
            case Quote(inner):
                self._blocks(inner, "Quote", depth)
            case Listing():
                self._listing(block, depth)
            case Table(rows):
                self._table(rows)
            case Rule():
                self._file.add_paragraph()

    def _table(self, rows: Sequence[Sequence[Cell]]) -> None:
        width = max((len(row) for row in rows), default=0)
        if not width:
            return
        table = self._file.add_table(rows=len(rows), cols=width, style="Table Grid")
        if all(cell.header for cell in rows[0]):
            properties: Any = table.rows[0]._tr.get_or_add_trPr()  # noqa: SLF001 - it offers no other way
            properties.append(OxmlElement("w:tblHeader"))
        for row, cells in zip(table.rows, rows, strict=True):
            for place, cell in zip(row.cells, cells, strict=False):
                spans = [_of_cell(spans, cell) for each in cell.blocks for spans in texts_of(each)]
                for number, each in enumerate(spans):
                    paragraph = place.add_paragraph() if number else place.paragraphs[0]
                    self._spans(paragraph, each)

    def _listing(self, listing: Listing, depth: int) -> None:
        ordered = listing.kind is ListKind.ORDERED
        level = min(depth, DEEPEST_LIST - 1)
        name = "List Number" if ordered else "List Bullet"
        style = f"{name} {level + 1}" if level else name
        number = self._restarted(style) if ordered else None
        for item in listing.items:
            paragraph = self._file.add_paragraph(style=style)
            if number is not None:
                properties = paragraph.paragraph_format.element.get_or_add_pPr()
                properties.get_or_add_numPr().get_or_add_numId().val = number
            if listing.kind is ListKind.TASK:
                paragraph.add_run(BOXES[item.checked])
            first, *rest = item.blocks or (Paragraph(()),)
            if isinstance(first, Paragraph):
                self._spans(paragraph, first.spans)
            else:
                rest = [first, *rest]
            self._blocks(rest, "List Continue", depth + 1)

    def _restarted(self, style: str) -> int:
        """A numbering as the style's that begins with 1: by itself Word would go on counting."""
        numbering: Any = self._file.part.numbering_part.element
        known = self._file.styles[style].element.pPr.numPr.numId.val
        abstract = numbering.num_having_numId(known).abstractNumId.val
        number = numbering.add_num(abstract)
        number.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(number.numId)

    def _spans(self, paragraph: WordParagraph, spans: Spans) -> None:
        for span in spans:
            run = paragraph.add_run()
            if span.text == "\n":
                run.add_break()
                continue
            run.add_text(span.text)
            _mark(run, span)
            if span.href is not None:
                self._link(paragraph, run, span.href)

    def _link(self, paragraph: WordParagraph, run: Run, href: str) -> None:
        target = self._file.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link: Any = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), target)
        run.font.underline = True
        link.append(run.font.element)
        paragraph.paragraph_format.element.append(link)


def _mark(run: Run, span: Span) -> None:
    run.bold = Mark.BOLD in span.marks or None
    run.italic = Mark.ITALIC in span.marks or None
    run.font.strike = Mark.STRIKE in span.marks or None
    if Mark.CODE in span.marks:
        run.font.name = "Courier New"


def _of_cell(spans: Spans, cell: Cell) -> Spans:
    """The text of a cell; that of a header stands out."""
    if not cell.header:
        return spans
    return tuple(replace(span, marks=span.marks | {Mark.BOLD}) for span in spans)


def _code(text: str) -> Spans:
    lines = (Span(line, frozenset((Mark.CODE,))) for line in text.split("\n"))
    return tuple(span for line in lines for span in (line, Span("\n")))[:-1]
