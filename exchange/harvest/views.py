"""The harvest of an event for its readers, all harvests searched, and staff's arranging."""

from collections.abc import Iterable
from itertools import groupby
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from exchange.core import clock
from exchange.core.errors import NotFound
from exchange.core.text import N_, say
from exchange.events.models import Event
from exchange.events.queries import event_for, programmes
from exchange.events.views.public import page_number
from exchange.harvest import actions, queries
from exchange.harvest.forms import AUDIENCES, AudienceForm, HeadingsForm, misnumbered, standings
from exchange.harvest.models import Harvest, HarvestLine
from exchange.membership.views.submission import sent
from exchange.notes.document import (
    FILES,
    Block,
    Heading,
    Item,
    Listing,
    ListKind,
    Paper,
    Paragraph,
    Span,
)
from exchange.notes.views import file_of
from exchange.web.actor import current_actor, staff_only
from exchange.web.language import translate_to

ABOUT = N_("What the rooms of this exchange chose to let out. Published on %(day)s.")

pages = Blueprint("harvest", __name__)
staff_pages = Blueprint("staff_harvest", __name__, url_prefix="/staff/events/<slug>/harvest")


@pages.app_context_processor
def _for_event_pages() -> dict[str, object]:
    """Let the event's page lead to its harvest."""
    return {"harvest_link": harvest_link}


def harvest_link(event: Event) -> Markup | None:
    """The way to the event's harvest; None where there is none for this reader."""
    if not queries.is_there_for(current_actor(), event):
        return None
    html = render_template("harvest/link.html", event=event)
    return Markup(html)  # noqa: S704  # rendered by our own escaping template


@pages.get("/events/<slug>/harvest")
def show(slug: str) -> str:
    """What the rooms of the event released, without authors."""
    event, harvest, groups = queries.harvest_for(current_actor(), slug)
    return render_template("harvest/show.html", event=event, harvest=harvest, groups=groups)


@pages.get("/events/<slug>/harvest.<form>")
def download(slug: str, form: str) -> Response:
    """The harvest as a file: pdf, docx or md."""
    event, harvest, groups = queries.harvest_for(current_actor(), slug)
    if form not in FILES:
        raise NotFound
    return file_of(_paper(event, harvest, groups), form, f"harvest-{event.slug}")


def _paper(event: Event, harvest: Harvest, groups: list[queries.Group]) -> Paper:
    published = harvest.published_at or clock.now()
    about = say(ABOUT, day=clock.local(published, event.time_zone).date())
    return Paper(
        title=event.title,
        about=translate_to(event.language, about),
        language=event.language,
        blocks=[block for group in groups for block in _blocks(group)],
    )


def _blocks(group: queries.Group) -> Iterable[Block]:
    if group.heading:
        yield Heading(1, (Span(group.heading),))
    lines = (Item((Paragraph((Span(line.text),)),)) for line in group.lines)
    yield Listing(ListKind.BULLET, tuple(lines))


@pages.get("/harvest")
def search() -> str:
    """Lines of all harvests that the reader may read: who has met this before?"""
    text, programme = request.args.get("q", "").strip()[:200], request.args.get("programme", "")
    page = queries.found_lines(current_actor(), text, programme, page_number())
    kept = {key: value for key, value in (("q", text), ("programme", programme)) if value}
    return render_template(
        "harvest/search.html",
        page=page,
        by_event=[(event, list(lines)) for event, lines in groupby(page.items, _event)],
        text=text,
        programme=programme,
        programmes=[(each.slug, each.title) for each in programmes()],
        url_for_page=lambda number: f"/harvest?{urlencode({**kept, 'page': number})}",
    )


def _event(line: HarvestLine) -> Event:
    return line.event


@staff_pages.route("", methods=["GET", "POST"])
@staff_only
def arrange(slug: str) -> str | Response | tuple[str, int]:
    """Everything that was released, in its order; staff group it, order it and leave out."""
    event = event_for(current_actor(), slug)
    harvest, lines = queries.harvest_of(event.id), queries.lines_of(event.id)
    headings = harvest.headings if harvest else []
    if request.method == "POST" and (wrong := misnumbered(request.form, lines)):
        return _page(event, None, wrong=[line.id for line in wrong], typed=request.form), 422
    if request.method == "POST":
        wanted = standings(request.form, lines, headings)
        actions.arrange(actor=current_actor(), event_id=event.id, standings=wanted)
        flash(_("The harvest is arranged."), "success")
        return redirect(url_for("staff_harvest.arrange", slug=slug), 303)
    return _page(event, None)


@staff_pages.post("/headings")
@staff_only
def head(slug: str) -> str | Response:
    """Set the headings."""
    event, form = event_for(current_actor(), slug), HeadingsForm()

    def act() -> None:
        actions.head(actor=current_actor(), event_id=event.id, headings=form.wanted)

    if sent(form, act):
        flash(_("The headings are saved."), "success")
        return redirect(url_for("staff_harvest.arrange", slug=slug), 303)
    return _page(event, form)


@staff_pages.post("/publish")
@staff_only
def publish(slug: str) -> str | Response:
    """Publish it, or change for whom."""
    event, form = event_for(current_actor(), slug), AudienceForm()

    def act() -> None:
        actions.publish(actor=current_actor(), event_id=event.id, audience=form.chosen)

    if sent(form, act):
        flash(_("The harvest is published."), "success")
        return redirect(url_for("staff_harvest.arrange", slug=slug), 303)
    return _page(event, None, form)


@staff_pages.post("/unpublish")
@staff_only
def unpublish(slug: str) -> Response:
    """Take it back."""
    event = event_for(current_actor(), slug)
    actions.unpublish(actor=current_actor(), event_id=event.id)
    flash(_("The harvest is taken back: its page is gone."), "success")
    return redirect(url_for("staff_harvest.arrange", slug=slug), 303)


def _page(
    event: Event,
    headings: HeadingsForm | None,
    audience: AudienceForm | None = None,
    **arranging: object,  # what was typed beside the lines, and which of it is wrong
) -> str:
    harvest, lines = queries.harvest_of(event.id), queries.lines_of(event.id)
    known = harvest.headings if harvest else []
    chosen = {"audience": harvest.audience} if harvest and harvest.audience else None
    return render_template(
        "harvest/arrange.html",
        event=event,
        harvest=harvest,
        lines=lines,
        new=sum(line.position is None for line in lines),
        headings=headings or HeadingsForm(data={"headings": "\n".join(known)}),
        choices=list(enumerate(known, start=1)),
        audience=audience or AudienceForm(data=chosen),
        audiences=AUDIENCES,
        **arranging,
    )
