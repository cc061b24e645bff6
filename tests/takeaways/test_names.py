"""The check before a line leaves a room: what it marks, and what it suggests instead."""

import pytest

from exchange.takeaways.names import Known, names_in, reworded

KNOWN = Known(
    people=("Priya Raman", "Tom Price", "Åse Østergård"),
    organisations=(
        "Northmere Borough Council",
        "Ashcombe Vale District Council",
        "Fenwick and Marlow Council",
        "Saltmarsh County Council",
        "Kolding Kommune",
        "Local Government Association",
    ),
)


def marked(text: str) -> list[str]:
    return [f"{each.kind}: {text[each.start : each.end]}" for each in names_in(text, KNOWN)]


def other(text: str) -> str:
    return reworded(text, names_in(text, KNOWN), str)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Priya Raman says so", ["person: Priya Raman"]),
        ("priya  raman says so", ["person: priya  raman"]),
        ("ask Priya, or Raman", ["person: Priya", "person: Raman"]),
        ("the price of it", []),  # a surname that is a word, written as the word
        ("ask Price", ["person: Price"]),
        ("som Åse Østergård sagde", ["person: Åse Østergård"]),
        ("Åses forslag", ["person: Åses"]),
        ("northmere borough council pays", ["organisation: northmere borough council"]),
        ("at NBC we tried", ["organisation: NBC"]),
        ("an nbc of things", []),
        ("in Northmere’s plan", ["place: Northmere"]),
        ("in northmere", []),
        (
            "Ashcombe Vale, Fenwick and Marlow",
            ["place: Ashcombe Vale", "place: Fenwick and Marlow"],
        ),
        ("Marlow pays", ["place: Marlow"]),
        ("Koldings borgere", ["place: Koldings"]),
        ("Kolding Kommune betaler", ["organisation: Kolding Kommune"]),
        ("the Local Government Association", ["organisation: Local Government Association"]),
        ("in Local terms", []),  # only councils give places
        ("write to p.raman@northmere.example.", ["address: p.raman@northmere.example"]),
        ("see https://northmere.example/plan.", ["address: https://northmere.example/plan"]),
        (
            "ring 020 7946 0018 or +45 12 34 56 78",
            ["number: 020 7946 0018", "number: +45 12 34 56 78"],
        ),
        ("from 2024-2025 it cost 1.200.000 kr., 12 000 000 in all", []),
        ("by 2027, 578 staff in 21 teams", []),
        ("Northmeres and Pricey", ["place: Northmeres"]),
    ],
)
def test_what_may_give_somebody_away_is_marked(text: str, found: list[str]):
    assert marked(text) == found


@pytest.mark.parametrize(
    ("text", "suggested"),
    [
        ("Priya Raman asked her leader", "A colleague asked her leader"),
        ("what Saltmarsh County Council does", "what a county council does"),
        ("NBC and LGA meet", "A borough council and an organisation meet"),
        ("in Northmere’s plan", "in our area’s plan"),
        (
            "mail tom@x.example or ring 020 7946 0018",
            "mail (address left out) or ring (number left out)",
        ),
        ("nothing here", "nothing here"),
    ],
)
def test_other_words_are_suggested(text: str, suggested: str):
    assert other(text) == suggested


def test_of_what_overlaps_the_longest_is_marked_once():
    assert marked("Northmere Borough Council, Northmere") == [
        "organisation: Northmere Borough Council",
        "place: Northmere",
    ]


@pytest.mark.parametrize("name", ["", " ", "A", "(", "[x]+*"])
def test_no_name_breaks_the_check(name: str):
    known = Known(people=(name,), organisations=(name, f"{name} Council"))
    assert names_in("A line (with [x]+* signs)", known) is not None


def test_a_long_line_is_checked_in_no_time_at_all():
    """The patterns do not go back and forth over a hostile line."""
    assert names_in("0 " * 20_000 + "a@" * 20_000, KNOWN) == []
