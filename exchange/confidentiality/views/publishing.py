from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.confidentiality import actions, queries, rules
from exchange.confidentiality.comparison import Status, compare
from exchange.confidentiality.forms import VersionForm
from exchange.confidentiality.messages import VersionContent, numbered, sections_of, text_of
from exchange.confidentiality.models import Protocol
from exchange.core.decision import Refused, require
from exchange.web.actor import current_actor, staff_only
from exchange.web.language import translate

publishing = Blueprint("publishing", __name__, url_prefix="/staff/protocols")


@publishing.route("/<slug>/new-version", methods=["GET", "POST"])
@staff_only
def new_version(slug: str) -> str | Response:
    """Write a version, see what it changes and whom it asks again, then publish it."""
    protocol = queries.get_protocol(slug)
    form = VersionForm(data=_suggested(protocol))
    step = request.form.get("step", "write")
    if request.method == "POST" and form.validate():
        content = _content(form)
        try:
            require(rules.is_publishable(content, actions.published_before(protocol)))
            if step == "publish":
                return _published(protocol, content)
            if step != "change":
                return _preview(protocol, form, content)
        except Refused as refusal:
            form.form_errors.append(translate(refusal.sentence))
    return render_template("confidentiality/new_version.html", protocol=protocol, form=form)


def _suggested(protocol: Protocol) -> dict[str, str]:
    latest = protocol.versions[-1] if protocol.versions else None
    return {
        "number": rules.next_number([version.number for version in protocol.versions]),
        "text": text_of(latest.introduction, latest.sections) if latest else "",
    }


def _content(form: VersionForm) -> VersionContent:
    introduction, sections = sections_of(form.text.data)
    return VersionContent(
        number=form.number.data.strip(),
        sections=sections,
        introduction=introduction,
        change_note=form.change_note.data.strip(),
    )


def _preview(protocol: Protocol, form: VersionForm, content: VersionContent) -> str:
    latest = protocol.versions[-1]
    return render_template(
        "confidentiality/confirm_version.html",
        protocol=protocol,
        form=form,
        content=content,
        sections=list(numbered(content.sections)),
        changes=compare(
            latest.sections,
            content.sections,
            old_introduction=latest.introduction,
            new_introduction=content.introduction,
        ),
        assent=queries.assent(protocol.id, latest.id),
        events=len(queries.required_at(protocol.id)),
        latest=latest,
        Status=Status,
    )


def _published(protocol: Protocol, content: VersionContent) -> Response:
    actions.publish_version(actor=current_actor(), protocol_id=protocol.id, content=content)
    flash(
        _("Version %(number)s is in force. Everybody is asked again.", number=content.number),
        "success",
    )
    return redirect(url_for("protocols.protocol", slug=protocol.slug), 303)
