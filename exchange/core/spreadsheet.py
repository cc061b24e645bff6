"""Tables as CSV, which spreadsheets open as text whatever stands in them."""

import csv
import io
from collections.abc import Iterable, Sequence

# A cell that begins like this is taken for a formula, and run (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def spreadsheet(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """The rows in their order. Begins with a byte order mark."""
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(titles)
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return "\ufeff" + written.getvalue()  # without the mark Excel reads UTF-8 as something else


def harmless(cell: str) -> str:
    """The cell as text: an apostrophe before whatever a spreadsheet would run."""
    return f"'{cell}" if cell.startswith(FORMULA_STARTS) else cell
