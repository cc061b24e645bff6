from datetime import datetime
from uuid import UUID

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from exchange.core.model import Row


class DataKey(Row):
    """The key of one room or case, wrapped by the key `wrapped_by`; empty once destroyed."""

    __tablename__ = "data_key"

    scope_id: Mapped[UUID] = mapped_column(unique=True)  # the room or case
    wrapped_by: Mapped[str] = mapped_column(String(20), index=True)
    wrapped: Mapped[bytes]
    made_at: Mapped[datetime]
    destroyed_at: Mapped[datetime | None]
