"""Redis between the processes: what browsers are told, and announcements of `control`.

Redis passes messages and keeps none. Browsers find what they missed by numbers (`latest`, gaps);
processes, by judging all their sockets again after any interruption.
"""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import uuid4

import redis
import structlog
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry
from socketio import RedisManager

from exchange.realtime.channels import Channels
from exchange.realtime.control import hear, use_carrier

log = structlog.get_logger()

CHANNEL = "exchange-control"
SOCKETIO_CHANNEL = "flask-socketio"
PAUSE = 1.0  # seconds between attempts to reach Redis
REJUDGE = "access_changed"  # without a body: everybody's access may have changed

# Whoever publishes holds a person's acknowledgement: it fails at once rather than trying for long.
OPTIONS: dict[str, Any] = {
    "socket_connect_timeout": 2,
    "socket_keepalive": True,
    "retry": Retry(NoBackoff(), 0),
}


def connect_processes(url: str | None) -> "RedisCarrier | None":
    """Begin to hear the other processes over Redis, if there is one; the caller stops it."""
    if url is None:
        return None
    carrier = RedisCarrier(url)
    carrier.start()
    return carrier


class BrowserQueue(Channels, RedisManager):
    """Socket.IO's queue between processes, back within a second or two of Redis.

    `write_only`: for a process that holds no sockets, such as the worker.
    """

    def __init__(self, url: str, *, write_only: bool = False) -> None:
        super().__init__(url, channel=SOCKETIO_CHANNEL, write_only=write_only)
        self._client = redis.Redis.from_url(url, **OPTIONS)
        self._resume_at = 0.0

    def _publish(self, data: Any) -> None:
        if time.monotonic() < self._resume_at:
            return  # people here are not to wait for each message while Redis is away
        try:
            self._client.publish(self.channel, self.json.dumps(data))
        except (RedisError, OSError) as error:
            self._resume_at = time.monotonic() + PAUSE
            log.warning("redis_unavailable", part="browsers", error=type(error).__name__)

    def _redis_listen_with_retries(self) -> Iterator[Any]:
        # The base class doubles its pause up to a minute.
        while True:
            try:
                with self._client.pubsub(ignore_subscribe_messages=True) as self.pubsub:
                    self.pubsub.subscribe(self.channel)
                    yield from self.pubsub.listen()
            except (RedisError, OSError) as error:
                log.warning("redis_unavailable", part="browsers", error=type(error).__name__)
                time.sleep(PAUSE)


class RedisCarrier:
    """Takes announcements to the other processes and brings theirs here, on a thread of its own."""

    def __init__(self, url: str) -> None:
        self._process = uuid4().hex
        self._redis = redis.Redis.from_url(url, **OPTIONS)
        self._stopping = threading.Event()
        self._unsent = False
        self._thread = threading.Thread(target=self._run, name="carrier", daemon=True)

    def start(self) -> None:
        """Begin to listen; announcements are sent from here on."""
        use_carrier(self)
        self._thread.start()

    def stop(self) -> None:
        """Stop listening and sending."""
        use_carrier(None)
        self._stopping.set()
        self._thread.join(timeout=2 * PAUSE)
        self._redis.close()

    def send(self, topic: str, body: Mapping[str, Any]) -> None:
        """Tell the other processes. When Redis is away they judge everything once it is back."""
        try:
            self._publish(topic, body)
        except (RedisError, OSError) as error:
            self._unsent = True
            log.warning("redis_unavailable", part="control", error=type(error).__name__)

    def _publish(self, topic: str, body: Mapping[str, Any]) -> None:
        told = {"from": self._process, "topic": topic, "body": dict(body)}
        self._redis.publish(CHANNEL, json.dumps(told))

    def _run(self) -> None:
        interrupted = False
        while not self._stopping.is_set():
            try:
                with self._redis.pubsub(ignore_subscribe_messages=True) as incoming:
                    incoming.subscribe(CHANNEL)
                    if interrupted:
                        self._obey(REJUDGE, {})
                    self._listen(incoming)
            except (RedisError, OSError) as error:
                interrupted = True
                log.warning("redis_unavailable", part="control", error=type(error).__name__)
                self._stopping.wait(PAUSE)

    def _listen(self, incoming: Any) -> None:
        while not self._stopping.is_set():
            if self._unsent:
                self._publish(REJUDGE, {})
                self._unsent = False
            message = incoming.get_message(timeout=PAUSE)
            if message is not None:
                self._take(message["data"])

    def _take(self, data: bytes) -> None:
        told = json.loads(data)
        if told["from"] != self._process:
            self._obey(told["topic"], told["body"])

    def _obey(self, topic: str, body: Mapping[str, Any]) -> None:
        try:
            hear(topic, body)
        except Exception as error:  # noqa: BLE001  # one failure must not end the listening
            log.error("announcement_failed", topic=topic, error=type(error).__name__)
