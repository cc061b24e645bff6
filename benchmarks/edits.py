"""What people write into the notes of a benchmark: one true Yjs update for each burst of typing."""

from collections.abc import Iterator

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

BURST = "and then we asked "  # what is typed between two updates


def typing() -> Iterator[bytes]:
    """Updates of somebody who begins a paragraph of their own and goes on typing into it."""
    doc: Doc[XmlFragment] = Doc()
    made: list[bytes] = []
    watching = doc.observe(lambda event: made.append(event.update))
    notes = doc.get("notes", type=XmlFragment)
    text = XmlText(BURST)
    with doc.transaction():
        notes.children.append(XmlElement("paragraph", contents=[text]))
    yield made.pop()
    while True:
        text += BURST
        yield made.pop()
    doc.unobserve(watching)
