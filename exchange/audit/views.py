"""The audit trail for network staff. It holds no content of rooms, by construction."""

import json
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from exchange.audit.messages import SENTENCES
from exchange.audit.queries import Filters, Named, check_chain, entries, entries_for_file, labels
from exchange.audit.tags import Tag
from exchange.core.actor import ActorKind
from exchange.core.spreadsheet import spreadsheet
from exchange.extensions import limiter
from exchange.web.actor import staff_only
from exchange.web.language import current_zone

pages = Blueprint("audit", __name__)

COLUMNS = ("at", "act", "in words", "by", "by id", "subject", "subject id", "facts")


@pages.get("/staff/audit")
@staff_only
def listing() -> str:
    """The trail, filtered."""
    return _page(None)


@pages.post("/staff/audit")
@limiter.limit("10/minute")
@staff_only
def check() -> str:
    """The same page, saying whether the chain is whole."""
    return _page(check_chain())


@pages.get("/staff/audit.csv")
@limiter.limit("10/minute")
@staff_only
def download() -> Response:
    """The same entries as a table for spreadsheets."""
    return Response(
        spreadsheet(COLUMNS, map(_row, entries_for_file(_filters()))),
        mimetype="text/csv",
        headers={"Content-Disposition": "attachment; filename=audit.csv"},
    )


def _page(chain: Any) -> str:
    filters = _filters()
    return render_template(
        "audit/audit.html",
        page=entries(filters, request.args.get("page", 1, int)),
        filters=filters,
        kept=_kept(filters),
        query=urlencode(_kept(filters)),
        chain=chain,
        tags=[(tag.value, in_words(tag, _("Somebody"), "…")) for tag in Tag],
        about=_about(filters),
        sentence=_sentence,
        zone=current_zone(),
    )


def _about(filters: Filters) -> str:
    """The name of the one thing or person to which the list is limited."""
    for kind, id in (("person", filters.person), ("organisation", filters.subject)):
        if id:
            return labels(kind, [id]).get(id, "") or _("one thing")
    return ""


def _kept(filters: Filters) -> dict[str, str]:
    """The filters as they stand in an address."""
    found = {
        "tag": filters.tag,
        "subject": filters.subject,
        "person": filters.person,
        "first": filters.first,
        "last": filters.last,
    }
    return {name: str(value) for name, value in found.items() if value}


def _filters() -> Filters:
    """From the address; what makes no sense there limits nothing."""
    return Filters(
        tag=request.args.get("tag", None, Tag),
        subject=request.args.get("subject", None, UUID),
        person=request.args.get("person", None, UUID),
        first=request.args.get("first", None, date.fromisoformat),
        last=request.args.get("last", None, date.fromisoformat),
        zone=current_zone(),
    )


def in_words(tag: Tag, who: str, what: str) -> str:
    """The act in the reader's language."""
    return _(SENTENCES[tag]) % {"who": who, "what": what}


def _sentence(named: Named) -> str:
    return in_words(Tag(named.entry.tag), _who(named), named.what or _("something"))


def _who(named: Named) -> str:
    match named.entry.actor_kind:
        case ActorKind.PERSON:
            return named.who or _("Somebody")
        case ActorKind.SYSTEM:
            return _("The system")
        case _:
            return _("A visitor")


def _row(named: Named) -> list[str]:
    entry = named.entry
    return [
        entry.at.isoformat(),
        entry.tag,
        _sentence(named),
        _who(named),
        str(entry.actor_id or ""),
        entry.subject_kind,
        str(entry.subject_id or ""),
        json.dumps(entry.facts, sort_keys=True, ensure_ascii=False),
    ]
