"""Each trap of the transport, with a control that meets it on the bare server."""

import json
import os
import signal
import socket
import struct
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import websocket

from tests.support.process import Child, free_port

pytestmark = pytest.mark.faults
ROOT = Path(__file__).parents[2]
SECONDS = 3
MESSAGES = 4_000  # of 1 kB: more than a line's buffers hold, less than may wait


class StandIn:
    def __init__(self, kind: str, folder: Path) -> None:
        self.port = free_port()
        command = [sys.executable, "tests/realtime/stand_in.py", str(self.port), kind]
        env = {**os.environ, "PYTHONPATH": str(ROOT)}
        self.child = Child(command, log=folder / f"{kind}.log", env=env, cwd=ROOT)
        self.lines: list[websocket.WebSocket] = []
        self.child.wait_until(self._answers)

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def connect(self, **options: object) -> websocket.WebSocket:
        url = f"ws://127.0.0.1:{self.port}/socket.io/?EIO=4&transport=websocket"
        small = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 64 * 1024)]
        line = websocket.create_connection(url, timeout=SECONDS, sockopt=small, **options)
        self.lines.append(line)
        line.recv()
        line.send("40")
        line.recv()
        return line


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], StandIn]]:
    running: dict[str, StandIn] = {}

    def start(kind: str) -> StandIn:
        if kind not in running:
            running[kind] = StandIn(kind, tmp_path_factory.mktemp(kind))
        return running[kind]

    yield start
    for stand_in in running.values():
        stand_in.child.end(signal.SIGKILL)
        for line in stand_in.lines:
            line.shutdown()


def flood(line: websocket.WebSocket, count: int, size: int) -> None:
    line.send(f'42["flood",{count},{size}]')


def read_numbers(line: websocket.WebSocket, count: int) -> list[int]:
    return [json.loads(line.recv()[2:])[1][0] for _ in range(count)]


def sockets_left(stand_in: StandIn) -> int:
    """How many sockets the server holds beside the one that asks."""
    line = stand_in.connect()
    line.send('420["sockets"]')
    answer = line.recv()
    line.close()
    return json.loads(answer[answer.index("[") :])[0] - 1


def sleeping_reader(line: websocket.WebSocket) -> list[int]:
    flood(line, MESSAGES, 1_000)
    time.sleep(SECONDS)
    return read_numbers(line, MESSAGES)


def test_a_reader_that_sleeps_loses_nothing(started):
    assert sleeping_reader(started("hardened").connect()) == list(range(MESSAGES))


def test_control_a_bare_server_loses_the_stream_of_a_reader_that_sleeps(started):
    with pytest.raises((websocket.WebSocketException, ValueError, OSError)):
        sleeping_reader(started("bare").connect())


def test_a_line_on_which_nothing_but_pings_is_said_stays_open(started):
    line = started("brisk").connect()
    for _ in range(4):
        assert line.recv() == "2"
        line.send("3")
    flood(line, 1, 1)
    assert read_numbers(line, 1) == [0]


def test_a_message_of_six_megabytes_arrives_whole(started):
    line = started("hardened").connect()
    flood(line, 1, 6_000_000)
    assert json.loads(line.recv()[2:]) == ["drop", [0, "x" * 6_000_000]]


def test_control_a_bare_server_never_delivers_six_megabytes(started):
    line = started("bare").connect()
    flood(line, 1, 6_000_000)
    with pytest.raises((websocket.WebSocketException, OSError)):
        line.recv()


def unfinished(stand_in: StandIn) -> websocket.WebSocket:
    """Begin a text message of 100 MB, send the first of it, and never end it."""
    line = stand_in.connect()
    line.sock.sendall(b"\x01\xff" + struct.pack(">Q", 100_000_000) + b"\0\0\0\0")
    for _ in range(20):
        line.sock.sendall(b"x" * 50_000)
    return line


def test_a_message_too_large_is_cut_before_it_ends(started):
    try:
        line = unfinished(started("hardened"))
        answer = line.recv()
    except (websocket.WebSocketConnectionClosedException, ConnectionError):
        answer = ""  # the line was closed while it was being sent
    assert answer == ""


def test_control_a_bare_server_takes_in_what_never_ends(started):
    line = unfinished(started("bare"))
    with pytest.raises(websocket.WebSocketTimeoutException):
        line.recv()


@pytest.mark.parametrize("missing", ["Sec-WebSocket-Key: x", "Sec-WebSocket-Version: 13"])
def test_a_request_that_is_no_websockets_is_not_upgraded(started, missing):
    lines = ["GET /socket.io/?EIO=4&transport=websocket HTTP/1.1", "Host: here"]
    lines += ["Upgrade: websocket", "Connection: Upgrade"]
    lines += {"Sec-WebSocket-Key: x", "Sec-WebSocket-Version: 13"} - {missing}
    with socket.create_connection(("127.0.0.1", started("hardened").port), 5) as asking:
        asking.sendall("\r\n".join([*lines, "", ""]).encode())
        assert not asking.recv(100).startswith(b"HTTP/1.1 101")


DEFLATE = ["Sec-WebSocket-Extensions: permessage-deflate"]


def test_compression_is_not_negotiated(started):
    line = started("hardened").connect(header=DEFLATE)
    assert "sec-websocket-extensions" not in line.getheaders()


def test_control_a_bare_server_negotiates_compression(started):
    stand_in = started("bare")
    url = f"ws://127.0.0.1:{stand_in.port}/socket.io/?EIO=4&transport=websocket"
    line = websocket.create_connection(url, timeout=SECONDS, header=DEFLATE)
    stand_in.lines.append(line)
    assert "permessage-deflate" in line.getheaders()["sec-websocket-extensions"]


def unread(stand_in: StandIn) -> websocket.WebSocket:
    line = stand_in.connect()
    flood(line, 2_000, 20_000)
    return line


def test_a_socket_that_nobody_reads_is_dropped(started):
    stand_in = started("hardened")
    before = sockets_left(stand_in)
    line = unread(stand_in)
    deadline = time.monotonic() + 20
    while sockets_left(stand_in) > before and time.monotonic() < deadline:
        time.sleep(0.1)
    assert sockets_left(stand_in) <= before
    assert line is not None


def test_control_a_bare_server_keeps_everything_for_it(started):
    stand_in = started("bare")
    before = sockets_left(stand_in)
    line = unread(stand_in)
    time.sleep(1)
    assert sockets_left(stand_in) > before
    assert line is not None


def test_the_package_that_engine_io_would_prefer_is_absent():
    with pytest.raises(ImportError):
        __import__("geventwebsocket")
