"""Sentences for people, kept apart from the language in which they are shown.

Business code names a sentence; the entrance (page, socket, mail) translates it. `N_` marks the
text for the catalogue.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any


def N_(message: str) -> str:
    """Mark `message` for translation and return it unchanged."""
    return message


@dataclass(frozen=True)
class Sentence:
    """A catalogue text with its values, e.g. `Sentence(N_("Ends on %(day)s."), {"day": day})`.

    Values may be strings, numbers, dates, instants, `Money` or further sentences; the entrance
    renders each in the reader's language and zone.
    """

    text: str
    values: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        """The English text, for logs of operators and for tests."""
        return self.text % self.values if self.values else self.text


def say(text: str, **values: Any) -> Sentence:
    """A `Sentence`; write `say(N_("…"), name=value)`."""
    return Sentence(text, values)


def slug_of(text: str) -> str:
    """`text` as a short ASCII name for an address: "Press contact" -> "press-contact"."""
    folded = text.replace("ø", "oe").replace("Ø", "oe").replace("æ", "ae").replace("Æ", "ae")
    folded = folded.replace("å", "aa").replace("Å", "aa")
    ascii_text = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:80] or "untitled"
