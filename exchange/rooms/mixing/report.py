"""What a seating comes to, counted from who sits where, and how far that is from the bound."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb
from statistics import median_low
from uuid import UUID

from exchange.core.text import N_, Sentence, say
from exchange.rooms.mixing.bounds import meetings, repeats_least, shared_least
from exchange.rooms.mixing.problem import Conditions, Guest, Pair, by_room


@dataclass(frozen=True)
class Reached:
    """Plain counts over all rounds; each `…_bound` is what cannot be bettered, by counting.

    `new_least`, `new_median`, `new_most`: others whom somebody meets for the first time.
    `repeated`: meetings of two who had met before, but for those who stay together. `colleagues`:
    meetings of two of one organisation, in `colleague_rooms` rooms; `largest` is how many came
    from the one that sent most. `broken`: meetings that were not to be, and partings of those who
    were to stay together.
    """

    people: int
    rounds: int
    new_least: int
    new_median: int
    new_most: int
    new_bound: int
    repeated: int
    repeated_bound: int
    colleagues: int
    colleagues_bound: int
    colleague_rooms: int
    largest: int
    broken: int


def reached(
    guests: Sequence[Guest],
    room_ids: Sequence[UUID],
    seatings: Sequence[Mapping[UUID, UUID]],
    conditions: Conditions,
) -> Reached:
    """Count what `seatings` (the room of each person, for each round) come to."""
    rooms = [people for seating in seatings for people in by_room(seating).values()]
    together = Counter(frozenset(pair) for people in rooms for pair in combinations(people, 2))
    always = _always(guests, conditions)
    known = {pair for pair, times in conditions.met.items() if times > 0}
    new = Counter(who for pair in together.keys() - known for who in pair)
    newly = [new[guest.person_id] for guest in guests]
    councils = Counter(guest.organisation_id for guest in guests)
    councils.pop(None, None)
    most = max((len(people) for people in rooms), default=0)
    return Reached(
        people=len(guests),
        rounds=len(seatings),
        new_least=min(newly, default=0),
        new_median=median_low(newly) if newly else 0,
        new_most=max(newly, default=0),
        new_bound=min(max(0, len(guests) - 1), max(0, most - 1) * len(seatings)),
        repeated=sum(
            times - (pair not in known) for pair, times in together.items() if pair not in always
        ),
        repeated_bound=_repeated_bound(guests, room_ids, seatings, known) if not always else 0,
        colleagues=sum(together[pair] for pair in _colleagues(guests)),
        colleagues_bound=len(seatings)
        * sum(shared_least(n, len(room_ids)) for n in councils.values()),
        colleague_rooms=_colleague_rooms(guests, rooms),
        largest=max(councils.values(), default=0),
        broken=_broken(guests, together, len(seatings), conditions),
    )


def _repeated_bound(
    guests: Sequence[Guest],
    room_ids: Sequence[UUID],
    seatings: Sequence[Mapping[UUID, UUID]],
    known: set[Pair],
) -> int:
    here = {guest.person_id for guest in guests}
    fresh = comb(len(here), 2) - sum(pair <= here for pair in known)
    sizes = [
        [len(people) for people in by_room(seating).values()] + [0] * len(room_ids)
        for seating in seatings
    ]
    least = min(sizes, key=meetings, default=[])[: len(room_ids)]
    return repeats_least(least, len(seatings), fresh) if least else 0


def _colleagues(guests: Sequence[Guest]) -> list[Pair]:
    return [
        frozenset((one.person_id, other.person_id))
        for one, other in combinations(guests, 2)
        if one.organisation_id is not None and one.organisation_id == other.organisation_id
    ]


def _colleague_rooms(guests: Sequence[Guest], rooms: Sequence[Sequence[UUID]]) -> int:
    councils = {g.person_id: g.organisation_id for g in guests if g.organisation_id is not None}
    return sum(
        max(Counter(councils[who] for who in people if who in councils).values(), default=0) > 1
        for people in rooms
    )


def _broken(
    guests: Sequence[Guest], together: Counter[Pair], rounds: int, conditions: Conditions
) -> int:
    here = {guest.person_id for guest in guests}
    never = {frozenset(pair) for pair in conditions.apart}
    never |= {frozenset((g.person_id, g.manager_id)) for g in guests if g.manager_id in here}
    met = sum(together[pair] for pair in never)
    return met + sum(rounds - together[pair] for pair in _always(guests, conditions) - never)


def _always(guests: Sequence[Guest], conditions: Conditions) -> set[Pair]:
    here = {guest.person_id for guest in guests}
    return {
        frozenset(pair) for unit in conditions.together for pair in combinations(unit & here, 2)
    }


def said(result: Reached) -> Sentence:
    """What was reached, as one sentence for those who plan the rounds."""
    sentence = say(
        N_("%(new)s; %(repeated)s; %(colleagues)s."),
        new=_new(result),
        repeated=_repeated(result),
        colleagues=_colleagues_said(result),
    )
    if not result.broken:
        return sentence
    return say(
        N_("%(sentence)s Your conditions could not all be kept: %(times)s times they were not."),
        sentence=sentence,
        times=result.broken,
    )


def _new(result: Reached) -> Sentence:
    if result.new_least != result.new_most:
        return say(
            N_("Everyone meets at least %(least)s new people, half of them %(median)s or more"),
            least=result.new_least,
            median=result.new_median,
        )
    if result.new_least == 1:
        return say(N_("Everyone meets one new person"))
    return say(N_("Everyone meets %(people)s new people"), people=result.new_least)


def _repeated(result: Reached) -> Sentence:
    if not result.repeated:
        return say(N_("no pair meets twice"))
    if result.repeated <= result.repeated_bound:
        return say(N_("repeated meetings: %(times)s, which cannot be fewer"), times=result.repeated)
    if not result.repeated_bound:
        return say(N_("repeated meetings: %(times)s"), times=result.repeated)
    return say(
        N_("repeated meetings: %(times)s, of which at least %(least)s cannot be avoided"),
        times=result.repeated,
        least=result.repeated_bound,
    )


def _colleagues_said(result: Reached) -> Sentence:
    if not result.colleagues:
        return say(N_("nobody shares a room with a colleague"))
    if result.colleagues <= result.colleagues_bound:
        return say(
            N_(
                "rooms with two or more of one organisation: %(rooms)s, which cannot be avoided,"
                " since %(people)s came from one"
            ),
            rooms=result.colleague_rooms,
            people=result.largest,
        )
    return say(
        N_("rooms with two or more of one organisation: %(rooms)s"), rooms=result.colleague_rooms
    )
