"""The shape of what files say about events."""

from exchange.events.schemas.file import read_content

__all__ = ["read_content"]
