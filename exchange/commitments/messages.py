"""What an action that somebody took on says."""

import json
from dataclasses import asdict, dataclass

LONGEST_TEXT = 500  # characters
LONGEST_OUTCOME = 1000


@dataclass(frozen=True)
class CommitmentContent:
    """The words of it. They are content: sealed wherever they are kept."""

    text: str  # what is to be done
    outcome: str = ""  # what came of it, in its owner's words

    def packed(self) -> bytes:
        """As it is sealed."""
        return json.dumps(asdict(self), ensure_ascii=False).encode()

    @classmethod
    def unpacked(cls, plain: bytes) -> "CommitmentContent":
        """The inverse of `packed`."""
        return cls(**json.loads(plain))
