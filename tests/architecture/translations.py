"""What the catalogues lack: `python -m tests.architecture.translations` reports it."""

import json
import os
import sys
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path
from typing import IO, Any

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
CATALOGUES = ROOT / "exchange" / "translations"
SOURCES = ("exchange", "templates", "static")

# Where a Danish officer goes: signing in, the event page, registering, acknowledging, the room.
DANISH_COVERS = (
    "templates/base.html",
    "templates/accounts/",
    "templates/components/",
    "templates/confidentiality/acknowledge",
    "templates/errors/",
    "templates/events/event",
    "templates/events/list",
    "templates/registration/",
    "templates/rooms/",
    "templates/start/",
    "exchange/accounts/",
    "exchange/core/",
    "exchange/membership/rules.py",
    "exchange/realtime/",
    "exchange/registration/",
    "exchange/rooms/",
    "exchange/notes/",
    "exchange/web/",
    "static/src/",
)


def catalogue(language: str) -> Catalog:
    """The catalogue of a language, as it is committed."""
    with (CATALOGUES / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def mapping() -> tuple[list[tuple[str, str]], dict[str, dict[str, Any]]]:
    """What `babel.cfg` says: extractors by pattern of path, and the options of each."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        return parse_mapping_cfg(file)


@cache
def extracted() -> Catalog:
    """The texts that the sources hold now, collected as `make i18n` does."""
    found = Catalog()
    methods, options = mapping()
    for path, line, texts, _, context in extract_from_dir(
        ROOT, methods, options, keywords=DEFAULT_KEYWORDS, directory_filter=_holds_sources
    ):
        found.add(texts, locations=[(path, line)], context=context)
    return found


def _holds_sources(folder: str | os.PathLike[str]) -> bool:
    return Path(folder).relative_to(ROOT).parts[0] in SOURCES


def untranslated(language: str) -> Iterator[Message]:
    """Messages without a translation, or with a doubtful one."""
    for message in catalogue(language):
        if message.id and (message.fuzzy or not all(strings(message))):
            yield message


def strings(message: Message) -> tuple[str, ...]:
    """The translation: one text, or one for each plural form; "" where there is none."""
    return message.string if isinstance(message.string, tuple) else (str(message.string or ""),)


def extract_texts(
    file: IO[bytes], keywords: Collection[str], comments: Collection[str], options: dict[str, Any]
) -> Iterator[tuple[int, str, str, list[str]]]:
    """Babel's way to the room page's texts: a JSON object from keys to English sentences."""
    for line, text in enumerate(json.load(file).values(), start=2):
        yield line, "gettext", text, []


def is_covered(message: Message) -> bool:
    """Whether the message stands on a page that is promised in Danish."""
    return any(path.startswith(DANISH_COVERS) for path, _ in message.locations)


def main() -> None:
    missing = list(untranslated("da"))
    promised = [message for message in missing if is_covered(message)]
    total = sum(1 for message in catalogue("da") if message.id)
    sys.stdout.write(f"Danish: {total - len(missing)} of {total} texts.\n")
    for message in promised:
        places = ", ".join(sorted({path for path, _ in message.locations}))
        sys.stdout.write(f"  missing, though promised: {message.id!r} ({places})\n")
    for message in missing:
        if message not in promised:
            sys.stdout.write(f"  to come: {message.id!r}\n")


if __name__ == "__main__":
    main()
