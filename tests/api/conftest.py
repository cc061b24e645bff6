from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from exchange.accounts.models import ApiToken, Person
from exchange.core import clock
from exchange.core.signing import fingerprint, new_secret
from tests.support.world import World

NewToken = Callable[[Person], str]


@dataclass(frozen=True)
class Caller:
    """Somebody who calls the API with a token, or without one."""

    client: FlaskClient
    token: str | None = None

    def __call__(self, method: str, path: str, **options: Any) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= options.pop("headers", {})
        return self.client.open(f"/api/v1{path}", method=method, headers=headers, **options)


@pytest.fixture
def new_token(world: World) -> NewToken:
    """Give a person a token."""

    def do(person: Person) -> str:
        secret, now = new_secret(), clock.now()
        world.add(
            ApiToken(
                person_id=person.id,
                name="Tests",
                fingerprint=fingerprint(secret),
                created_at=now,
                expires_at=now + timedelta(days=1),
            )
        )
        return secret

    return do


@pytest.fixture
def visitor(client: FlaskClient) -> Caller:
    return Caller(client)


@pytest.fixture
def officer(client: FlaskClient, world: World, new_token: NewToken) -> Caller:
    """A monitoring officer of a member council."""
    world.network()
    ada = world.person("Ada", organisation=world.organisation("Exshire"))
    return Caller(client, new_token(ada))


@pytest.fixture
def staff(client: FlaskClient, world: World, new_token: NewToken) -> Caller:
    return Caller(client, new_token(world.staff()))
