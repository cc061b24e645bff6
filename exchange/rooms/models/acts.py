"""What facilitators did in a live part, for those who facilitate it beside them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row


class Act(Row):
    """One act of one facilitator: who, what, to whom or where; never words.

    `version` is the part's under which browsers were first shown what the act changed. Whoever
    decided by an older view had not seen it.
    """

    __tablename__ = "act"
    __table_args__ = (Index("ix_act_part_id_version", "part_id", "version"),)

    part_id: Mapped[UUID] = mapped_column(ForeignKey("part.id"))
    version: Mapped[int]
    at: Mapped[datetime]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    tag: Mapped[str] = mapped_column(String(60))  # the audit's
    whom_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    room_id: Mapped[UUID | None] = mapped_column(ForeignKey("room.id"))
    step_id: Mapped[UUID | None] = mapped_column()  # a step may be removed later
    number: Mapped[int | None]  # of rooms, people or seconds
