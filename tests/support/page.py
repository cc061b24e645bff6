"""The browser's own code of a room, run by Node behind a faulty line."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.support.faulty_line import FaultyLine
from tests.support.server import ROOT, Server

NODE = Path(sys.executable).with_name("node")
SCRIPT = Path(__file__).with_name("page.ts")


class Page:
    """A person's page; `config` as the room's page brings it along, `cookie` as they signed in."""

    def __init__(self, server: Server, config: dict[str, Any], cookie: str, *, seed: int) -> None:
        headers = {
            "Host": f"127.0.0.1:{server.port}",
            "Origin": server.base_url,
            "Cookie": f"exchange={cookie}",
        }
        self.line = FaultyLine(server.port, headers, seed=seed)
        given = {**config, "address": f"http://127.0.0.1:{self.line.port}"}
        self.process = subprocess.Popen(
            [NODE, SCRIPT, json.dumps(given)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )

    def say(self, text: str) -> None:
        self._tell({"say": text})

    def shows(self) -> dict[str, Any]:
        """The state of the page now."""
        self._tell({})
        assert self.process.stdout is not None
        state: dict[str, Any] = json.loads(self.process.stdout.readline())
        return state

    def close(self) -> None:
        self.process.communicate(timeout=10)  # closes its stdin, which ends it
        self.line.close()

    def _tell(self, what: dict[str, str]) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(what) + "\n")
        self.process.stdin.flush()
