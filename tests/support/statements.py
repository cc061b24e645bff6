"""SQL compiled once for a whole test run: every test's database is asked in the same words."""

from collections.abc import Hashable
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.engine.default import DefaultDialect


class CompiledStatements:
    """What the engines of one test after another have compiled, by kind of database.

    SQLAlchemy keeps what it compiles with its engine, and apart for each dialect object; the
    dialects of one kind's engines do not differ here.
    """

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self._compiled: dict[str, dict[Any, Any]] = {}
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(_kind(one)))
        patch.setattr(DefaultDialect, "__eq__", _are_alike)

    def share(self, engine: Engine) -> None:
        """Have `engine` use what others of its kind have compiled, and leave its own to them."""
        known = self._compiled.setdefault(engine.dialect.name, {})
        engine.update_execution_options(compiled_cache=known)


def _kind(dialect: DefaultDialect) -> Hashable:
    return type(dialect)


def _are_alike(one: DefaultDialect, other: object) -> bool:
    return type(one) is type(other)
