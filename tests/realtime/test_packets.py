"""Bytes are found wherever Socket.IO finds them."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as some
from socketio.packet import Packet

from exchange.realtime.packets import LivePacket

VALUES = some.none() | some.integers() | some.text() | some.binary() | some.builds(bytearray)
PAYLOADS = some.recursive(
    VALUES, lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner), max_leaves=8
)


@given(PAYLOADS)
def test_it_finds_bytes_where_the_original_does(payload: Any) -> None:
    assert LivePacket.data_is_binary(payload) == Packet.data_is_binary(payload)
