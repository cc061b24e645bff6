"""What programs that read files aloud, or open them, find in a PDF and in a Word file."""

import io
import re
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document

from exchange.notes.document import (
    Cell,
    Code,
    Heading,
    Item,
    Listing,
    ListKind,
    Paper,
    Paragraph,
    Quote,
    Span,
    Table,
)
from exchange.notes.document.pdf import to_pdf
from exchange.notes.document.word import to_word

LINK = "https://example.org/more"


def said(text: str) -> Paragraph:
    return Paragraph((Span(text),))


def numbered(*texts: str) -> Listing:
    return Listing(ListKind.ORDERED, tuple(Item((said(text),)) for text in texts))


BLOCKS = (
    Heading(1, (Span("Først"),)),
    said("Et afsnit."),
    Heading(3, (Span("Springer et niveau over"),)),
    Listing(ListKind.BULLET, (Item((said("yderst"), numbered("a", "b"))), Item((said("igen"),)))),
    numbered("forfra"),
    Table(
        (
            (Cell((said("Hvem"),), header=True), Cell((said("Hvad"),), header=True)),
            (Cell((said("en"),)), Cell((said("noget"),))),
        )
    ),
    Paragraph((Span("se "), Span("her", href=LINK))),
    Quote((said("sagt"),)),
    Code("x = 1"),
)
PAPER = Paper("Titel", "Et arrangement", "da", BLOCKS)
WITHIN_A_LINE = ("Span", "Link", "Lbl")  # an element of its own, but no structure


def structure(pdf: bytes) -> Any:
    """The structure tree: each element as its tag and its children."""
    objects = dict(re.findall(rb"(?s)(\d+) 0 obj\s*(.*?)endobj", pdf))

    def element(number: bytes) -> list[Any]:
        content = objects[number]
        tag = re.search(rb"/S/(\w+)", content)
        assert tag, content
        kids = re.search(rb"/K\[(.*?)\]", content)
        below = re.findall(rb"(\d+) 0 R", kids[1]) if kids else []
        inner = [each for kid in below if b"/StructElem" in objects[kid] for each in [element(kid)]]
        return [tag[1].decode(), *(each for each in inner if each[0] not in WITHIN_A_LINE)]

    root = next(each for each in objects.values() if b"/Type/StructTreeRoot" in each)
    top = re.search(rb"/K\[(\d+) 0 R", root)
    assert top
    return element(top[1])


def entry() -> list[Any]:
    return ["LI", ["LBody", ["P"]]]


def test_a_pdf_has_a_structure_that_can_be_read_aloud() -> None:
    pdf = to_pdf(PAPER)
    inner = ["L", entry(), entry()]
    headers, cells = (["TR", *[[tag, ["P"]]] * 2] for tag in ("TH", "TD"))
    assert structure(pdf) == [
        "Document",
        *(["Title"], ["P"], ["H1"], ["P"], ["H2"]),  # no level is left out
        ["L", entry(), inner, entry()],
        ["L", entry()],
        ["Table", ["THead", headers], ["TBody", cells]],
        *(["P"], ["BlockQuote", ["P"]], ["Code", ["P"]]),
    ]
    for told in (
        b"/Lang(da)",
        b"/Marked true",
        b"/DisplayDocTitle true",
        b"/S/Link",
        LINK.encode(),
    ):
        assert told in pdf
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf


def test_a_word_file_has_headings_lists_a_header_row_and_links() -> None:
    data = to_word(PAPER)
    read = Document(io.BytesIO(data))
    styles = [(each.style.name, each.text) for each in read.paragraphs if each.style]
    assert [name for name, _ in styles if name.startswith(("Title", "Heading"))] == [
        "Title",
        "Heading 1",
        "Heading 2",
    ]
    assert ("List Bullet", "yderst") in styles
    assert ("List Number 2", "a") in styles
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        document = parts.read("word/document.xml").decode()
        assert LINK in parts.read("word/_rels/document.xml.rels").decode()
    assert document.count("<w:tblHeader/>") == 1
    assert document.index("<w:tblHeader/>") < document.index("Hvem")


NAMES = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}


@pytest.mark.soak
def test_a_word_file_opens_in_libreoffice(tmp_path: Path) -> None:
    office = shutil.which("soffice")
    assert office, "LibreOffice is not there: install it (Debian: libreoffice-writer-nogui)."
    (tmp_path / "file.docx").write_bytes(to_word(PAPER))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", "fodt", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "file.docx")], check=True, timeout=300)
    opened = ElementTree.parse(tmp_path / "file.fodt")
    headings = opened.findall(".//text:h", NAMES)
    level = f"{{{NAMES['text']}}}outline-level"
    assert [("".join(each.itertext()), each.get(level)) for each in headings] == [
        ("Først", "1"),
        ("Springer et niveau over", "2"),
    ]
    listed = [
        "".join(each.itertext()).strip() for each in opened.findall(".//text:list-item", NAMES)
    ]
    assert {"a", "b", "forfra", "igen"} <= set(listed)
    (header,) = opened.findall(".//table:table-header-rows", NAMES)
    assert "".join(header.itertext()).split() == ["Hvem", "Hvad"]
    (link,) = opened.findall(".//text:a", NAMES)
    assert link.get(f"{{{NAMES['xlink']}}}href") == LINK
    assert [each.text for each in opened.findall(".//dc:title", NAMES)] == ["Titel"]
    assert 'fo:language="da"' in (tmp_path / "file.fodt").read_text()
