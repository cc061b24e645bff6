"""The OpenAPI document: committed, true, and in the shapes that clients rely on."""

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

COMMITTED = Path(__file__).parents[2] / "docs" / "openapi.json"
PROBLEM = "#/components/schemas/Problem"


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").get_json()
    return found


def test_the_committed_document_is_the_one_that_is_served(document: dict[str, Any]) -> None:
    assert json.loads(COMMITTED.read_text()) == document, (
        "Write it anew: flask --app wsgi openapi write docs/openapi.json"
    )


def test_it_is_openapi_3_1_with_bearer_tokens(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["components"]["securitySchemes"] == {
        "token": {"type": "http", "scheme": "bearer"}
    }


def operations(document: dict[str, Any]) -> dict[str, Any]:
    return {
        f"{method.upper()} {path}": operation
        for path, item in document["paths"].items()
        for method, operation in item.items()
        if method in ("get", "post", "patch", "delete", "put")
    }


def test_every_endpoint_says_who_may_call_and_what_problems_look_like(
    document: dict[str, Any],
) -> None:
    for name, operation in operations(document).items():
        assert operation["security"], name
        assert operation["summary"], name
        if {} not in operation["security"]:
            assert "401" in operation["responses"], name
        for status, answer in operation["responses"].items():
            if status[0] not in "23":
                body = document["components"]["responses"][answer["$ref"].rpartition("/")[2]]
                schema = body["content"]["application/json"]["schema"]
                assert schema == {"$ref": PROBLEM}, (name, status)


def test_unknown_fields_and_bare_numbers_for_money_are_ruled_out(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    assert schemas["NewRegistration"]["additionalProperties"] is False
    assert schemas["Money"]["properties"]["amount"]["type"] == "string"
