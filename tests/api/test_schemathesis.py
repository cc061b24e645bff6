"""Generated requests, right and wrong, for a visitor, an officer and network staff.

The seed is fixed: the same requests in every run. Rate limits are off, as in all tests.
"""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from exchange.web.application import Exchange
from tests.api.conftest import Caller
from tests.support.world import World

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
bounded = settings(
    max_examples=12,  # of each endpoint, right and wrong ones, for each caller
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.mark.parametrize("who", ["visitor", "officer", "staff"])
def test_every_answer_is_as_documented(
    app: Exchange, world: World, request: pytest.FixtureRequest, who: str
) -> None:
    caller: Caller = request.getfixturevalue(who)
    if who != "officer":
        world.network()
    world.event()
    api = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", app)
    names = []
    for found in api.get_all_operations():
        operation = found.ok()
        names.append(operation.label)
        _try(operation, caller.token)
    assert len(names) == 7


def _try(operation: schemathesis.APIOperation, token: str | None) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}

    def run(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        cases = operation.as_strategy(generation_mode=mode)
        bounded(seed(20260101)(given(case=cases)(run)))()
