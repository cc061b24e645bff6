"""Amounts with their currency. Decimal throughout, rounded half up to the minor unit."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")


@dataclass(frozen=True)
class Money:
    """An amount in a currency (ISO 4217 code, two decimals)."""

    amount: Decimal
    currency: str

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError("amounts of two currencies cannot be added")
        return Money(self.amount + other.amount, self.currency)


def vat_on(net: Money, rate: Decimal) -> Money:
    """VAT on a net amount at `rate` (0.20 for 20 %), rounded half up to the minor unit."""
    return Money((net.amount * rate).quantize(CENT, ROUND_HALF_UP), net.currency)
