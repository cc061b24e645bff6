"""One round dealt: everybody to the room where they cost least at that moment."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from random import Random

from exchange.rooms.mixing.model import COLLEAGUES, Costs, Model


def dealt(model: Model, costs: Costs, chance: Random) -> list[int]:
    """The room of everybody and every empty seat, at random where costs are alike.

    Colleagues are dealt one after another into the emptiest rooms, so that of `n` of them at most
    `ceil(n / rooms)` meet, if nothing else stands in the way. `costs` hold past meetings as well.
    """
    deal = _Deal(model, costs, chance)
    for who, room in model.fixed.items():
        deal.seat([who], room)
    for people in _in_order(model, chance):
        deal.seat_best(people)
    return [room for _, room in sorted(deal.rooms.items())]


def _in_order(model: Model, chance: Random) -> Iterator[Sequence[int]]:
    units = sorted(model.units, key=len, reverse=True)
    yield from units
    seated = {who for unit in units for who in unit} | model.fixed.keys()
    groups: defaultdict[object, list[int]] = defaultdict(list)
    for who, guest in enumerate(model.guests):
        if who not in seated:
            groups[guest.organisation_id or who].append(who)
    shuffled = list(groups.values())
    chance.shuffle(shuffled)
    for group in shuffled:
        chance.shuffle(group)
        yield from ([who] for who in group)
    yield from ([empty] for empty in range(model.people, model.total))


class _Deal:
    def __init__(self, model: Model, costs: Costs, chance: Random) -> None:
        self.model, self.costs, self.chance = model, costs, chance
        self.rooms: dict[int, int] = {}
        self.members: list[list[int]] = [[] for _ in model.seats]

    def seat(self, people: Sequence[int], room: int) -> None:
        self.members[room] += people
        self.rooms.update((who, room) for who in people)

    def seat_best(self, people: Sequence[int]) -> None:
        """Into a room with enough seats; where none has them, one by one."""
        ranks = [self._rank(people, room) for room in range(len(self.members))]
        least = min(ranks)
        if least[0] and len(people) > 1:
            for who in people:
                self.seat_best([who])
        else:
            best = [room for room, rank in enumerate(ranks) if rank == least]
            self.seat(people, self.chance.choice(best))

    def _rank(self, people: Sequence[int], room: int) -> tuple[bool, bool, int, int, int]:
        members, seats = self.members[room], self.model.seats[room]
        lacking = len(members) + len(people) > seats
        empty = people[0] >= self.model.people
        cost = sum(self.costs[who][other] for who in people for other in members)
        worst, rest = divmod(cost, COLLEAGUES)
        return lacking, empty and room in self.model.barred, worst, len(members), rest
