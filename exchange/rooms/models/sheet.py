"""What is planned: the steps of a part, and the methods they come from."""

from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text
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
    voices: Mapped[str] = mapped_column(String(20), default="")  # empty: everybody's
    next_presenter: Mapped[bool] = mapped_column(default=False)  # the next in each room presents
    cases: Mapped[list[str]] = mapped_column(default=list)  # ids of those to work on, in order
    earlier_events: Mapped[bool] = mapped_column(default=False)  # mixed: who met there has met
    topics: Mapped[str] = mapped_column(Text, default="")  # one room on each line: name | about


class Method(Row):
    """A way of working that a network keeps: a template of steps, appended to a part's sheet."""

    __tablename__ = "method"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(120), unique=True)
    people: Mapped[str] = mapped_column(String(60), default="")  # for how many, in words
    about: Mapped[str] = mapped_column(String(500), default="")
    language: Mapped[str] = mapped_column(String(10))
    steps: Mapped[list[dict[str, Any]]]  # the fields of `messages.StepContent`
