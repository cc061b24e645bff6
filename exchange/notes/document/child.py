"""The child process: the only place where bytes of a notes document are decoded.

Started as a fresh interpreter by `process.py`, with a socket as standard input. It may die at any
time; whoever asked starts another and loads the log again.
"""

import base64
import os
import signal
import socket
import sys
from typing import Any

from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from exchange.notes.document.confinement import confine
from exchange.notes.document.copies import Copies, Copy
from exchange.notes.document.frames import LENGTH, Head, pack, unpack
from exchange.notes.document.tree import tree_of
from exchange.notes.document.update import ROOT

# The server kills a child that does not answer; this is for a server that is gone itself.
# An alarm rather than PR_SET_PDEATHSIG, which fires when the *thread* that started us ends.
LONGEST_REQUEST = 60


def main() -> None:
    """Serve the socket on descriptor 0 until the server closes it."""
    most = int(sys.argv[1])
    rehearse()
    given_up = confine()
    with socket.socket(fileno=0) as wire:
        wire.setblocking(True)  # the server's side may have left it non-blocking
        wire.sendall(pack({"status": "ready", "given_up": given_up}))
        serve(wire, Copies(most))


def rehearse() -> None:
    """Do everything once: libraries import late, which `confine` may make impossible."""
    document: Doc[XmlFragment] = Doc()
    heading = XmlElement("heading", {"level": "1"}, [XmlText("æ")])
    document.get(ROOT, type=XmlFragment).children.append(heading)
    update = document.get_update()
    copies = Copies(1)
    for op in ("check", "load", "check", "tree", "whole"):
        head = {"op": op, "room": "", "through": 0, "after": 0, "seqs": [1] * (op == "load")}
        answer(copies, head, [update])


def serve(wire: socket.socket, copies: Copies) -> None:
    """Answer one frame after the other."""
    while frame := _receive(wire):
        signal.alarm(LONGEST_REQUEST)
        try:
            head = answer(copies, *unpack(frame))
            reply = pack(head)
        except Exception:  # noqa: BLE001 - nothing of a document may be printed
            head = {"status": "unreadable"}
            reply = pack(head)
        except BaseException:  # noqa: BLE001 - a panic is no Exception
            head = {"status": "unreadable", "ruined": True}
            reply = pack(head)
        wire.sendall(reply)
        if head.get("ruined"):
            # Using or even freeing what a panic left behind can crash, or worse, not crash.
            os._exit(0)
        signal.alarm(0)


def _receive(wire: socket.socket) -> bytes | None:
    size = wire.recv(LENGTH.size, socket.MSG_WAITALL)
    if len(size) < LENGTH.size:
        return None
    frame = bytearray(LENGTH.unpack(size)[0])
    view = memoryview(frame)
    while view:
        read = wire.recv_into(view)
        if not read:
            return None
        view = view[read:]
    return bytes(frame)


def answer(copies: Copies, head: Head, blobs: list[bytes]) -> Head:
    """What `head["op"]` asks for; a copy that fails underway is dropped."""
    room = head["room"]
    if head["op"] == "forget":
        copies.forget(room)
        return {"status": "done"}
    copy = copies.of(room)
    try:
        rows = list(zip(head["seqs"], blobs, strict=False))
        copy.follow(head["after"], rows)
        if copy.at < head["through"]:
            return {"status": "behind", "at": copy.at}
        return {"status": "done", "at": copy.at, **_read(copy, head, blobs[len(rows) :])}
    except Exception:
        copies.forget(room)
        raise
    finally:
        copies.trim()


def _read(copy: Copy, head: Head, updates: list[bytes]) -> dict[str, Any]:
    if head["op"] == "check":
        return {"verdicts": copy.check(updates), "ruined": copy.ruined}
    if head["op"] == "tree":
        return {"tree": tree_of(copy.fragment())}
    if head["op"] == "whole":
        return {"whole": base64.b64encode(copy.base.get_update()).decode()}
    return {}
