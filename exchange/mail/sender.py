"""Sending letters: by SMTP; in a demonstration without a mail server they wait in its mailbox."""

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import structlog

from exchange.core import clock
from exchange.mail.letter import Rendered, render
from exchange.outbox.jobs import GiveUp, JobFailed, job
from exchange.web.application import application

log = structlog.get_logger()

TIMEOUT = 20.0  # seconds for each step of the conversation with the mail server


@job("mail")
def send(payload: Mapping[str, Any]) -> None:
    """Send one letter. Raises `GiveUp` if it came too late or its address was refused for good."""
    useless_after = payload["useless_after"]
    if useless_after and datetime.fromisoformat(useless_after) < clock.now():
        raise GiveUp("too_late")
    settings, rendered = application().settings, render(payload)
    if settings.mail_url is None:
        # Only a demonstration runs without a mail server: its people and addresses are invented.
        log.info("mail_waiting", to=rendered.to, links=rendered.links)
        return
    _hand_over(settings.mail_url, message_of(rendered, payload["id"], settings.mail_from))


def message_of(rendered: Rendered, id: str, sender: str) -> EmailMessage:
    """The message itself. Its id stays the same when sending is repeated."""
    message = EmailMessage()
    message["From"] = sender
    message["To"] = rendered.to
    message["Subject"] = rendered.subject
    message["Date"] = format_datetime(clock.now())
    message["Message-ID"] = f"<{id}@{parseaddr(sender)[1].rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office replies, please
    message.set_content(rendered.text)
    if rendered.calendar is not None:
        message.add_attachment(
            rendered.calendar, maintype="text", subtype="calendar", filename="event.ics"
        )
    return message


def _hand_over(mail_url: str, message: EmailMessage) -> None:
    try:
        with _connected(mail_url) as server:
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        if all(500 <= code < 600 for code in codes):
            raise GiveUp(f"refused_{codes[0]}") from None
        raise JobFailed(f"refused_{codes[0]}") from None  # its own text would quote the address
    except smtplib.SMTPResponseException as error:
        raise JobFailed(f"{type(error).__name__}_{error.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise JobFailed(type(error).__name__) from None


@contextmanager
def _connected(mail_url: str) -> Iterator[smtplib.SMTP]:
    """A signed-in connection. `smtp://` upgrades by STARTTLS unless the address says `?tls=none`.

    `smtps://` speaks TLS from the start. User and password are percent-encoded in the address.
    """
    parts = urlsplit(mail_url)
    host, context = parts.hostname or "", ssl.create_default_context()
    if parts.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=TIMEOUT, context=context
        )
    else:
        server = smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT)
    with server:
        if parts.scheme == "smtp" and parse_qs(parts.query).get("tls") != ["none"]:
            server.starttls(context=context)
        if parts.username:
            server.login(unquote(parts.username), unquote(parts.password or ""))
        yield server
