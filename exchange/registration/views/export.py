"""Registrations as CSV for a spreadsheet."""

from collections.abc import Sequence

from flask_babel import gettext as _

from exchange.core.clock import local
from exchange.core.spreadsheet import spreadsheet
from exchange.registration.models import Registration


def as_csv(rows: Sequence[Registration], zone: str) -> str:
    """The rows in their order; times on the clock of `zone`."""
    return spreadsheet(_titles(), (_cells(row, zone) for row in rows))


def _titles() -> list[str]:
    return [
        _("Registered"),
        _("State"),
        _("Name"),
        _("E-mail address"),
        _("Organisation"),
        _("Price without VAT"),
        _("VAT rate"),
        _("Currency"),
        _("Order number"),
    ]


def _cells(row: Registration, zone: str) -> list[str]:
    return [
        local(row.made_at, zone).isoformat(sep=" ", timespec="seconds"),
        row.state,
        row.person.name,
        row.person.email,
        row.organisation.name if row.organisation else "",
        str(row.price),
        str(row.vat_rate),
        row.currency,
        row.order_number,
    ]
