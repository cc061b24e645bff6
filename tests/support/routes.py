"""Routes compiled once for a whole test run: every test's application has the same hundred."""

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.routing import Rule

Builder = Callable[..., tuple[str, str]]


def compile_once(patch: pytest.MonkeyPatch) -> None:
    """Have werkzeug compile each rule's builder once; it is a plain function of what is the key."""
    compiled: dict[Any, Builder] = {}
    compile_builder = Rule._compile_builder

    def known(rule: Rule, append_unknown: bool = True) -> Builder:
        defaults = tuple(sorted((rule.defaults or {}).items()))
        key = (rule.rule, tuple(rule._trace), defaults, append_unknown)
        if key not in compiled:
            compiled[key] = compile_builder(rule, append_unknown)
        return compiled[key]

    patch.setattr(Rule, "_compile_builder", known)
