"""What is planned: the steps of a part, and the methods they come from."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row


class SheetStep(Row):
    """One planned step of a part. Steps are ordered by `position`, which may have gaps.

    What a step allows is put into force when it begins. `rooms` or `per_room`, and `seating`,
    belong to breakout steps alone; rooms made from the round before need neither number.
    """

    __tablename__ = "sheet_step"

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120))
    minutes: Mapped[int]
    prompt: Mapped[str] = mapped_column(String(500), default="")
    material: Mapped[str] = mapped_column(Text, default="")  # plain text; addresses become links
    headings: Mapped[str] = mapped_column(Text, default="")  # for the notes, one on each line
    chat: Mapped[bool] = mapped_column(default=True)
    hands: Mapped[bool] = mapped_column(default=True)
    votes: Mapped[bool] = mapped_column(default=False)
    notes: Mapped[bool] = mapped_column(default=True)
    rooms: Mapped[int | None]
    per_room: Mapped[int | None]
    seating: Mapped[str] = mapped_column(String(20), default="")
    question: Mapped[str] = mapped_column(String(300), default="")  # asked before the step
    answers: Mapped[str] = mapped_column(Text, default="")  # one on each line
    gather: Mapped[bool] = mapped_column(default=False)  # alike together; else mixed
    voices: Mapped[str] = mapped_column(String(20), default="")  # empty: everybody's
    next_presenter: Mapped[bool] = mapped_column(default=False)  # the next in each room presents
    cases: Mapped[list[str]] = mapped_column(default=list)  # ids of those to work on, in order
    earlier_events: Mapped[bool] = mapped_column(default=False)  # mixed: who met there has met
    topics: Mapped[str] = mapped_column(Text, default="")  # one room on each line: name | about


class StepAnswer(Row):
    """What somebody answered before a step. Forgotten when the part closes, or with the step.

    `sealed` is the place of the answer in the step's list, with the key of the plenary.
    """

    __tablename__ = "step_answer"
    __table_args__ = (UniqueConstraint("step_id", "person_id"),)

    step_id: Mapped[UUID] = mapped_column(ForeignKey("sheet_step.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    room_id: Mapped[UUID] = mapped_column(ForeignKey("room.id"))  # whose key seals it
    sealed: Mapped[bytes]


class Method(Row):
    """A way of working that a network keeps: a template of steps, appended to a part's sheet."""

    __tablename__ = "method"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    people: Mapped[str] = mapped_column(String(60), default="")  # for how many, in words
    about: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = mapped_column(String(10))
    steps: Mapped[list[dict[str, Any]]]  # the fields of `messages.StepContent`
