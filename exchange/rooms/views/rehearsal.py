"""The rehearsal of a run sheet: a page for each step, with pretend people. It writes nothing."""

import time
from collections.abc import Sequence
from dataclasses import asdict
from functools import lru_cache
from random import Random
from typing import Any
from uuid import UUID

from flask import g, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from exchange.core.clock import local
from exchange.events.models import Part
from exchange.rooms import queries
from exchange.rooms.forms import RehearsalForm
from exchange.rooms.mixing import Guest
from exchange.rooms.rehearsal import Company, RehearsedStep, Scene
from exchange.rooms.rehearsal import rehearse as scenes_of
from exchange.rooms.views import words
from exchange.rooms.views.sheets import part_id_of, sheets
from exchange.web.actor import current_actor, signed_in

Key = tuple[tuple[RehearsedStep, ...], Company, Any, Any, int]


def names_of(guests: Sequence[Guest]) -> dict[UUID, str]:
    """Participant 1, council A, and so on, in the network's word for a member."""
    councils = dict.fromkeys(each.organisation_id for each in guests)
    lettered = {id: letters(n) for n, id in enumerate(filter(None, councils))}
    return {
        each.person_id: _name(
            number, lettered[each.organisation_id] if each.organisation_id else None
        )
        for number, each in enumerate(guests, start=1)
    }


def _name(number: int, letter: str | None) -> str:
    if letter is None or g.get("network") is None:
        return _("Participant %(number)s", number=number)
    return _(
        "Participant %(number)s, %(member)s %(letter)s",
        number=number,
        member=g.network.member_word,
        letter=letter,
    )


def letters(number: int) -> str:
    """A, B, … Z, AA, AB: names in a row of their own, from 0."""
    before = letters(number // 26 - 1) if number >= 26 else ""
    return before + chr(ord("A") + number % 26)


def invented(people: int, each: int) -> tuple[Guest, ...]:
    """So many people, `each` of them from one organisation; the same ones each time."""
    return tuple(Guest(UUID(int=n + 1), UUID(int=n // each + 1)) for n in range(people))


@sheets.get("/rehearsal")
@signed_in
def rehearse(part_id: str) -> str:
    """One step of the rehearsal, as the address says: with whom, which deal, which step."""
    part = queries.part_to_plan(current_actor(), part_id_of(part_id))
    page = queries.part_for_page(part.id)
    expected = queries.guests_expected(part.event_id, local(part.starts_at, page.time_zone).date())
    form = _form(len(expected))
    company = _company(form, expected, part) if form.validate() else Company(())
    steps = queries.steps_of(part.id) if company.guests else ()
    deal = _number("deal", 1)
    scenes = _rehearsed(_key(part, steps, company, deal))
    at = min(max(1, _number("step", 1)), max(1, len(scenes)))
    return render_template(
        "rooms/sheet/rehearsal.html",
        page=page,
        part=part,
        form=form,
        expected=len(expected),
        scenes=scenes,
        at=at,
        ended=request.args.get("end") == "1",
        names=names_of(company.guests),
        address=lambda **more: _address(part, form, deal, more),
        deal=deal,
        words=words,
    )


def _form(expected: int) -> RehearsalForm:
    """As the address says; where it says nothing, those who have a place, if anybody has."""
    usual = {"who": "registered" if expected else "invented", "people": expected or 24, "each": 2}
    asked = request.args if "people" in request.args else MultiDict(usual)
    return RehearsalForm(formdata=asked)


def _company(form: RehearsalForm, expected: Sequence[Guest], part: Part) -> Company:
    if form.who.data == "registered":
        return queries.company_of(expected[: form.people.data], part)
    return Company(invented(form.people.data, form.each.data))


def _number(name: str, usual: int) -> int:
    """A number of the address, or the usual one for nonsense."""
    given = request.args.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 6 else usual


def _key(part: Part, steps: Sequence[Any], company: Company, deal: int) -> Key:
    numbered = tuple(
        RehearsedStep(**asdict(queries.content_of(step)), id=step.id) for step in steps
    )
    return numbered, company, part.starts_at, part.ends_at, deal


@lru_cache(maxsize=16)
def _rehearsed(key: Key) -> list[Scene]:
    """The scenes of a rehearsal; next and back ask for the same ones again."""
    steps, company, starts_at, ends_at, deal = key
    scenes = []
    for scene in scenes_of(steps, company, starts_at, ends_at, Random(deal)):  # noqa: S311  # who sits where
        scenes.append(scene)
        time.sleep(0)  # seating takes a while: rooms that are live come first
    return scenes


def _address(part: Part, form: RehearsalForm, deal: int, more: dict[str, Any]) -> str:
    kept = {name: form[name].data for name in ("who", "people", "each")}
    return url_for("sheets.rehearse", part_id=part.id.hex, **{**kept, "deal": deal, **more})
