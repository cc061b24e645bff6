"""Letters: laid out, in their reader's language, handed to a mail server or kept for later."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from email import message_from_bytes, policy
from typing import Any

import pytest
from aiosmtpd.controller import Controller

from exchange.app import create_app
from exchange.core import clock
from exchange.core.money import Money
from exchange.core.text import say
from exchange.mail import letter as letters
from exchange.mail import sender
from exchange.mail.letter import letter, render
from exchange.outbox.jobs import GiveUp, JobFailed
from exchange.settings import Settings
from exchange.web.application import Exchange
from tests.support.process import free_port


class Postbox:
    """A mail server that keeps what it takes, or answers as told."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.answer = "250 OK"

    async def handle_RCPT(self, *args: Any) -> str:  # noqa: N802  # aiosmtpd's name
        _, _, envelope, address, _ = args
        if self.answer.startswith("2"):
            envelope.rcpt_tos.append(address)
        return self.answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        self.taken.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    handler, port = Postbox(), free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, port
    controller.stop()


@pytest.fixture
def mailing(settings: Settings) -> Iterator[Callable[[int], Exchange]]:
    made: list[Exchange] = []

    def make(port: int) -> Exchange:
        url = f"smtp://127.0.0.1:{port}?tls=none"
        made.append(create_app(replace(settings, mail_url=url)))
        return made[-1]

    yield make
    for app in made:
        app.database.dispose()


def sign_in_letter(**given: Any) -> dict[str, Any]:
    values = {"name": "Anna", "path": "/sign-in/link/abc", "minutes": 20}
    return letter("anna@council.example", "sign_in_link", **{"language": "en", **values, **given})


def test_a_letter_reaches_the_mail_server_whole(
    mailing: Callable[[int], Exchange], postbox: tuple[Postbox, int]
) -> None:
    server, port = postbox
    calendar = b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    payload = sign_in_letter(name="Søren Å", calendar=calendar)
    with mailing(port).app_context():
        sender.send(payload)
        sender.send(payload)
    message = server.taken[0]
    assert message["To"] == "anna@council.example"
    assert message["Subject"] == "Your link to sign in"
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_body().get_content()
    assert "Hello Søren Å," in body
    assert "http://localhost/sign-in/link/abc" in body.splitlines()
    [attached] = message.iter_attachments()
    assert attached.get_content_type() == "text/calendar"
    assert server.taken[1]["Message-ID"] == message["Message-ID"]


def test_a_refused_address_is_given_up_and_a_busy_server_is_tried_again(
    mailing: Callable[[int], Exchange], postbox: tuple[Postbox, int]
) -> None:
    server, port = postbox
    with mailing(port).app_context():
        server.answer = "550 no such user anna@council.example"
        with pytest.raises(GiveUp, match=r"^refused_550$"):
            sender.send(sign_in_letter())
        server.answer = "451 later"
        with pytest.raises(JobFailed, match=r"^refused_451$") as failure:
            sender.send(sign_in_letter())
    assert not isinstance(failure.value, GiveUp)


def test_an_absent_server_is_tried_again(mailing: Callable[[int], Exchange]) -> None:
    with mailing(free_port()).app_context(), pytest.raises(JobFailed, match="ConnectionRefused"):
        sender.send(sign_in_letter())


def test_a_server_without_tls_gets_nothing_unless_that_was_asked_for(
    settings: Settings, postbox: tuple[Postbox, int]
) -> None:
    server, port = postbox
    app = create_app(replace(settings, mail_url=f"smtp://127.0.0.1:{port}"))
    with app.app_context(), pytest.raises(JobFailed):
        sender.send(sign_in_letter())
    assert server.taken == []
    app.database.dispose()


def test_a_letter_that_has_become_useless_is_not_sent(app: Exchange) -> None:
    late = sign_in_letter(useless_after=clock.now() - timedelta(seconds=1))
    with app.app_context(), pytest.raises(GiveUp, match="too_late"):
        sender.send(late)


def test_lines_are_short_and_links_are_whole(app: Exchange) -> None:
    path = "/sign-in/link/" + "x" * 90
    with app.app_context():
        text = render(sign_in_letter(path=path)).text
    assert f"http://localhost{path}" in text.splitlines()
    assert all(len(line) <= 72 for line in text.splitlines() if "://" not in line)


def test_a_name_cannot_add_a_header(app: Exchange) -> None:
    with app.app_context():
        rendered = render(sign_in_letter(name="A\r\nBcc: all@council.example"))
        message = sender.message_of(rendered, "1", "network@example.org")
    assert "Bcc" not in message


def test_values_keep_their_types() -> None:
    values = {
        "at": datetime(2026, 11, 24, 9, 30, tzinfo=UTC),
        "day": date(2026, 11, 24),
        "price": Money(Decimal("187.00"), "GBP"),
        "rate": Decimal("0.20"),
        "why": say("Ends on %(day)s.", day=date(2026, 3, 31)),
        "parts": [1, "two", None, True],
    }
    written = letter("a@b.dk", "sign_in_link", language="xx", **values)
    assert written["language"] == "en"
    assert {k: letters._read(v) for k, v in written["values"].items()} == values


def test_a_value_that_json_cannot_hold_is_refused_at_once() -> None:
    with pytest.raises(TypeError):
        letter("a@b.dk", "sign_in_link", language="en", thing=object())
