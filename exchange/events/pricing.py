"""What a place costs whom. Pure: no database, no clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from exchange.core.money import Money, vat_on
from exchange.events.enums import PriceFor
from exchange.events.errors import NoPrice
from exchange.events.models import Event
from exchange.membership.enums import Standing

MEMBERS = (Standing.ACTIVE, Standing.GRACE)  # standings that buy at the member price


@dataclass(frozen=True)
class PriceList:
    """An event's prices excluding VAT, in its currency, with its VAT rate (0.20 for 20 %)."""

    currency: str
    vat_rate: Decimal
    amounts: Mapping[PriceFor, Decimal]


@dataclass(frozen=True)
class Quote:
    """What one place costs a buyer."""

    who: PriceFor
    net: Money
    vat: Money
    gross: Money

    @property
    def is_free(self) -> bool:
        return self.net.amount == 0


def prices_of(event: Event) -> PriceList:
    """The price list of an event."""
    amounts = {PriceFor(price.who): price.amount for price in event.prices}
    return PriceList(event.currency, event.vat_rate, amounts)


def price_for(prices: PriceList, standing: Standing) -> Quote:
    """The price for a buyer whose organisation has `standing`.

    Members, those in grace included, pay the member price; all others the non-member price; a
    price for everyone stands alone. Raises `NoPrice` if places are not sold to such a buyer.
    """
    buyer = PriceFor.MEMBER if standing in MEMBERS else PriceFor.NON_MEMBER
    for who in (PriceFor.EVERYONE, buyer):
        if who in prices.amounts:
            return quote(prices, who)
    raise NoPrice


def quotes(prices: PriceList) -> list[Quote]:
    """Every price of the list, members first, for people who compare."""
    return [quote(prices, who) for who in PriceFor if who in prices.amounts]


def quote(prices: PriceList, who: PriceFor) -> Quote:
    """The price for `who`, with VAT on the net amount rounded half up. Raises `KeyError`."""
    net = Money(prices.amounts[who], prices.currency)
    vat = vat_on(net, prices.vat_rate)
    return Quote(who, net, vat, net + vat)
