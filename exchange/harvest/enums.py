from enum import StrEnum


class HarvestFor(StrEnum):
    """To whom a harvest is published. Each sees what those before it see."""

    PARTICIPANTS = "participants"
    MEMBERS = "members"
    PUBLIC = "public"
