"""Generated requests, right and wrong, for a visitor, an officer and network staff.

The seed is fixed: the same requests in every run. Rate limits are off, as in all tests.
"""

from collections.abc import Callable

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, seed, settings
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
EXAMPLES = 12  # of each endpoint, for each caller


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

    @seed(20260101)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def run(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers, checks=CHECKS)

    test: Callable[[], None] = operation.schema  # type: ignore[assignment]
    del test
    for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
        strategy = operation.as_strategy(generation_mode=mode)
        _given(strategy, run)()


def _given(strategy: object, run: Callable[..., None]) -> Callable[[], None]:
    from hypothesis import given

    return given(case=strategy)(run)  # type: ignore[arg-type,no-any-return]
