"""A council with an officer, the network's staff, and a browser for each: pages begin with them.

The `conftest.py` of a feature whose pages do imports these fixtures.
"""

import pytest


@pytest.fixture
def council(world):
    world.network()
    return world.organisation("Hull")


@pytest.fixture
def officer(world, council):
    return world.person("Ada Officer", organisation=council)


@pytest.fixture
def staff(world, council):
    return world.staff()


@pytest.fixture
def as_(app, sign_in):
    """A client of its own for a person."""
    return lambda person: sign_in(app.test_client(), person)
