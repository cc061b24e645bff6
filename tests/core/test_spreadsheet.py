import csv
import io

import pytest

from exchange.core.spreadsheet import spreadsheet


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(start: str) -> None:
    written = spreadsheet(["what"], [[f"{start}SUM(A1)"], ["Ada = one"]])
    rows = list(csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")))
    assert rows == [["what"], [f"'{start}SUM(A1)"], ["Ada = one"]]
