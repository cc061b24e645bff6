"""Where everybody ought to stand: a small model of a live part, beside the product's tables."""

from dataclasses import dataclass, field
from itertools import count

PLENARY = "plenary"  # the model's own name of it; breakout rooms go by their ids
NORTH, SOUTH, EAST = "north", "south", "east"
COUNCIL = {"Ann": NORTH, "Ben": NORTH, "Cy": SOUTH, "Dee": EAST}
FACILITATORS = ("Fay", "Gil")
EVERYBODY = (*COUNCIL, *FACILITATORS)


@dataclass
class Model:
    """Facts in the words of the product; who sits where at random is learnt, and then held to."""

    open: bool = True
    breakouts: list[str] = field(default_factory=list)
    at_random: bool = False
    closing: bool = False
    chat_locked: bool = False
    present: dict[str, int] = field(default_factory=lambda: dict.fromkeys(EVERYBODY, 0))  # tabs
    seats: dict[str, str] = field(default_factory=dict)
    earlier: dict[str, str] = field(default_factory=dict)  # seats of this round, lost with access
    visits: dict[str, str] = field(default_factory=dict)
    removed: set[str] = field(default_factory=set)
    suspended: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    hands: dict[tuple[str, str], int] = field(default_factory=dict)  # room, person: order
    calls: set[tuple[str, str]] = field(default_factory=set)
    chat: dict[str, list[str]] = field(default_factory=dict)
    turns: count = field(default_factory=count)  # type: ignore[type-arg]

    def entitled(self, who: str) -> bool:
        """Whether they may come in now."""
        if who in FACILITATORS:
            return True
        shut_out = who in self.removed or who in self.cancelled or COUNCIL[who] in self.suspended
        return self.open and not shut_out

    def place(self, who: str) -> str | None:
        """The one room in which they belong; None: nowhere."""
        if not self.open or who in self.removed or not (self.present[who] or who in self.seats):
            return None
        return self.visits.get(who) or self.seats.get(who) or PLENARY

    def in_room(self, room: str) -> dict[str, bool]:
        """Who belongs in the room, and whether they are present."""
        return {
            who: self.present[who] > 0
            for who in (*COUNCIL, *FACILITATORS)
            if self.place(who) == room
        }

    def raised(self, room: str) -> list[str]:
        """Hands in order, of those who are in the room."""
        here = self.in_room(room)
        up = sorted((turn, who) for (where, who), turn in self.hands.items() if where == room)
        return [who for _, who in up if who in here]

    def calling(self, room: str) -> set[str]:
        """Who asks for help from the room."""
        here = self.in_room(room)
        return {who for where, who in self.calls if where == room and who in here}

    def end_signs(self, *people: str) -> None:
        """Hands and calls of these people end; without any, everybody's."""
        whose = set(people or EVERYBODY)
        self.hands = {key: turn for key, turn in self.hands.items() if key[1] not in whose}
        self.calls = {key for key in self.calls if key[1] not in whose}

    def end_round(self) -> None:
        """Everybody is in the plenary again."""
        if self.breakouts:
            self.end_signs()
        self.breakouts, self.closing = [], False
        self.seats, self.earlier, self.visits = {}, {}, {}

    def end_access(self, who: str) -> None:
        """They hold nothing in the part any more; a seat is remembered for their return."""
        if who in self.seats:
            self.earlier[who] = self.seats.pop(who)
        if self.open and (self.present[who] or who in self.earlier):
            self.end_signs(who)
        self.present[who] = 0

    def end_part(self) -> None:
        """Nobody stands anywhere."""
        self.end_round()
        self.end_signs()
        self.open = False
        self.present = dict.fromkeys(EVERYBODY, 0)
