from tests.support.council import as_, council, officer, staff

__all__ = ["as_", "council", "officer", "staff"]
