"""What `make test` does once, again and again: run by `make soak`."""

from uuid import uuid4

import pytest

from tests.faults.conftest import Site
from tests.faults.test_killed import run_until
from tests.support.server import Server

pytestmark = [pytest.mark.faults, pytest.mark.soak]
KILLS = 20


def test_many_kills_lose_nothing_that_was_shown_as_saved(sqlite_site: Site, server: Server):
    kept: dict[str, list[str]] = {}
    for _ in range(KILLS):
        members = [sqlite_site.member(f"{name} {uuid4().hex[:6]}") for name in ("Anna", "Bo")]
        for member in members:
            member.connect(server)
        run_until(members, kept, server.kill)
        for member in members:
            member.client.eio.ws.close()
        server.restart()
    reader = sqlite_site.member("Cy").connect(server)
    chat, notes = reader.chat(), reader.notes()
    reader.close()
    for name, texts in kept.items():
        for text in texts:
            assert (chat.count(text) if name.startswith("talk") else notes.count(text)) == 1
