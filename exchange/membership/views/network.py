from decimal import Decimal

from flask import render_template
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from exchange.membership.actions import NetworkProfile, set_network
from exchange.membership.forms import NetworkForm
from exchange.membership.models import Network
from exchange.membership.queries import find_network
from exchange.membership.views.submission import done, sent
from exchange.web.actor import current_actor


def show() -> str:
    """What the network says of itself."""
    return render_template("membership/network.html", profile=find_network())


def edit() -> str | Response:
    """Change it."""
    network = find_network()
    form = NetworkForm(obj=network, data=_beyond_columns(network))
    if sent(form, lambda: set_network(actor=current_actor(), profile=_profile(form))):
        return done(_("The network's profile was saved."), "network_show")
    return render_template("membership/network_form.html", form=form)


def _beyond_columns(network: Network | None) -> dict[str, Decimal]:
    return {"vat_percent": network.vat_rate * 100} if network else {}


def _profile(form: NetworkForm) -> NetworkProfile:
    return NetworkProfile(
        name=form.name.data.strip(),
        short_name=form.short_name.data.strip(),
        languages=form.languages.data,
        currency=form.currency.data,
        vat_rate=(form.vat_percent.data / 100).quantize(Decimal("0.0001")),
        time_zone=form.time_zone.data,
        member_word=form.member_word.data.strip(),
        member_word_plural=form.member_word_plural.data.strip(),
        contact_email=form.contact_email.data or "",
        introduction=form.introduction.data or "",
    )
