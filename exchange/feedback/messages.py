"""What a card says."""

import json
from dataclasses import asdict, dataclass

LONGEST = 120  # characters of each line
LONGEST_EMAIL = 254


@dataclass(frozen=True)
class CardContent:
    """The words of a card: what its owner chose to put on it. Sealed wherever they are kept."""

    name: str
    post: str = ""
    organisation: str = ""
    email: str = ""
    telephone: str = ""
    line: str = ""  # a few words of their own

    def packed(self) -> bytes:
        """As it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def unpacked(cls, plain: bytes) -> "CardContent":
        """The inverse of `packed`."""
        return cls(**json.loads(plain))


@dataclass(frozen=True)
class Quotation:
    """What somebody lets the network quote, and under which name; empty: without one."""

    text: str
    name: str = ""

    def packed(self) -> bytes:
        """As it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def unpacked(cls, plain: bytes) -> "Quotation":
        """The inverse of `packed`."""
        return cls(**json.loads(plain))
