"""A Socket.IO server with nothing but the transport: `python stand_in.py PORT KIND`.

It is `bare`, `hardened`, or `brisk`: hardened, with a ping each second.
"""

# ruff: noqa: E402  # gevent must patch the standard library first

from gevent import monkey

monkey.patch_all()

import sys

import socketio
from gevent.pywsgi import WSGIServer

from exchange.realtime.transport import LARGEST_MESSAGE, harden

kind = sys.argv[2]
pings = {"ping_interval": 1, "ping_timeout": 1} if kind == "brisk" else {}
server = socketio.Server(
    async_mode="gevent", async_handlers=False, max_http_buffer_size=LARGEST_MESSAGE, **pings
)
if kind != "bare":
    harden(server.eio)


@server.event
def flood(sid, count, size):
    """Send the asker many messages before it can read one."""
    for number in range(count):
        server.emit("drop", [number, "x" * size], to=sid)


@server.event
def sockets(sid):
    """How many sockets the server holds."""
    return len([each for each in server.eio.sockets.values() if not each.closed])


if __name__ == "__main__":
    application = socketio.WSGIApp(server)
    WSGIServer(("127.0.0.1", int(sys.argv[1])), application, log=None).serve_forever()
