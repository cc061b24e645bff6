"""Every process is killed in one moment and started again: how soon everybody is back.

Nobody waits for anybody: as soon as the last process answers, all three hundred are at the doors at
once. Browsers come more mildly, each after a pause of its own.
"""

import time
from dataclasses import asdict
from pathlib import Path

from benchmarks.databases import PostgresServer, migrated
from benchmarks.returning import Crowd
from benchmarks.servers import processes, settings
from benchmarks.table import Comparison
from benchmarks.world import ROOMS, SEATS, live_rooms
from exchange.settings import read_settings

PEOPLE = 300
PROCESSES = 2
MOST = 5.0  # seconds: "within seconds"


def restarting(server: PostgresServer, folder: Path) -> Comparison:
    """The seconds from the last process's first answer to the last person's, beside the most."""
    env = settings(folder, migrated(server))
    exchanges = -(-PEOPLE // (ROOMS * SEATS))
    people = live_rooms(read_settings(env), exchanges=exchanges)[:PEOPLE]
    members = [asdict(person) for person in people]
    with processes(env, folder, number=PROCESSES) as (_, serving):
        crowd = Crowd(*(each.port for each in serving), bare=False)
        cut_off = crowd.enter(members)
        for each in serving:
            each.kill()
        for client in cut_off:
            client.socket.close()
        for each in serving:
            each.start()
        began = time.monotonic()
        back = crowd.enter(members)
        took = time.monotonic() - began
        for client in back:
            client.socket.close()
    return Comparison(
        name=f"{PEOPLE} people back after {PROCESSES} processes were restarted",
        unit="s",
        ours=took,
        reference=MOST,
        goal=1.0,
        at_most=True,
    )
