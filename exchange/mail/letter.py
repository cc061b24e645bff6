"""Letters: plain text from templates/mail/, written down as data when an action commits.

The action keeps what the letter will say (template, values, language); the worker, or the
demonstration's mailbox, turns it into text. So actions need neither templates nor addresses of
pages, and a letter is in its reader's language whoever caused it.
"""

import base64
import re
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from flask_babel import force_locale

from exchange.core.money import Money
from exchange.core.text import Sentence
from exchange.web.application import application
from exchange.web.language import LOCALES

WIDTH = 72  # columns; what plain text has always been read at
LINK = re.compile(r"https?://\S+")


@dataclass(frozen=True)
class Rendered:
    """A letter ready to read."""

    to: str
    subject: str
    text: str
    calendar: bytes | None  # an iCalendar file

    @property
    def links(self) -> list[str]:
        return LINK.findall(self.text)


def letter(
    to: str,
    template: str,
    *,
    language: str,
    calendar: bytes | None = None,
    useless_after: datetime | None = None,
    **values: Any,
) -> dict[str, Any]:
    """The payload for `enqueue("mail", …)`.

    `template` names templates/mail/<template>.txt; `values` are what it shows: texts, numbers,
    days, instants, `Money`, `Sentence`. Paths of pages are given as paths; templates write
    `{{ base_url }}{{ path }}`. `calendar` is an iCalendar file to attach. A letter that could not
    be sent by `useless_after` (UTC) is not sent any more. No content of rooms, ever.
    """
    return {
        "id": uuid4().hex,
        "to": to,
        "template": template,
        "language": language if language in LOCALES else "en",
        "values": {name: _written(value) for name, value in values.items()},
        "calendar": base64.b64encode(calendar).decode() if calendar else None,
        "useless_after": useless_after.isoformat() if useless_after else None,
    }


def render(payload: Mapping[str, Any]) -> Rendered:
    """The letter's subject and text in its reader's language. Needs an application context."""
    values = {name: _read(value) for name, value in payload["values"].items()}
    with force_locale(LOCALES.get(payload["language"], LOCALES["en"])):
        # Not `render_template`: what pages count on, such as the actor, is not a letter's.
        template = application().jinja_env.get_template(f"mail/{payload['template']}.txt")
        written = template.render(
            base_url=application().settings.base_url, locale=payload["language"], **values
        )
    subject, _, text = written.strip().partition("\n\n")
    return Rendered(
        to=payload["to"],
        subject=" ".join(subject.split()),
        text=_laid_out(text),
        calendar=base64.b64decode(payload["calendar"]) if payload["calendar"] else None,
    )


def _laid_out(text: str) -> str:
    """Paragraphs wrapped, addresses never; no more than one empty line in a row."""
    lines = (
        line if LINK.search(line) or line == "-- " else textwrap.fill(line, WIDTH)
        for line in text.splitlines()
    )
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


@dataclass(frozen=True)
class _Kind:
    """How values of a type that JSON lacks are written down and read again."""

    type: type[Any]
    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


_KINDS = {
    "instant": _Kind(datetime, datetime.isoformat, datetime.fromisoformat),  # before its base, date
    "day": _Kind(date, date.isoformat, date.fromisoformat),
    "number": _Kind(Decimal, str, Decimal),
    "money": _Kind(
        Money,
        lambda money: [str(money.amount), money.currency],
        lambda written: Money(Decimal(written[0]), written[1]),
    ),
    "sentence": _Kind(
        Sentence,
        lambda sentence: [sentence.text, [[k, _written(v)] for k, v in sentence.values.items()]],
        lambda written: Sentence(written[0], {k: _read(v) for k, v in written[1]}),
    ),
}


def _written(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_written(inner) for inner in value]
    for name, kind in _KINDS.items():
        if isinstance(value, kind.type):
            return {name: kind.write(value)}
    if value is not None and not isinstance(value, bool | int | str):
        raise TypeError(f"a letter cannot hold a {type(value).__name__}")
    return value


def _read(value: Any) -> Any:
    if isinstance(value, list):
        return [_read(inner) for inner in value]
    if isinstance(value, dict):
        [(name, written)] = value.items()
        return _KINDS[name].read(written)
    return value
