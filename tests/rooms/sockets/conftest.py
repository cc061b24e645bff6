"""Four browsers on the wire: a facilitator, two participants, an outsider."""

from collections.abc import Callable
from typing import Any

import pytest

from exchange.accounts.models import Person
from tests.rooms.conftest import Browser, Exchange1

Open = Callable[[Person], Browser]


@pytest.fixture
def fay(browser: Open, exchange: Exchange1) -> Browser:
    """The facilitator, inside."""
    fay = browser(exchange.facilitator)
    fay.enter()
    return fay


@pytest.fixture
def ann(browser: Open, exchange: Exchange1) -> Browser:
    """A participant, inside."""
    ann = browser(exchange.person("Ann"))
    ann.enter()
    return ann


@pytest.fixture
def ben(browser: Open, exchange: Exchange1) -> Browser:
    """Another participant, inside."""
    ben = browser(exchange.person("Ben"))
    ben.enter()
    return ben


@pytest.fixture
def olga(browser: Open, exchange: Exchange1) -> Browser:
    """An outsider: signed in, a member's officer, without a place."""
    world = exchange.world
    return browser(world.person("Olga", organisation=world.organisation()))


def room(browser: Browser) -> str:
    place = browser.enter()["place"]
    return str(place["room"])


def people(view: Any) -> set[str]:
    return {each["name"] for each in view["people"]}
