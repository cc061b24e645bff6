"""The answer of a rule: allowed, or refused with a reason that people can read."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from exchange.core.errors import ExchangeError, Forbidden
from exchange.core.text import Sentence


class Reason(StrEnum):
    """Base of every feature's reason codes; they go over the wire."""


@dataclass(frozen=True)
class Decision:
    """What a rule answers. Truthy when allowed."""

    allowed: bool
    code: str = "allowed"
    sentence: Sentence | None = None

    def __bool__(self) -> bool:
        return self.allowed


ALLOWED = Decision(True)


def refused(code: Reason, sentence: Sentence) -> Decision:
    """A refusal with its code and the sentence shown to the person."""
    return Decision(False, code.value, sentence)


class Refused(Forbidden):
    """A rule said no; `code` is the rule's reason code."""

    def __init__(self, decision: Decision, **data: Any) -> None:
        super().__init__(decision.sentence, **data)
        self.decision = decision
        self.reason = decision.code


def require(decision: Decision, error: type[ExchangeError] | None = None) -> None:
    """Raise `Refused` (or `error`, to hide the reason) unless `decision` allows."""
    if decision:
        return
    if error is not None:
        raise error
    raise Refused(decision)
