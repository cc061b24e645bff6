"""Who may publish a protocol's version, and what a version must look like. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from exchange.confidentiality.messages import VersionContent
from exchange.core.actor import Actor
from exchange.core.decision import ALLOWED, Decision, Reason, refused
from exchange.core.text import N_, say

NUMBER = re.compile(r"\A(0|[1-9]\d{0,3})\.(0|[1-9]\d{0,3})\Z")


class ProtocolReason(Reason):
    """Why a protocol may not be changed so."""

    STAFF_ONLY = "staff_only"
    NUMBER_SHAPE = "number_shape"
    NUMBER_TAKEN = "number_taken"
    NUMBER_BEHIND = "number_behind"
    NO_SECTIONS = "no_sections"
    NOTHING_CHANGED = "nothing_changed"


@dataclass(frozen=True)
class Published:
    """What was published before: every number, and the text in force."""

    numbers: Collection[str]
    latest: VersionContent | None


def may_publish(actor: Actor) -> Decision:
    """Network staff (and the system, by import) publish protocols and say where they apply."""
    if actor.is_staff:
        return ALLOWED
    return refused(ProtocolReason.STAFF_ONLY, say(N_("Only network staff can publish a protocol.")))


def is_publishable(content: VersionContent, before: Published) -> Decision:
    """A version has a new, higher number such as "1.1", at least one section, and a new text."""
    if not NUMBER.match(content.number):
        return refused(
            ProtocolReason.NUMBER_SHAPE,
            say(N_("Give the version a number of two parts, such as 1.1.")),
        )
    if content.number in before.numbers:
        return refused(
            ProtocolReason.NUMBER_TAKEN,
            say(N_("Version %(number)s has been published already."), number=content.number),
        )
    if any(_order(content.number) < _order(number) for number in before.numbers):
        return refused(
            ProtocolReason.NUMBER_BEHIND,
            say(
                N_("Version %(number)s would come before one that is published already."),
                number=content.number,
            ),
        )
    return _says_something_new(content, before.latest)


def _says_something_new(content: VersionContent, latest: VersionContent | None) -> Decision:
    if not content.sections:
        return refused(
            ProtocolReason.NO_SECTIONS,
            say(N_("Begin each section with a heading: a line that starts with #.")),
        )
    if latest is not None and (content.introduction, content.sections) == (
        latest.introduction,
        latest.sections,
    ):
        return refused(
            ProtocolReason.NOTHING_CHANGED,
            say(N_("This text is the same as the version in force: nobody need be asked again.")),
        )
    return ALLOWED


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split(".")) if NUMBER.match(number) else (0,)


def next_number(numbers: Collection[str]) -> str:
    """The number to suggest: the highest one's second part, plus one."""
    known = [_order(number) for number in numbers if NUMBER.match(number)]
    if not known:
        return "1.0"
    major, minor = max(known)
    return f"{major}.{minor + 1}"
