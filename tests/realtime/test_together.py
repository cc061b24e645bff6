"""What waits for a client at one moment is written at once, in its order."""

from engineio.packet import MESSAGE, Packet

from exchange.realtime.transport import frame, write_together


class Session:
    """What engine.io's writer polls."""

    def __init__(self, *polls: list[Packet]) -> None:
        self._polls = list(polls)

    def poll(self) -> list[Packet]:
        return self._polls.pop(0)


def test_several_packets_are_one_write_of_whole_frames():
    waiting = [
        Packet(MESSAGE, data='51-/live,["notes.awareness",{"update":{"_placeholder":true}}]'),
        Packet(MESSAGE, data=b"caret" * 100),
        Packet(MESSAGE, data='2/live,["message",{}]'),
    ]
    session = Session(list(waiting))
    write_together(session)
    [written] = session.poll()
    assert written.encode() == b"".join(frame(packet.encode()) for packet in waiting)


def test_the_end_of_a_session_stays_an_end():
    session = Session([])
    write_together(session)
    assert session.poll() == []
