"""Shapes of the API: organisations, standings, and changes of a membership."""

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from exchange.membership.actions import NewTerm
from exchange.membership.enums import Standing
from exchange.web.fields import Day, Flag
from exchange.web.rest import Paged, Strict, Text, page_of


class StandingSchema(Strict):
    kind = fields.Enum(Standing, by_value=True, required=True)
    tier = fields.String(required=True, allow_none=True)
    since = fields.Date(required=True, allow_none=True)
    until = fields.Date(required=True, allow_none=True)
    ended_on = fields.Date(required=True, allow_none=True)
    begins_on = fields.Date(required=True, allow_none=True)


class OrganisationSchema(Strict):
    id = fields.UUID(required=True, attribute="organisation.id")
    name = fields.String(required=True, attribute="organisation.name")
    kind = fields.String(required=True, attribute="organisation.kind")
    standing = fields.Nested(StandingSchema, required=True)


class OrganisationQuery(Paged):
    search = Text(160, load_default="")
    standing = fields.Enum(Standing, by_value=True, load_default=None)


OrganisationPage = page_of(OrganisationSchema, "OrganisationPage")


class TermSchema(Strict):
    tier = Text(60, least=1, required=True)
    starts_on = Day(required=True)
    ends_on = Day(required=True)
    grace_days = fields.Integer(strict=True, load_default=0, validate=validate.Range(0, 366))

    @post_load
    def made(self, data: dict[str, Any], **_: Any) -> NewTerm:
        """The action's own shape."""
        return NewTerm(**data)


class MembershipChangeSchema(Strict):
    """Suspend with a reason, reinstate, add a term; all that is named happens, or nothing."""

    suspended = Flag()
    reason = Text(300, metadata={"description": "Needed to suspend; seen by network staff alone."})
    term = fields.Nested(TermSchema)

    @validates_schema
    def something(self, data: dict[str, Any], **_: Any) -> None:
        """Something is to be changed, and a suspension has its reason."""
        if not data.keys() & {"suspended", "term"}:
            raise ValidationError("Name `suspended`, `term`, or both.")
        if data.get("suspended") and not data.get("reason"):
            raise ValidationError("Give a reason.", "reason")


class MySchema(Strict):
    id = fields.UUID(required=True, attribute="person.id")
    name = fields.String(required=True, attribute="person.name")
    email = fields.String(required=True, attribute="person.email")
    job_title = fields.String(required=True, attribute="person.job_title")
    is_staff = fields.Boolean(required=True, attribute="person.is_staff")
    organisation = fields.Nested(
        Strict.from_dict(
            {"id": fields.UUID(required=True), "name": fields.String(required=True)},
            name="MyOrganisation",
        ),
        required=True,
        allow_none=True,
        attribute="through.organisation",
    )
    standing = fields.Nested(StandingSchema, required=True, attribute="through.standing")
