"""How instants are shown to people."""

from datetime import UTC, datetime

import pytest

from exchange.events.models import AgendaItem
from exchange.events.views.words import TO, slot
from exchange.web.application import Exchange
from exchange.web.language import show_instant, show_time

AT = datetime(2026, 11, 23, 6, 19, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "hour", "instant"),
    [
        ("en", "07:19", "23 November 2026 at 07:19"),
        ("da", "07.19", "23. november 2026 kl. 07.19"),
    ],
)
def test_a_clock_time_is_written_as_the_readers_language_writes_it(
    app: Exchange, language: str, hour: str, instant: str
) -> None:
    with app.test_request_context(headers={"Accept-Language": language}):
        assert show_time(AT, "Europe/Copenhagen") == hour
        assert show_instant(AT, "Europe/Copenhagen") == instant
        assert slot(AgendaItem(at="07:19", minutes=0)) == f"{hour}{TO}{hour}"
