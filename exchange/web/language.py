"""Languages: which one this reader gets, and how sentences are shown in it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask, Request, g, has_app_context, has_request_context, request, session
from flask_babel import (
    Babel,
    force_locale,
    format_currency,
    format_date,
    format_decimal,
    get_locale,
    gettext,
    ngettext,
)

from exchange.core.clock import local
from exchange.core.money import Money
from exchange.core.text import Sentence

LOCALES = {"en": "en_GB", "da": "da"}  # language: whose days, numbers and money
SUPPORTED = tuple(LOCALES)
SESSION_KEY = "language"


def init_languages(babel: Babel, app: Flask) -> None:
    """Bind Flask-Babel to our catalogues and to `choose_language`."""
    babel.init_app(
        app,
        default_locale=LOCALES["en"],
        default_translation_directories=str(app.config["TRANSLATIONS"]),
        locale_selector=lambda: LOCALES[choose_language()],
    )


def choose_language() -> str:
    """The reader's choice, else the browser's, else English; never anything unsupported."""
    if not has_request_context():
        return "en"
    chosen = session.get(SESSION_KEY) or getattr(g, "preferred_language", "")
    return language_for(request, chosen)


def language_for(asking: Request, *chosen: object) -> str:
    """The first of the `chosen` that is supported, else the best for the browser that asks."""
    for each in chosen:
        if each in SUPPORTED:
            return str(each)
    return asking.accept_languages.best_match(SUPPORTED) or "en"


def current_language() -> str:
    """The language of the answer under way, "en" or "da"."""
    locale = get_locale()
    return str(locale.language) if locale is not None else "en"


def translate(sentence: Sentence | None) -> str:
    """`sentence` in the reader's language, its values shown as that language shows them."""
    if sentence is None:
        return ""
    text = gettext(sentence.text)
    return (
        text % {name: _shown(value) for name, value in sentence.values.items()}
        if sentence.values
        else text
    )


def translate_to(language: str, sentence: Sentence) -> str:
    """`sentence` in a given language, for mail."""
    with force_locale(LOCALES.get(language, LOCALES["en"])):
        return translate(sentence)


def _shown(value: Any) -> Any:
    match value:
        case Sentence():
            return translate(value)
        case datetime():
            return show_instant(value, current_zone())
        case date():
            return format_date(value, "long")
        case Money():
            return show_money(value)
        case Decimal():
            return format_decimal(value)
        case _:
            return value


def current_zone() -> str:
    """The network's zone for this request; UTC where there is none."""
    network = g.get("network") if has_app_context() else None
    return str(network.time_zone) if network is not None else "UTC"


def show_instant(value: datetime, zone: str, style: str = "long") -> str:
    """An instant on the wall clock of `zone`: "24 November 2026 at 09:30" in English."""
    day = format_date(local(value, zone).date(), style)
    joint = "kl." if current_language() == "da" else "at"
    return f"{day} {joint} {show_time(value, zone)}"


def show_time(value: datetime, zone: str) -> str:
    """The hour and minute of `zone`, "09:30" in English."""
    wall = local(value, zone)
    return show_clock(wall.hour, wall.minute)


def show_clock(hour: int, minute: int) -> str:
    """A time of day: "09:30", with a point in Danish; the browser writes it so, too."""
    return f"{hour:02}{'.' if current_language() == 'da' else ':'}{minute:02}"


def show_day(value: date | datetime, zone: str | None = None) -> str:
    """A day in words: "Tuesday 24 November 2026" in English."""
    day = local(value, zone).date() if isinstance(value, datetime) and zone else value
    return str(format_date(day, "full"))


def show_hours(hours: int) -> str:
    """A number of hours in words; from two days on, and where that is exact, in days."""
    days, rest = divmod(hours, 24)
    if days >= 2 and not rest:
        return str(ngettext("%(num)d day", "%(num)d days", days))
    return str(ngettext("%(num)d hour", "%(num)d hours", hours))


def show_money(value: Money) -> str:
    """An amount with its currency, as the reader's language writes it."""
    return str(format_currency(value.amount, value.currency))
