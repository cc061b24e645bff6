"""What every endpoint of /api/v1 shares: how it reads, what it refuses, how a problem looks."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any, NoReturn, TypeVar, cast

from flask import Request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, ValidationError, fields, validate
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from exchange.core.errors import Invalid
from exchange.core.paging import LAST_PAGE

View = TypeVar("View", bound=Callable[..., Any])

PREFIX = "/api/v1"
SIGNED_IN: list[dict[str, list[str]]] = [{"token": []}]  # OpenAPI: this security scheme, no scopes
ANYBODY: list[dict[str, list[str]]] = [{}, *SIGNED_IN]


class Strict(Schema):
    """A shape that refuses what it does not know."""

    class Meta:
        unknown = RAISE


class Problem(Schema):
    """What every refusal looks like."""

    code = fields.String(
        required=True, metadata={"description": "Stable, for programs: `membership_lapsed`."}
    )
    message = fields.String(
        required=True, metadata={"description": "For people, in the language they accept."}
    )
    fields_ = fields.Raw(
        data_key="fields",
        metadata={"description": "What is wrong, by the place where it stands in the request."},
    )
    retry_after = fields.Integer(metadata={"description": "Seconds to wait before trying again."})


class Text(fields.String):
    """A text, trimmed, of at most `most` characters, without characters that cannot be kept."""

    def __init__(self, most: int, *, least: int = 0, **options: Any) -> None:
        super().__init__(validate=validate.Length(least, most), **options)

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, *args, **kwargs)).strip()
        if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
            raise ValidationError("Holds a character that cannot be kept.")
        return text


class Amount(fields.Decimal):
    """An amount as a text with a point, "187.00": a JSON number would lose exactness."""

    def __init__(self, **options: Any) -> None:
        super().__init__(places=2, as_string=True, **options)


class MoneySchema(Strict):
    """An amount with its currency."""

    amount = Amount(required=True)
    currency = fields.String(required=True, metadata={"pattern": "^[A-Z]{3}$"})


class Paged(Strict):
    """Which page of a list; the first is 1."""

    page = fields.Integer(load_default=1, validate=validate.Range(1, LAST_PAGE))


def page_of(schema: type[Schema], name: str) -> type[Schema]:
    """The shape of one page of `schema`."""
    return Strict.from_dict(
        {
            "items": fields.List(fields.Nested(schema), required=True),
            "number": fields.Integer(required=True),
            "pages": fields.Integer(required=True),
            "total": fields.Integer(required=True),
        },
        name=name,
    )


class _Parser(FlaskParser):
    """Reads requests, and answers in our own words."""

    DEFAULT_UNKNOWN_BY_LOCATION = {
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
        "querystring": RAISE,
    }

    def load_json(self, req: Request, schema: Any) -> Any:
        """The JSON of the body; an empty body stands for an empty object."""
        body = req.get_data()
        if not body.strip():
            return {}
        if not req.is_json:
            raise UnsupportedMediaType
        try:
            return json.loads(body)
        except (ValueError, RecursionError):
            raise BadRequest from None

    def handle_error(
        self,
        error: ValidationError,
        req: Request,
        schema: Any,
        *,
        error_status_code: int | None,
        error_headers: Mapping[str, str] | None,
    ) -> NoReturn:
        raise Invalid(fields=error.normalized_messages())  # type: ignore[no-untyped-call]


class Endpoints(Blueprint):
    """The endpoints of one feature below /api/v1, with `name` as their heading in the document."""

    ARGUMENTS_PARSER = _Parser()

    def __init__(self, name: str, import_name: str, description: str) -> None:
        super().__init__(  # type: ignore[no-untyped-call]
            name, import_name, url_prefix=PREFIX, description=description
        )

    def serve(
        self,
        method: str,
        rule: str,
        *,
        query: type[Schema] | None = None,
        body: type[Schema] | None = None,
        answers: type[Schema] | None,
        status: int = 200,
        refuses: Iterable[HTTPStatus] = (),
        token: bool = True,
    ) -> Callable[[View], View]:
        """Serve `rule`: what it takes, what it answers with, and with which problems it refuses.

        `token` False: visitors may call it too. Shapes of requests and too many calls are refused
        everywhere, so those two need no mention.
        """
        untyped: Any = self
        problems = [*refuses, HTTPStatus.TOO_MANY_REQUESTS]
        if token:
            problems.append(HTTPStatus.UNAUTHORIZED)
        if body:
            problems += [HTTPStatus.BAD_REQUEST, HTTPStatus.UNSUPPORTED_MEDIA_TYPE]

        def decorate(view: View) -> View:
            served: Any = untyped.doc(security=SIGNED_IN if token else ANYBODY)(view)
            for problem in sorted(problems):
                served = untyped.alt_response(problem.value, problem.name)(served)
            served = untyped.response(status, answers)(served)
            if body:
                served = untyped.arguments(body, required=False)(served)
            if query:
                served = untyped.arguments(query, location="query")(served)
            return cast(View, untyped.route(rule, methods=[method])(served))

        return decorate
