"""The pages on which a room chooses what leaves it, and nobody else."""

import re
from uuid import uuid4

import pytest

from exchange.core.db import scope_of
from exchange.takeaways.lines import Line
from exchange.takeaways.queries import proposed_in
from tests.rooms.conftest import Exchange1
from tests.takeaways.conftest import LINES, Room1


def propose(room: Room1) -> list[str]:
    """Addresses of the lines."""
    with scope_of(room.world.database):
        return [f"{room.path}/{line.id}" for line in room.propose()]


def test_lines_are_chosen_looked_at_once_more_and_proposed(client, sign_in, room: Room1):
    sign_in(client, room.anna)
    assert "Choose lines from the notes" in client.get(room.path).text
    listed = client.get(f"{room.path}/choose").text
    assert all(line in listed for line in LINES)
    keys = [Line(text).key for text in LINES[:2]]
    checked = client.post(f"{room.path}/choose", data={"line": keys}).text
    assert '<mark class="ex-named">Priya Raman</mark>' in checked
    assert "A colleague paid twice" in checked
    given = {"line": keys, "step": "propose", f"wording-{keys[1]}": "suggested"}
    answer = client.post(f"{room.path}/choose", data=given)
    assert (answer.status_code, answer.location) == (303, room.path)
    shown = client.get(room.path).text
    assert "A colleague paid twice" in shown
    assert "Priya Raman" not in shown
    assert "48 hours left" not in shown  # a moment less
    assert "47 hours left" in shown
    assert LINES[1] in client.get(f"{room.path}/choose").text  # as it was written: proposable


def test_the_other_two_see_it_and_hold_it_back(client, sign_in, room: Room1):
    line = propose(room)[1]
    sign_in(client, room.carl)
    assert "Takeaways wait for your look" in client.get("/my-exchanges").text
    asked = client.get(f"{line}/hold-back").text
    assert '<mark class="ex-named">Priya Raman</mark>' in asked
    answer = client.post(f"{line}/hold-back", data={"version": "1"})
    assert answer.location == room.path
    sign_in(client, room.anna)
    shown = client.get(room.path).text
    assert shown.count("Held back</strong>") == 1
    assert "Carl" not in shown
    again = client.get(f"{line}/hold-back", follow_redirects=True).text
    assert "This line was held back" in again


def test_a_facilitator_proposes_other_words(client, sign_in, room: Room1):
    line = propose(room)[1]
    sign_in(client, room.exchange.facilitator)
    shown = client.get(room.path).text
    assert "Propose other words" in shown
    assert "Hold back" not in shown  # she was not there
    form = client.get(f"{line}/reword").text
    assert "A colleague paid twice" in form
    empty = client.post(f"{line}/reword", data={"text": " ", "version": "1"})
    assert "Fill this in." in empty.text
    late = client.post(f"{line}/reword", data={"text": "Other", "version": "7"})
    assert "has changed meanwhile" in late.text
    same = client.post(f"{line}/reword", data={"text": f" {LINES[1]}\r\n", "version": "1"})
    assert "the words that the room has already" in same.text
    client.post(f"{line}/reword", data={"text": "Some  paid\r\ntwice", "version": "1"})
    sign_in(client, room.bob)
    shown = client.get(room.path).text
    assert "Some paid twice" in shown
    assert f">{LINES[1]}</s>" in shown
    assert client.get(f"{line}/reword").status_code == 404


def test_whoever_comes_after_the_end_is_led_to_what_is_left(client, sign_in, room: Room1):
    part = f"/live/{room.exchange.part_id.hex}"
    links = [f'href="{path}"' for path in (f"{part}/notes/", "/my-actions", "/my-contacts")]
    sign_in(client, room.anna)
    page = client.get(part).text
    assert "This session has ended" in page
    assert all(link in page for link in links)
    sign_in(client, room.world.person("Olaf"))
    page = client.get(part).text
    assert not any(link in page for link in links)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ({}, "Choose at least one line"),
        ({"line": "nonsense"}, "Choose at least one line"),
        ({"line": "nonsense", "step": "propose"}, "Choose at least one line"),
    ],
)
def test_what_the_form_cannot_mean_is_said(client, sign_in, room: Room1, data, fault):
    sign_in(client, room.anna)
    assert fault in client.post(f"{room.path}/choose", data=data).text


def test_a_veto_without_its_wording_is_asked_for_again(client, sign_in, room: Room1):
    line = propose(room)[0]
    sign_in(client, room.bob)
    for data in ({}, {"version": "x"}, {"version": "2"}):
        assert client.post(f"{line}/hold-back", data=data).status_code == 409
    with scope_of(room.world.database):
        assert all(not each.facts.held_back for each in proposed_in(room.id))


def test_no_word_stands_in_a_title_or_an_address(client, sign_in, room: Room1):
    lines = propose(room)
    sign_in(client, room.anna)
    for path in (room.path, f"{room.path}/choose", f"{lines[0]}/hold-back"):
        answer = client.get(path)
        title = re.search("<title>(.*?)</title>", answer.text, re.DOTALL)
        assert title
        assert not [line for line in LINES if line in title[1]]


def test_others_get_the_same_answer_as_for_nothing(client, sign_in, room: Room1):
    line = propose(room)[0]
    nowhere = room.path.replace(room.id.hex, uuid4().hex)
    for stranger in (room.dora, room.world.person("Olaf"), room.world.staff()):
        sign_in(client, stranger)
        for path in (room.path, f"{room.path}/choose", f"{line}/hold-back", f"{line}/reword"):
            for address in (path, path.replace(room.path, nowhere)):
                assert client.get(address).status_code == 404
                assert client.post(address).status_code in (404, 405)
        assert "wait for your look" not in client.get("/my-exchanges").text


def test_a_room_is_not_found_under_another_part(client, sign_in, room: Room1):
    other = Exchange1(room.world, network=False).opened()
    sign_in(client, room.anna)
    path = room.path.replace(room.exchange.part_id.hex, other.part_id.hex)
    assert client.get(room.path).status_code == 200
    assert client.get(path).status_code == 404
