from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from exchange.core.model import Row


class Protocol(Row):
    """A document that people assent to, in versions. The newest published one is in force."""

    __tablename__ = "protocol"

    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(160))
    language: Mapped[str] = mapped_column(String(10))
    part_of: Mapped[str] = mapped_column(String(200), default="")

    versions: Mapped[list["ProtocolVersion"]] = relationship(
        back_populates="protocol", order_by="ProtocolVersion.ordinal"
    )


class ProtocolVersion(Row):
    """One published text; never changed afterwards.

    `sections` nests `{"title", "text" (Markdown), "children"}`; numbers follow from the place.
    """

    __tablename__ = "protocol_version"
    __table_args__ = (
        UniqueConstraint("protocol_id", "ordinal"),
        UniqueConstraint("protocol_id", "number"),
    )

    protocol_id: Mapped[UUID] = mapped_column(ForeignKey("protocol.id"), index=True)
    ordinal: Mapped[int]  # 1, 2, … in order of publication
    number: Mapped[str] = mapped_column(String(20))  # as people write it: "1.0"
    published_at: Mapped[datetime]
    published_by: Mapped[str] = mapped_column(String(160))
    change_note: Mapped[str] = mapped_column(String(500), default="")
    introduction: Mapped[str] = mapped_column(Text, default="")  # Markdown
    sections: Mapped[list[dict[str, Any]]]

    protocol: Mapped[Protocol] = relationship(back_populates="versions")


class EventProtocol(Row):
    """The event's rooms open only to those who acknowledged this protocol's version in force."""

    __tablename__ = "event_protocol"
    __table_args__ = (UniqueConstraint("event_id", "protocol_id"),)

    event_id: Mapped[UUID] = mapped_column(ForeignKey("event.id"), index=True)
    protocol_id: Mapped[UUID] = mapped_column(ForeignKey("protocol.id"), index=True)

    protocol: Mapped[Protocol] = relationship()


class Acknowledgement(Row):
    """One person's assent to one version."""

    __tablename__ = "acknowledgement"
    __table_args__ = (UniqueConstraint("person_id", "version_id"),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("protocol_version.id"), index=True)
    at: Mapped[datetime]
