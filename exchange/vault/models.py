from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row, unique_while


class DataKey(Row):
    """A room's or case's key for one kind of content, wrapped by the key `wrapped_by`.

    Once destroyed its row stays, empty: it proves what was forgotten, and when.
    """

    __tablename__ = "data_key"
    __table_args__ = (
        unique_while("uq_data_key_living", "scope_id", "kind", holds="destroyed_at IS NULL"),
    )

    scope_id: Mapped[UUID] = mapped_column(index=True)  # the room, case, action or card
    kind: Mapped[str] = mapped_column(String(20))  # `envelope.Content`
    wrapped_by: Mapped[str] = mapped_column(String(20), index=True)
    wrapped: Mapped[bytes]
    made_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]
