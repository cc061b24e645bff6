"""Actions: the typed verbs that write.

`@action` opens the transaction or joins it, and refuses to commit a change that left no audit
entry.
"""

import functools
import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar, overload

from exchange.core.db import flush, transaction, unit

P = ParamSpec("P")
T = TypeVar("T")


class NotAudited(RuntimeError):
    """An action changed rows and recorded nothing."""


@dataclass(frozen=True)
class Registered:
    """An action's name, and why it may leave no audit entry (None: it must leave one)."""

    name: str
    unaudited_because: str | None


ACTIONS: dict[str, Registered] = {}


@overload
def action(function: Callable[P, T], /) -> Callable[P, T]: ...
@overload
def action(*, unaudited_because: str) -> Callable[[Callable[P, T]], Callable[P, T]]: ...
def action(
    function: Callable[P, T] | None = None, /, *, unaudited_because: str | None = None
) -> Callable[P, T] | Callable[[Callable[P, T]], Callable[P, T]]:
    """Make a function an action: keyword-only, `actor` among its arguments, one transaction.

    Raises `NotAudited` when the action changed rows without a call of `audit.record`, unless
    `unaudited_because` names what records the act instead.
    """

    def decorate(inner: Callable[P, T]) -> Callable[P, T]:
        name = f"{inner.__module__}.{inner.__qualname__}"
        _check_signature(name, inner)
        ACTIONS[name] = Registered(name, unaudited_because)

        @functools.wraps(inner)
        def run(*args: P.args, **kwargs: P.kwargs) -> T:
            with transaction():
                flush()  # what an outer action has changed so far is its own to record
                writes, entries = unit().writes, len(unit().journal)
                result = inner(*args, **kwargs)
                flush()
                silent = len(unit().journal) == entries
                if unit().writes > writes and silent and not unaudited_because:
                    raise NotAudited(name)
            return result

        return run

    return decorate if function is None else decorate(function)


def _check_signature(name: str, function: Callable[..., Any]) -> None:
    parameters = inspect.signature(function).parameters.values()
    if any(p.kind is not inspect.Parameter.KEYWORD_ONLY for p in parameters):
        raise TypeError(f"{name}: actions take keyword arguments alone")
    if next(iter(inspect.signature(function).parameters), "") != "actor":
        raise TypeError(f"{name}: the first argument of an action is its actor")
