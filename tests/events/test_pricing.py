"""Who pays what, over the whole matrix, and what must hold for any amount."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exchange.core.money import CENT, Money
from exchange.events.enums import PriceFor
from exchange.events.errors import NoPrice
from exchange.events.pricing import PriceList, price_for, quotes
from exchange.membership.enums import Standing

WORKSHOP = {PriceFor.MEMBER: Decimal("187.00"), PriceFor.NON_MEMBER: Decimal("304.00")}
MEMBERS_PAY = {Standing.ACTIVE, Standing.GRACE}

amounts = st.decimals(min_value=0, max_value=9_999_999, places=2)
rates = st.decimals(min_value=0, max_value=1, places=4)


def price_list(amounts: dict[PriceFor, Decimal], rate: str = "0.20") -> PriceList:
    return PriceList("GBP", Decimal(rate), amounts)


@pytest.mark.parametrize("standing", Standing)
def test_members_and_those_in_grace_pay_the_member_price_and_all_others_the_full_one(
    standing: Standing,
) -> None:
    quote = price_for(price_list(WORKSHOP), standing)
    expected = PriceFor.MEMBER if standing in MEMBERS_PAY else PriceFor.NON_MEMBER
    assert quote.who is expected
    assert quote.net == Money(WORKSHOP[expected], "GBP")


@pytest.mark.parametrize("standing", Standing)
def test_a_price_for_everyone_is_everyones(standing: Standing) -> None:
    quote = price_for(price_list({PriceFor.EVERYONE: Decimal("8950.00")}, "0.25"), standing)
    assert (quote.net.amount, quote.vat.amount, quote.gross.amount) == (
        Decimal("8950.00"),
        Decimal("2237.50"),
        Decimal("11187.50"),
    )


@pytest.mark.parametrize("standing", sorted(set(Standing) - MEMBERS_PAY))
def test_where_only_members_buy_nobody_else_gets_a_price(standing: Standing) -> None:
    with pytest.raises(NoPrice):
        price_for(price_list({PriceFor.MEMBER: Decimal("0.00")}), standing)


def test_vat_is_rounded_half_up_to_the_penny() -> None:
    quote = price_for(price_list({PriceFor.MEMBER: Decimal("0.125")}), Standing.ACTIVE)
    assert quote.vat.amount == Decimal("0.03")
    assert quotes(price_list(WORKSHOP))[0].vat.amount == Decimal("37.40")


@given(net=amounts, rate=rates)
def test_gross_is_net_and_vat_and_never_less_than_net(net: Decimal, rate: Decimal) -> None:
    quote = price_for(PriceList("DKK", rate, {PriceFor.EVERYONE: net}), Standing.NONE)
    assert quote.gross.amount == quote.net.amount + quote.vat.amount
    assert quote.gross.amount >= net
    assert quote.vat.amount == quote.vat.amount.quantize(CENT)
    assert abs(quote.vat.amount - net * rate) <= CENT / 2
    assert quote.is_free == (net == 0)
