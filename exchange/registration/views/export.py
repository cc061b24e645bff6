"""Registrations as CSV for a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence

from flask_babel import gettext as _

from exchange.core.clock import local
from exchange.registration.models import Registration

# A spreadsheet takes a cell that begins like this for a formula, and runs it.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(rows: Sequence[Registration], zone: str) -> str:
    """The rows in their order; times on the clock of `zone`. Begins with a byte order mark."""
    return spreadsheet(_titles(), (_cells(row, zone) for row in rows))


def spreadsheet(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A file that a spreadsheet opens as text, whatever stands in it."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(titles)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return "\ufeff" + written.getvalue()  # without the mark Excel reads UTF-8 as something else


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


def harmless(cell: str) -> str:
    """The cell as text: an apostrophe before whatever a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell


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
