"""Messages between the server and the child that reads notes: a small JSON head, then raw bytes.

No pickle: after hostile bytes the child is not trusted, and unpickling its answer would run what
it says. On the wire: 4 bytes length of the rest, 4 bytes length of the head (both big-endian),
the head, the blobs one after the other. The head's `sizes` tells where each blob ends.
"""

import json
import struct
from collections.abc import Sequence
from typing import Any

LIMIT = 64 * 1024 * 1024
LENGTH = struct.Struct(">I")

Head = dict[str, Any]


class BadFrame(Exception):
    """The other side sent something that is not a frame."""


def pack(head: Head, blobs: Sequence[bytes] = ()) -> bytes:
    """One frame, its length in front. Raises `BadFrame` when it would exceed `LIMIT` bytes."""
    text = json.dumps({**head, "sizes": [len(blob) for blob in blobs]}).encode()
    size = LENGTH.size + len(text) + sum(map(len, blobs))
    if size > LIMIT:
        raise BadFrame
    return b"".join((LENGTH.pack(size), LENGTH.pack(len(text)), text, *blobs))


def unpack(frame: bytes) -> tuple[Head, list[bytes]]:
    """Head and blobs of a frame without its leading length; raises `BadFrame`."""
    try:
        start = LENGTH.size + LENGTH.unpack_from(frame)[0]
        head = json.loads(frame[LENGTH.size : start])
        blobs = []
        for size in head.pop("sizes"):
            blobs.append(frame[start : start + size])
            start += size
    except (struct.error, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise BadFrame from None
    if start != len(frame):
        raise BadFrame
    return head, blobs
