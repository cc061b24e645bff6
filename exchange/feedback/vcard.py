"""A card as a vCard 3.0 file (RFC 2426), which every address book opens. Pure."""

from exchange.feedback.messages import CardContent

WIDTH = 75  # octets of a line, without its end


def vcard(card: CardContent) -> bytes:
    """The file: UTF-8, lines folded, values escaped, empty ones left out."""
    given, _, family = card.name.rpartition(" ")
    lines = [
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"FN:{_escaped(card.name)}",
        f"N:{_escaped(family)};{_escaped(given)};;;",
    ]
    fields = (
        ("ORG", card.organisation),
        ("TITLE", card.post),
        ("EMAIL;TYPE=INTERNET", card.email),
        ("TEL;TYPE=WORK,VOICE", card.telephone),
        ("NOTE", card.line),
    )
    lines += [f"{name}:{_escaped(value)}" for name, value in fields if value]
    lines.append("END:VCARD")
    return b"".join(_folded(line) for line in lines)


def _escaped(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return escaped.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """At most 75 octets a line, no character cut in two; each further one begins with a space."""
    pieces: list[bytes] = []
    piece = b""
    for character in line:
        encoded = character.encode()
        room = WIDTH if not pieces else WIDTH - 1
        if len(piece) + len(encoded) > room:
            pieces.append(piece)
            piece = b""
        piece += encoded
    return b"\r\n ".join([*pieces, piece]) + b"\r\n"
