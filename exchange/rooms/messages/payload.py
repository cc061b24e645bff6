"""How ids and instants go over the wire."""

from datetime import datetime
from typing import Any
from uuid import UUID

Payload = dict[str, Any]


def hex_of(id: UUID | None) -> str | None:
    """32 hexadecimal digits, or None."""
    return id.hex if id else None


def iso_of(instant: datetime | None) -> str | None:
    """ISO 8601 with its offset, or None."""
    return instant.isoformat() if instant else None
