"""The base of every table."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, ClassVar
from uuid import UUID, uuid4

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Uuid,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC. SQLite drops offsets, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time was given where an instant is kept")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Root of the tables; the naming convention keeps migrations equal on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime(),
        UUID: Uuid(as_uuid=True),
        Decimal: Numeric(12, 2),
        bytes: LargeBinary(),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[dict[str, Any]]: JSON(),
    }


class Row(Base):
    """A table row: `seq` orders rows and stays inside; `id` is random and may leave the server."""

    __abstract__ = True

    seq: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer(), "sqlite"), primary_key=True, sort_order=-2
    )
    id: Mapped[UUID] = mapped_column(unique=True, default=uuid4, sort_order=-1)

    def __init__(self, **values: Any) -> None:
        values.setdefault("id", uuid4())  # known before the flush, so payloads can name it
        super().__init__(**values)


def unique_while(name: str, *columns: str, holds: str) -> Index:
    """A unique index over the rows for which the SQL condition holds, on both databases."""
    return Index(
        name, *columns, unique=True, sqlite_where=text(holds), postgresql_where=text(holds)
    )
