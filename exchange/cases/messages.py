"""What a case says."""

import json
from dataclasses import asdict, dataclass

from exchange.events.messages import LONGEST_TOPIC

__all__ = ["LONGEST_QUESTION", "LONGEST_SITUATION", "LONGEST_TITLE", "LONGEST_TOPIC", "CaseContent"]

LONGEST_TITLE = 120  # characters, as all of these
LONGEST_SITUATION = 4000
LONGEST_QUESTION = 500


@dataclass(frozen=True)
class CaseContent:
    """The words of a case. They are content: sealed wherever they are kept."""

    title: str
    topic: str  # of the event's list, or in the presenter's own words
    situation: str
    question: str  # to the peers

    def packed(self) -> bytes:
        """As it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def unpacked(cls, plain: bytes) -> "CaseContent":
        """The inverse of `packed`."""
        return cls(**json.loads(plain))
