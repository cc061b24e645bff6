"""On the day: keys and rows go, and the files that held them are cleaned."""

from datetime import timedelta

import structlog

from exchange.core import clock
from exchange.core.actor import system
from exchange.core.db import release
from exchange.core.decision import Refused
from exchange.outbox.drain import FAILED
from exchange.outbox.jobs import every
from exchange.retention import actions, queries
from exchange.vault.content import destroyed_since
from exchange.vault.models import DataKey
from exchange.web.application import application

log = structlog.get_logger()

CLOCK = system("clock")
RECENT = timedelta(hours=3)  # a cleaning that was missed is made up for


@every(seconds=3600, name="retention.forget")
def forget_what_is_due() -> None:
    """Destroy what has been kept long enough, event by event, then clean the files."""
    for event_id, kind in queries.due():
        try:
            actions.forget(actor=CLOCK, event_id=event_id, kind=kind)
        except Refused as refusal:  # held, or somebody has come back
            log.info("retention_waits", of=event_id.hex, kind=kind.value, reason=refusal.reason)
        except Exception as error:  # noqa: BLE001  # the other events' day is today all the same
            FAILED.labels("retention.forget").inc()
            log.error(
                "retention_failed", of=event_id.hex, kind=kind.value, error=type(error).__name__
            )
    if destroyed_since(clock.now() - RECENT):
        release()  # our own reading would keep SQLite's log from being cut
        application().database.scrub(DataKey)
