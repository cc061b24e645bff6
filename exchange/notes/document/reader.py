"""Reading notes safely: each question goes to a child process that may die of it."""

import base64
import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

import structlog

from exchange.notes.document.blocks import Block, blocks_of
from exchange.notes.document.frames import BadFrame, Head
from exchange.notes.document.markdown import to_markdown
from exchange.notes.document.process import Child, ChildLost, Question
from exchange.notes.document.recent import Recent

log = structlog.get_logger()

MAX_UPDATE = 200_000
PART = 1_000_000
ATTEMPTS = 3

LogSince = Callable[[int], Iterable[tuple[int, bytes]]]


class Verdict(StrEnum):
    """What may be done with an update."""

    OK = "ok"
    GAP = "gap"
    """It builds on something that the log does not have; the client must send that too."""
    BAD = "bad"
    """Not a notes update, or too large; it must never be stored."""
    UNAVAILABLE = "unavailable"
    """It could not be judged; nothing was kept, and trying again is right."""


class NotesUnreadable(Exception):
    """The document could not be read now. Carries no content."""


@dataclass(frozen=True)
class Waiting:
    """Updates that wait to be appended to a room's log, which has rows up to `through`."""

    updates: Sequence[bytes]
    through: int


class NotesReader:
    """Judges updates and reads documents of any room, for any number of threads or greenlets.

    The log is the truth and belongs to the caller: `log_since(n)` gives its rows after sequence
    number n as `(sequence number, update)`, ascending, and `through` is its highest number. The
    copies here follow from the log alone, so a second web process's rows are noticed, and an
    update that was judged but never committed leaves no trace.

    `log_since` is called with no lock held, so it may wait for a database. It is not called at
    all when this process committed everything since, and said so through `committed`.
    """

    def __init__(self, *, timeout: float = 3.0, max_documents: int = 200) -> None:
        """`timeout` in seconds for one answer. The child is started by the first question.

        For metrics: `restarts` counts the children that were lost, `last_reason` says how the
        last one was ("died", "hung", "garbled", "panicked" or
        "interrupted").
        """
        self._timeout = timeout
        self._max_documents = max_documents
        self._lock = threading.Lock()
        self._child: Child | None = None
        self._recent = Recent(max_documents)
        self.restarts = 0
        self.last_reason: str | None = None

    def check(self, room: UUID, update: bytes, log_since: LogSince, through: int) -> Verdict:
        """Whether `update` may be appended to the log.

        OK stays true while the log grows, since whatever an update builds on is never taken away:
        it may be committed under any later number.
        """
        return self.check_all(room, [update], log_since, through)[0]

    def check_rooms(
        self, asked: Mapping[UUID, Waiting], log_of: Callable[[UUID], LogSince]
    ) -> dict[UUID, list[Verdict]]:
        """As `check_all`, for several rooms at once: the child is waited for once, if all is well.

        Where it is not (a copy that is behind, a child that was lost), rooms are asked about one
        after the other, so that one room's updates cost no other's.
        """
        known = self._check_together(asked) if len(asked) > 1 else {}
        return {
            room: known.get(room)
            or self.check_all(room, waiting.updates, log_of(room), waiting.through)
            for room, waiting in asked.items()
        }

    def _check_together(self, asked: Mapping[UUID, Waiting]) -> dict[UUID, list[Verdict]]:
        questions = [
            _question(room, "check", each.through, self._recent.rows(room), _fitting(each.updates))
            for room, each in asked.items()
        ]
        try:
            answers = self._ask_each(questions)
        except NotesUnreadable:
            return {}
        found: dict[UUID, list[Verdict]] = {}
        for (room, each), answer in zip(asked.items(), answers, strict=True):
            if answer.get("status") == "done":
                self._recent.seen(room, each.through)
                found[room] = _verdicts(answer, each.updates)
        return found

    def check_all(
        self, room: UUID, updates: Sequence[bytes], log_since: LogSince, through: int
    ) -> list[Verdict]:
        """A verdict for each update, as if the OK ones before it were in the log already."""
        try:
            answer = self._ask_about(room, "check", log_since, through, _fitting(updates))
        except NotesUnreadable:
            return [Verdict.UNAVAILABLE] * len(updates)
        return _verdicts(answer, updates)

    def committed(self, room: UUID, seq: int, update: bytes) -> None:
        """Say, after the commit, that `update` is row `seq`: spares reading it back.

        Never necessary, and never to be called before the commit.
        """
        self._recent.add(room, seq, update)

    def blocks(self, room: UUID, log_since: LogSince, through: int) -> list[Block]:
        """The document as typed blocks; raises `NotesUnreadable`."""
        answer = self._ask_about(room, "tree", log_since, through)
        return blocks_of(answer.get("tree"))

    def whole(self, room: UUID, log_since: LogSince, through: int) -> bytes:
        """The document as one update, as if all rows had been merged; raises `NotesUnreadable`."""
        answer = self._ask_about(room, "whole", log_since, through)
        try:
            return base64.b64decode(answer["whole"], validate=True)
        except (KeyError, TypeError, ValueError):
            raise NotesUnreadable from None

    def markdown(self, room: UUID, log_since: LogSince, through: int) -> str:
        """The document as Markdown; raises `NotesUnreadable`."""
        return to_markdown(self.blocks(room, log_since, through))

    def forget(self, room: UUID) -> None:
        """Drop what is kept of the room, here and in the child (its content was destroyed)."""
        self._recent.forget(room)
        with contextlib.suppress(NotesUnreadable):  # then the child is gone, and the copy with it
            if self._child is not None:
                self._ask(({"op": "forget", "room": room.hex}, []))

    def can_read(self) -> bool:
        """Whether questions can be answered: where the child was lost, by starting another."""
        with self._lock:
            if self._child is None and self.last_reason is not None:
                try:
                    self._running()
                except ChildLost as lost:
                    self._lost(lost.reason)
            return self._child is not None or self.last_reason is None

    @property
    def is_running(self) -> bool:
        """Whether there is a child now; none is needed before the first question."""
        return self._child is not None

    def close(self) -> None:
        """End the child. A later question starts another."""
        with self._lock:
            self._drop()

    def _ask_about(
        self,
        room: UUID,
        op: str,
        log_since: LogSince,
        through: int,
        updates: Sequence[bytes] = (),
    ) -> dict[str, Any]:
        """Ask about a copy that is at `through`, first bringing it there when it is behind."""
        for _ in range(ATTEMPTS):
            known = self._recent.rows(room)
            answer = self._ask(_question(room, op, through, known, updates))
            if answer.get("status") == "done":
                self._recent.seen(room, through)
                return answer
            if answer.get("status") != "behind" or not isinstance(answer.get("at"), int):
                raise NotesUnreadable
            after = answer["at"]
            for rows in _parts(log_since(after)):
                self._ask(_question(room, "load", 0, (after, rows), ()))
                after = rows[-1][0]
        raise NotesUnreadable

    def _ask(self, question: Question) -> Head:
        answer = self._ask_each([question])[0]
        if answer.get("status") == "unreadable":
            raise NotesUnreadable
        return answer

    def _ask_each(self, questions: Sequence[Question]) -> list[Head]:
        with self._lock:
            try:
                answers = self._running().ask_each(questions, self._timeout)
            except ChildLost as lost:
                self._lost(lost.reason)
                raise NotesUnreadable from None
            except BadFrame:
                raise NotesUnreadable from None
            except BaseException:
                self._lost("interrupted")
                raise
            if any(answer.get("ruined") for answer in answers):
                self._drop()
                self._lost("panicked")
        return answers

    def _running(self) -> Child:
        if self._child is not None and self._child.owner != os.getpid():
            self._drop()  # we are a fork, and the child answers to our parent
        if self._child is None:
            self._child = Child(self._max_documents)
            log.info("notes_reader_started", without=self._child.given_up)
        return self._child

    def _lost(self, reason: str) -> None:
        self._child = None
        self.restarts += 1
        self.last_reason = reason

    def _drop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self._child = None


def _question(
    room: UUID,
    op: str,
    through: int,
    known: tuple[int, Sequence[tuple[int, bytes]]],
    updates: Sequence[bytes],
) -> Question:
    after, rows = known
    head = {"op": op, "room": room.hex, "through": through, "after": after}
    head["seqs"] = [seq for seq, _ in rows]
    return head, [*(update for _, update in rows), *updates]


def _fitting(updates: Sequence[bytes]) -> list[bytes]:
    return [update for update in updates if len(update) <= MAX_UPDATE]


def _verdicts(answer: Head, updates: Sequence[bytes]) -> list[Verdict]:
    """The answer's verdicts on what was small enough to be asked about; the rest is bad."""
    try:
        verdicts = iter([Verdict(verdict) for verdict in answer["verdicts"]])
        return [next(verdicts) if len(update) <= MAX_UPDATE else Verdict.BAD for update in updates]
    except (KeyError, TypeError, ValueError, StopIteration):
        return [Verdict.UNAVAILABLE] * len(updates)


def _parts(rows: Iterable[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    """Rows in runs of about `PART` bytes, so that no other room waits for a long log."""
    part: list[tuple[int, bytes]] = []
    size = 0
    for row in rows:
        part.append(row)
        size += len(row[1])
        if size >= PART:
            yield part
            part, size = [], 0
    if part:
        yield part
