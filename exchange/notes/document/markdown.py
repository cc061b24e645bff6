"""Blocks as CommonMark with GitHub's task lists and strike-through; all text is escaped."""

import re
from collections.abc import Iterable, Sequence

from exchange.notes.document.blocks import (
    BREAK,
    Block,
    Code,
    Heading,
    Item,
    Listing,
    ListKind,
    Mark,
    Paragraph,
    Quote,
    Rule,
    Span,
)

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~&])")
# Only the start of a line makes a list, a rule or a heading of these.
_LINE_START = re.compile(r"^(\s*)([-+=]|\d{1,9}(?=[.)]))")
_FENCE = re.compile(r"`+")
_AROUND = ((Mark.STRIKE, "~~"), (Mark.ITALIC, "*"), (Mark.BOLD, "**"))


def to_markdown(blocks: Sequence[Block]) -> str:
    """The note as Markdown, ending with one line feed."""
    return "\n".join(_lines(blocks)) + "\n"


def _lines(blocks: Iterable[Block]) -> list[str]:
    """Lines of the blocks with an empty one between each two."""
    lines: list[str] = []
    for block in blocks:
        if lines:
            lines.append("")
        lines.extend(_block(block))
    return lines


def _block(block: Block) -> list[str]:
    match block:
        case Heading(level, spans):
            return [f"{'#' * level} {_inline(spans).replace(chr(10), ' ')}".rstrip()]
        case Paragraph(spans):
            return [_guarded(line) for line in _inline(spans).split("\n")]
        case Code(text):
            fence = "`" * max([3, *(len(run) + 1 for run in _FENCE.findall(text))])
            return [fence, *text.split("\n"), fence]
        case Rule():
            return ["---"]
        case Quote(inner):
            return [f"> {line}".rstrip() for line in _lines(inner) or [""]]
        case Listing(kind, items):
            return [line for n, item in enumerate(items, 1) for line in _item(kind, n, item)]


def _item(kind: ListKind, number: int, item: Item) -> list[str]:
    bullet = f"{number}. " if kind is ListKind.ORDERED else "- "
    box = f"[{'x' if item.checked else ' '}] " if kind is ListKind.TASK else ""
    first, *rest = _tight(item.blocks) or [""]
    indent = " " * len(bullet)
    return [f"{bullet}{box}{first}".rstrip(), *(f"{indent}{line}".rstrip() for line in rest)]


def _tight(blocks: Sequence[Block]) -> list[str]:
    """An item's lines; a list right below its paragraph follows without an empty line."""
    lines: list[str] = []
    for block in blocks:
        if lines and not isinstance(block, Listing):
            lines.append("")
        lines.extend(_block(block))
    return lines


def _inline(spans: Iterable[Span]) -> str:
    return "".join("\\\n" if span is BREAK or span == BREAK else _span(span) for span in spans)


def _span(span: Span) -> str:
    core = span.text.strip()
    if not core:
        return span.text
    start = span.text.index(core)
    text = _code(core) if Mark.CODE in span.marks else _SPECIAL.sub(r"\\\1", core)
    for mark, sign in _AROUND:
        if mark in span.marks:
            text = f"{sign}{text}{sign}"
    if span.href is not None:
        text = f"[{text}](<{span.href}>)"
    return span.text[:start] + text + span.text[start + len(core) :]


def _code(text: str) -> str:
    """A code span whose fence is longer than any run of backticks in it."""
    fence = "`" * max([1, *(len(run) + 1 for run in _FENCE.findall(text))])
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _guarded(line: str) -> str:
    def escape(found: re.Match[str]) -> str:
        sign = found[2]
        return sign + "\\" if sign.isdigit() else "\\" + sign

    return _LINE_START.sub(escape, line)
