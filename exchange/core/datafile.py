"""Reading a YAML or JSON file that somebody wrote: bounded, safe, and plain about what is wrong."""

import json
from pathlib import Path
from typing import Any

import yaml

MOST_BYTES = 2 * 1024 * 1024
ALIAS = (
    "line {line}: uses an alias (*). Write the value out: a file could otherwise grow without end."
)


class UnreadableFile(Exception):
    """The file cannot be read; the text says why, with the line where there is one."""


class _Loader(yaml.SafeLoader):
    """Plain values alone: no aliases, no key twice."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise UnreadableFile(ALIAS.format(line=self.peek_event().start_mark.line + 1))  # type: ignore[no-untyped-call]
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen = set()
        for key, _ in node.value:
            if key.value in seen and isinstance(key, yaml.ScalarNode):
                line = key.start_mark.line + 1
                raise UnreadableFile(f'line {line}: the key "{key.value}" stands twice.')
            seen.add(key.value if isinstance(key, yaml.ScalarNode) else id(key))
        return super().construct_mapping(node, deep)


def read_data(path: Path) -> Any:
    """What the file says. `.json` is read as JSON, anything else as YAML; UTF-8, at most 2 MB.

    Raises `UnreadableFile`.
    """
    text = _text(path)
    try:
        return json.loads(text) if path.suffix == ".json" else yaml.load(text, _Loader)  # noqa: S506
    except json.JSONDecodeError as error:
        raise UnreadableFile(f"line {error.lineno}: this is not JSON: {error.msg}.") from None
    except yaml.MarkedYAMLError as error:
        raise UnreadableFile(_place(error)) from None
    except RecursionError:
        raise UnreadableFile("Its values are nested too deeply.") from None
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise UnreadableFile(f"It holds a value that cannot be read: {error}") from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableFile(f"It cannot be opened: {error.strerror}.") from None
    if len(raw) > MOST_BYTES:
        raise UnreadableFile("It is larger than 2 MB. Split it into several files.")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(f"line {line}: this is not UTF-8. Save the file as UTF-8.") from None


def _place(error: yaml.MarkedYAMLError) -> str:
    mark = error.problem_mark or error.context_mark
    said = ", ".join(part for part in (error.problem, error.context) if part)
    return f"line {mark.line + 1 if mark else 1}: this is not YAML: {said}."
