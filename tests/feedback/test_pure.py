"""Who was together, who exchanges cards, and the file: no database needed."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest

from exchange.feedback.company import Span, companions, present
from exchange.feedback.messages import CardContent
from exchange.feedback.rules import Offered, OfferFacts, exchanged, may_offer
from exchange.feedback.vcard import vcard

ME, YOU, THIRD = (UUID(int=number) for number in (1, 2, 3))
START = datetime(2027, 3, 4, 9, tzinfo=UTC)


def span(first: int, last: int) -> Span:
    return Span(START + timedelta(minutes=first), START + timedelta(minutes=last))


def test_in_a_room_is_who_has_a_seat_there_and_is_in_the_part() -> None:
    assert present([span(0, 10)], [span(5, 20)]) == [span(5, 10)]
    assert present([span(0, 10)], [span(10, 20)]) == []
    assert present([span(0, 10)], []) == []


def test_together_are_those_who_were_in_one_room_at_one_moment() -> None:
    room = {ME: [span(0, 10)], YOU: [span(9, 20)], THIRD: [span(10, 20)]}
    assert companions(ME, [room]) == {YOU}
    assert companions(YOU, [room]) == {ME, THIRD}
    assert companions(ME, [{YOU: [span(0, 10)]}]) == frozenset()


OFFERS = {
    "nothing": Offered(),
    "everybody": Offered(everybody=True),
    "me": Offered(people=frozenset({ME})),
    "you": Offered(people=frozenset({YOU})),
    "third": Offered(people=frozenset({THIRD})),
}


@pytest.mark.parametrize(("mine", "theirs"), list(product(OFFERS, OFFERS)))
@pytest.mark.parametrize("together", [True, False])
def test_cards_are_exchanged_where_both_wish_and_were_together(
    mine: str, theirs: str, together: bool
) -> None:
    wished = mine in ("everybody", "you") and theirs in ("everybody", "me")
    answer = exchanged(ME, YOU, mine=OFFERS[mine], theirs=OFFERS[theirs], together=together)
    assert answer == (wished and together)
    back = exchanged(YOU, ME, mine=OFFERS[theirs], theirs=OFFERS[mine], together=together)
    assert back == answer


@pytest.mark.parametrize(("banned", "card"), list(product([False, True], [False, True])))
@pytest.mark.parametrize("with_whom", [frozenset(), frozenset({YOU})])
@pytest.mark.parametrize("people", [(), (YOU,), (THIRD,)])
@pytest.mark.parametrize("everybody", [False, True])
def test_who_may_offer_to_whom(banned, card, with_whom, people, everybody) -> None:
    facts = OfferFacts(banned=banned, has_card=card, companions=with_whom)
    takes_back = not people and not everybody
    shared = bool(with_whom) and with_whom.issuperset(people)
    assert bool(may_offer(facts, people, everybody=everybody)) == (
        takes_back or (card and not banned and shared)
    )


def unfolded(file: bytes) -> dict[str, str]:
    """As RFC 2426 reads it: unfolded, then unescaped."""
    lines = file.decode().replace("\r\n ", "").split("\r\n")
    values = dict(line.split(":", 1) for line in lines if line)
    unescape = {"\\n": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}
    for name, value in values.items():
        plain, rest = "", value
        while rest:
            pair = rest[:2]
            plain, rest = (
                (plain + unescape[pair], rest[2:])
                if pair in unescape
                else (plain + rest[0], rest[1:])
            )
        values[name] = plain
    return values


def test_the_file_is_read_as_it_was_meant() -> None:
    card = CardContent(
        name="Søren; af, Grå\\by",
        post="Direktør " * 12,
        organisation="Nordmark Kommune, Byråd",
        email="s@example.org",
        telephone="+45 12",
        line="Spørg mig\nom \\n alt; også 𝔘",
    )
    file = vcard(card)
    assert all(len(line) <= 75 for line in file.split(b"\r\n"))
    read = unfolded(file)
    assert read["FN"] == card.name
    assert read["TITLE"] == card.post
    assert read["ORG"] == card.organisation
    assert read["NOTE"] == card.line
    assert read["EMAIL;TYPE=INTERNET"] == card.email
    assert (read["BEGIN"], read["VERSION"], read["END"]) == ("VCARD", "3.0", "VCARD")


def test_what_the_card_leaves_out_the_file_leaves_out() -> None:
    assert set(unfolded(vcard(CardContent("Cher")))) == {"BEGIN", "VERSION", "FN", "N", "END"}


def test_nothing_on_a_card_can_add_a_line_to_the_file() -> None:
    file = vcard(CardContent("A", line="x\r\nEMAIL:evil@example.org"))
    assert b"\r\nEMAIL" not in file
