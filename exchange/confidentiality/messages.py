"""A protocol's text as forms and files write it, and as pages number it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Section = dict[str, Any]  # title, text (Markdown), children (sections), as stored

HEADING = re.compile(r"^(#{1,3})[ \t]+(.+?)[ \t]*#*$")
DEEPEST = 3  # levels of headings


@dataclass(frozen=True)
class VersionContent:
    """A version to be published; `published_at` None means now."""

    number: str
    sections: list[Section]
    introduction: str = ""  # Markdown
    change_note: str = ""
    published_by: str = ""
    published_at: datetime | None = None


@dataclass(frozen=True)
class Numbered:
    """A section in its place: number "2.1", the titles that lead to it, and its own text."""

    number: str
    path: tuple[str, ...]
    text: str

    @property
    def title(self) -> str:
        return self.path[-1]

    @property
    def level(self) -> int:
        return len(self.path)

    @property
    def anchor(self) -> str:
        return f"section-{self.number.replace('.', '-')}"


def numbered(
    sections: Sequence[Section], number: str = "", path: tuple[str, ...] = ()
) -> Iterator[Numbered]:
    """Every section with its number, each before its children."""
    for place, section in enumerate(sections, start=1):
        own = f"{number}.{place}" if number else str(place)
        titles = (*path, str(section["title"]))
        yield Numbered(own, titles, str(section.get("text", "")))
        yield from numbered(section.get("children") or [], own, titles)


def normal(sections: Sequence[Section]) -> list[Section]:
    """The sections as they are stored: trimmed, `children` only where there are any."""
    return [
        {
            "title": str(section["title"]).strip(),
            "text": str(section.get("text") or "").strip(),
            **({"children": normal(section["children"])} if section.get("children") else {}),
        }
        for section in sections
    ]


def sections_of(text: str) -> tuple[str, list[Section]]:
    """One text with headings (`#`, `##`, `###`) as (introduction, nested sections).

    What stands before the first heading is the introduction. A heading that skips a level is
    taken as one below the last.
    """
    introduction: list[str] = []
    roots: list[Section] = []
    open_sections: list[Section] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        found = HEADING.match(line)
        if found is None:
            _append(open_sections, introduction, line)
            continue
        level = min(len(found[1]), len(open_sections) + 1)
        del open_sections[level - 1 :]
        section: Section = {"title": found[2].strip(), "text": "", "children": []}
        (open_sections[-1]["children"] if open_sections else roots).append(section)
        open_sections.append(section)
    return "\n".join(introduction).strip(), normal(roots)


def _append(open_sections: list[Section], introduction: list[str], line: str) -> None:
    if open_sections:
        open_sections[-1]["text"] += line + "\n"
    else:
        introduction.append(line)


def text_of(introduction: str, sections: Sequence[Section]) -> str:
    """The inverse of `sections_of`: one text with headings, for editing."""
    blocks = [introduction.strip()]
    for section in numbered(sections):
        blocks.append(f"{'#' * min(section.level, DEEPEST)} {section.title}")
        blocks.append(section.text.strip())
    return "\n\n".join(block for block in blocks if block) + "\n"
