"""Two processes let crowds into the same parts at one moment, on real connections to PostgreSQL."""

import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select, text

from exchange.core.db import scope_of, session, transaction
from exchange.core.engine import Database
from exchange.rooms.actions.show import hold_several
from exchange.rooms.models import LivePart
from exchange.settings import Settings, read_settings
from tests.support.world import World

pytestmark = [pytest.mark.faults, pytest.mark.postgres]
PATIENCE = 30  # seconds; what hangs fails instead
WAITING = text("SELECT count(*) FROM pg_locks WHERE NOT granted")


@pytest.fixture
def settings(postgres_server, migrated_postgres, tmp_path) -> Iterator[Settings]:
    """On PostgreSQL alone: SQLite has one writer, and so nobody to wait for crosswise."""
    url = postgres_server.new_database(migrated_postgres)
    yield read_settings(
        {
            "EXCHANGE_MODE": "demonstration",
            "EXCHANGE_DATA_DIR": str(tmp_path),
            "EXCHANGE_DATABASE_URL": url,
        }
    )
    postgres_server.drop_database(url)


def two_parts(world: World):
    """Two live parts by their ids; the first was made last, so that no table has our order."""
    world.network()
    parts = [world.live_part(world.live_event()).part_id]
    while len(parts) < 2:
        made = world.live_part(world.live_event()).part_id
        parts = [made, parts[0]] if made < parts[0] else [made]
    return parts


def wait_until_somebody_waits(database: Database) -> None:
    deadline = time.monotonic() + PATIENCE
    with scope_of(database):
        while not session().scalar(WAITING):
            assert time.monotonic() < deadline, "nobody waits for a lock"
            time.sleep(0.01)


def test_who_waits_for_a_part_holds_no_part_that_comes_after_it(app, world):
    first, second = two_parts(world)
    held: list[list[object]] = []

    def let_in() -> None:
        with scope_of(app.database), transaction():
            held.append(sorted(hold_several([second, first])))

    crowd = threading.Thread(target=let_in)
    with scope_of(app.database), transaction():
        hold_several([first])
        crowd.start()
        wait_until_somebody_waits(app.database)
        statement = select(LivePart.part_id).where(LivePart.part_id == second)
        free = session().scalars(statement.with_for_update(skip_locked=True)).all()
    crowd.join(PATIENCE)
    assert free == [second]
    assert held == [[first, second]]
