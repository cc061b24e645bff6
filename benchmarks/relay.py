"""The bare reference: Flask-SocketIO and nothing else, served and tuned as the product is.

Started as `python -m gevent.monkey --module benchmarks.relay PORT DATABASE_URL`. Whoever enters
a room gets what is sent to it. `notes.awareness` is passed on; `say` and `notes.update` are
committed first, one row and one transaction each. Nobody is judged, nothing is sealed.
"""

import gc
import socket
import sqlite3
import sys
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import psycopg
from flask import Flask, request
from flask_socketio import SocketIO, join_room
from gevent import pywsgi
from psycopg_pool import ConnectionPool

Data = dict[str, Any]
Store = Callable[[str, bytes], None]
TABLE = "CREATE TABLE IF NOT EXISTS relayed (seq {key} PRIMARY KEY, room TEXT, body {body})"


def sqlite_store(path: str) -> Store:
    """Commits each row as the product's database is set up: WAL, on the disk when it returns."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute(TABLE.format(key="INTEGER", body="BLOB"))
    writing = threading.Lock()

    def store(room: str, body: bytes) -> None:
        with writing:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO relayed (room, body) VALUES (?, ?)", (room, body))
            connection.execute("COMMIT")

    return store


def postgres_store(url: str) -> Store:
    """Commits each row on one of as many connections as the product has."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(TABLE.format(key="BIGSERIAL", body="BYTEA").encode())
    pool = ConnectionPool(url, min_size=10, max_size=20, kwargs={"autocommit": True}, open=True)

    def store(room: str, body: bytes) -> None:
        with pool.connection() as connection:
            connection.execute("INSERT INTO relayed (room, body) VALUES (%s, %s)", (room, body))

    return store


def store_at(url: str) -> Store:
    """The store for a SQLAlchemy address."""
    if url.startswith("sqlite:///"):
        return sqlite_store(url.removeprefix("sqlite:///"))
    return postgres_store(url.replace("+psycopg", ""))


def relay(app: Flask, store: Store) -> SocketIO:
    """The messages, each acknowledged; stored ones are numbered in their room."""
    socketio = SocketIO(app, async_mode="gevent", async_handlers=False, cors_allowed_origins="*")
    numbers: Counter[str] = Counter()

    @socketio.on("enter", namespace="/live")
    def enter(data: Data) -> Data:
        join_room(data["room"])
        return {"ok": True}

    @socketio.on("notes.awareness", namespace="/live")
    def awareness(data: Data) -> Data:
        socketio.emit(
            "notes.awareness", data, to=data["room"], namespace="/live", skip_sid=request.sid
        )
        return {"ok": True}

    @socketio.on("say", namespace="/live")
    def say(data: Data) -> Data:
        store(data["room"], data["text"].encode())
        numbers[data["room"]] += 1
        socketio.emit("message", data, to=data["room"], namespace="/live")
        return {"ok": True, "number": numbers[data["room"]], "at": data["at"]}

    @socketio.on("notes.update", namespace="/live")
    def update(data: Data) -> Data:
        store(data["room"], data["update"])
        numbers[data["room"]] += 1
        socketio.emit(
            "notes.update", data, to=data["room"], namespace="/live", skip_sid=request.sid
        )
        return {"ok": True, "seq": numbers[data["room"]]}

    return socketio


def main() -> None:
    """Serve until killed."""
    port, url = int(sys.argv[1]), sys.argv[2]
    app = Flask("relay")
    app.add_url_rule("/healthz", view_func=lambda: "ok")
    relay(app, store_at(url))
    listener = socket.create_server(("127.0.0.1", port), backlog=2048)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # accepted sockets inherit it
    gc.collect()
    gc.freeze()
    gc.set_threshold(2000, 20, 10000)
    pywsgi.WSGIServer(listener, app, log=None).serve_forever()


if __name__ == "__main__":
    main()
