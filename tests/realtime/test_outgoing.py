"""What is sent to a client is written by the loop, whole and in order, however slow its line."""

from collections.abc import Iterator
from types import SimpleNamespace

import gevent
import pytest
from engineio.packet import MESSAGE, Packet
from gevent.socket import socket, socketpair

from exchange.realtime import transport
from exchange.realtime.transport import Frames, Outgoing, Together, Wire, frame

Line = tuple[Outgoing, Wire, socket]


@pytest.fixture
def line() -> Iterator[Line]:
    """The queue of a session that has been moved to a WebSocket, and the client's end."""
    ours, theirs = socketpair()
    queue, wire = Outgoing(SimpleNamespace()), Wire(ours)
    queue.go_by(wire, SimpleNamespace(upgraded=True))
    theirs.settimeout(5)
    yield queue, wire, theirs
    ours.close()
    theirs.close()


def packets(*texts: str) -> list[Packet]:
    return [Packet(MESSAGE, data=text) for text in texts]


def as_frames(given: list[Packet]) -> bytes:
    return b"".join(frame(packet.encode()) for packet in given)


def pending(queue: Outgoing) -> list[object]:
    """What engine.io's writer would get now."""
    taken = []
    while True:
        try:
            taken.append(queue.get(block=False))
        except transport.driver.queue.Empty:
            return taken


def read(theirs: socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        found += theirs.recv(1 << 20)
    return found


def test_what_waits_at_one_moment_is_one_write_of_the_loop_and_wakes_no_writer(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue, wire, theirs = line
    writes: list[bytes] = []
    send_some = wire.send_some
    monkeypatch.setattr(wire, "send_some", lambda data: writes.append(data) or send_some(data))
    given = packets("one", "two" * 100, "three")
    for packet in given:
        queue.put(packet)
    assert writes == []
    gevent.sleep(0)
    assert writes == [as_frames(given)]
    assert read(theirs, len(writes[0])) == writes[0]
    assert pending(queue) == []


def test_what_the_line_does_not_take_is_left_to_the_writer_before_all_that_comes_later(
    line: Line,
) -> None:
    queue, _, theirs = line
    large, later = packets("x" * 2_000_000, "later")
    queue.put(large)
    gevent.sleep(0)
    queue.put(later)
    gevent.sleep(0)
    rest, *others = pending(queue)
    assert isinstance(rest, Frames)
    assert others == [later]
    written = frame(large.encode())[: -len(rest)]
    assert 0 < len(written) < 2_000_000
    assert read(theirs, len(written)) + Together([rest, later]).encode() == as_frames(
        [large, later]
    )


def test_nothing_goes_between_what_the_writer_is_writing(line: Line) -> None:
    queue, wire, _ = line
    [packet] = packets("meanwhile")
    with wire._lock:
        queue.put(packet)
        gevent.sleep(0)
    assert Together(pending(queue)).encode() == frame(packet.encode())


def test_before_a_session_has_moved_to_its_websocket_nothing_is_written_there(line: Line) -> None:
    queue, wire, theirs = line
    queue.go_by(wire, SimpleNamespace(upgraded=False))
    [packet] = packets("for the poll")
    queue.put(packet)
    gevent.sleep(0)
    assert pending(queue) == [packet]
    theirs.setblocking(False)
    with pytest.raises(BlockingIOError):
        theirs.recv(1)


def test_a_line_that_is_gone_is_left_to_the_writer_which_finds_out(line: Line) -> None:
    queue, wire, theirs = line
    theirs.close()
    wire.cut()
    [packet] = packets("nobody hears it")
    queue.put(packet)
    gevent.sleep(0)
    [rest] = pending(queue)
    assert rest == frame(packet.encode())
    with pytest.raises(BrokenPipeError):
        wire.send(rest)


def test_whoever_waits_for_a_packet_gets_it_or_nothing_in_time(line: Line) -> None:
    queue, wire, _ = line
    queue.go_by(wire, SimpleNamespace(upgraded=False))
    waiting = gevent.spawn(queue.get, timeout=5)
    gevent.sleep(0)
    [packet] = packets("awaited")
    queue.put(packet)
    assert waiting.get(timeout=5) is packet
    with pytest.raises(transport.driver.queue.Empty):
        queue.get(timeout=0.01)


def test_the_writer_of_an_open_line_waits_for_the_end_however_long_nothing_is_left_to_it(
    line: Line,
) -> None:
    queue, _, _ = line
    waiting = gevent.spawn(queue.get, timeout=0.01)
    gevent.sleep(0.1)
    assert not waiting.ready()
    queue._finish = lambda: None  # type: ignore[method-assign]  # there is no engine here
    queue.put(None)
    assert waiting.get(timeout=5) is None


def test_of_two_polls_that_are_woken_by_one_packet_the_other_finds_nothing(line: Line) -> None:
    queue, wire, _ = line
    queue.go_by(wire, SimpleNamespace(upgraded=False))
    polls = [gevent.spawn(queue.get, timeout=0.2) for _ in range(2)]
    gevent.sleep(0)
    [packet] = packets("for one of them")
    queue.put(packet)
    gevent.joinall(polls, timeout=5)
    outcomes = [poll.value or type(poll.exception) for poll in polls]
    assert set(outcomes) == {packet, transport.driver.queue.Empty}
