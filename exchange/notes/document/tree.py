"""A notes fragment as plain lists for the wire: what the document says, not yet what it means.

A text is `["", [[text, {mark: value}], …]]`, an element `[tag, {attribute: value}, [child, …]]`.
"""

from typing import Any

from pycrdt import XmlElement, XmlFragment, XmlText

MAX_DEPTH = 32
Node = list[Any]


def tree_of(fragment: XmlFragment) -> list[Node]:
    """The fragment's nodes. Below `MAX_DEPTH` levels only the text is kept, without structure."""
    with fragment.doc.transaction():
        return [_node(child, MAX_DEPTH) for child in fragment.children]


def _node(node: Any, depth: int) -> Node:
    if isinstance(node, XmlText):
        return _text(node)
    if depth == 0:
        return ["paragraph", {}, _texts_below(node)]
    return [
        node.tag or "",
        {name: value for name, value in node.attributes if _plain(value)},
        [_node(child, depth - 1) for child in node.children],
    ]


def _text(node: XmlText) -> Node:
    return ["", [[run, _marks(marks)] for run, marks in node.diff() if isinstance(run, str)]]


def _marks(marks: dict[str, Any] | None) -> dict[str, Any]:
    return {
        name: value.get("href") if isinstance(value, dict) else None
        for name, value in (marks or {}).items()
        if value is not None and value is not False
    }


def _plain(value: Any) -> bool:
    return isinstance(value, str | int | float | bool)


def _texts_below(node: XmlElement) -> list[Node]:
    found: list[Node] = []
    waiting: list[Any] = [node]
    while waiting:
        here = waiting.pop()
        if isinstance(here, XmlText):
            found.append(_text(here))
        else:
            waiting.extend(reversed(list(here.children)))
    return found
