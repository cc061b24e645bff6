"""Amounts of money as people type them into forms."""

import re
from decimal import Decimal
from typing import Any

from babel.numbers import format_decimal
from flask_babel import get_locale, gettext
from wtforms import StringField

AMOUNT = re.compile(r"-?[0-9]{1,12}(?:[.,][0-9]{1,2})?")
SEPARATED = re.compile(r"-?[0-9]+(?:[.,'’\s][0-9]+)+")


class AmountField(StringField):
    """An amount with a decimal point or a decimal comma, and at most two decimals.

    Its data is a `Decimal`, or None where nothing usable was typed. A mark between thousands is
    refused rather than guessed at: 1.234 is little more than one in English, and more than a
    thousand in Danish. An amount that is known is shown with the reader's own decimal mark.
    """

    data: Any

    def __init__(self, label: Any, checks: Any, **options: Any) -> None:
        super().__init__(label, checks, **options)  # type: ignore[no-untyped-call]

    def process_formdata(self, valuelist: list[Any]) -> None:
        typed = str(valuelist[0]).strip() if valuelist else ""
        self.data = None
        if AMOUNT.fullmatch(typed):
            self.data = Decimal(typed.replace(",", "."))
        elif SEPARATED.fullmatch(typed):
            raise ValueError(
                gettext(
                    "Write no mark between thousands, and at most two decimals: 1234.50 or 1234,50."
                )
            )
        elif typed:
            raise ValueError(gettext("Give an amount such as 187.00."))

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else format_decimal(self.data, "0.00", locale=get_locale())
