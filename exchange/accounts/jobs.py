from collections.abc import Mapping
from typing import Any

from exchange.accounts.actions import forget_past_sign_ins, send_sign_in_link
from exchange.accounts.actions.links import SEND
from exchange.core.actor import system
from exchange.outbox.jobs import every, job


@job(SEND)
def send_link(payload: Mapping[str, Any]) -> None:
    """Write to whoever has an account, or may open one, with the address that was typed."""
    send_sign_in_link(
        actor=system("sign-in"),
        email=payload["email"],
        browser_fingerprint=payload["browser"],
        next_path=payload["next"],
        language=payload["language"],
    )


@every(seconds=24 * 3600, name="accounts.forget")
def forget() -> None:
    """Keep the retention periods that people are told on their account page."""
    forget_past_sign_ins(actor=system("clock"))
