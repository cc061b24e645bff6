from uuid import UUID

from flask import render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.accounts.actions import deactivate_person, reactivate_person
from exchange.accounts.queries import get_person
from exchange.core import clock
from exchange.membership.forms import ConfirmForm
from exchange.membership.queries import (
    affiliations_of,
    count_sessions,
    get_network,
    people,
    standing_of_person,
)
from exchange.membership.views.submission import done, search_words, sent
from exchange.web.actor import current_actor


def listing() -> str:
    """People by name, searched."""
    search = search_words()
    today = clock.today(get_network().time_zone)
    page = people(today, search=search, page_number=request.args.get("page", 1, int))
    return render_template("membership/people.html", page=page, search=search)


def show(person_id: UUID) -> str:
    """Where they belong, how they stand today, on how many browsers they are signed in."""
    person = get_person(person_id)
    now = clock.now()
    return render_template(
        "membership/person.html",
        person=person,
        standing=standing_of_person(person_id, now),
        affiliations=affiliations_of(person_id),
        sessions=count_sessions(person_id, now),
        today=clock.today(get_network().time_zone),
    )


def deactivate(person_id: UUID) -> str | Response:
    """Close the account, having read what will happen."""
    person = get_person(person_id)
    form = ConfirmForm()
    if sent(form, lambda: deactivate_person(actor=current_actor(), person_id=person_id)):
        text = _("The account of %(name)s is closed.", name=person.name)
        return done(text, "people_show", person_id=person_id)
    return render_template("membership/deactivate.html", form=form, person=person)


def reactivate(person_id: UUID) -> str | Response:
    """Open the account again."""
    person = get_person(person_id)
    form = ConfirmForm()
    if sent(form, lambda: reactivate_person(actor=current_actor(), person_id=person_id)):
        text = _("%(name)s can sign in again.", name=person.name)
        return done(text, "people_show", person_id=person_id)
    return render_template("membership/reactivate.html", form=form, person=person)
