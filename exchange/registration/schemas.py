"""Shapes of the API: a registration, and what is said when one is made or given up."""

from typing import Any

from marshmallow import fields

from exchange.core.money import Money
from exchange.registration.enums import RegistrationState
from exchange.registration.models import Registration
from exchange.web.fields import choice
from exchange.web.rest import MoneySchema, Strict, Text


class RegistrationSchema(Strict):
    id = fields.UUID(required=True)
    event_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    organisation_id = fields.UUID(required=True, allow_none=True)
    state = choice(RegistrationState, required=True)
    made_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)
    offer_expires_at = fields.AwareDateTime(required=True, allow_none=True)
    net = fields.Nested(MoneySchema, required=True, metadata={"description": "Without VAT."})
    vat_rate = fields.Decimal(as_string=True, required=True)
    order_number = fields.String(required=True)

    def get_attribute(self, obj: Registration, attr: str, default: Any) -> Any:
        """The price as it stood when the registration was made, as an amount with its currency."""
        if attr == "net":
            return Money(obj.price, obj.currency)
        return super().get_attribute(obj, attr, default)


class NewRegistrationSchema(Strict):
    person_id = fields.UUID(
        load_default=None,
        metadata={"description": "For network staff who register somebody; else oneself."},
    )
    order_number = Text(60, load_default="", metadata={"description": "The customer's own."})
    reason = Text(300, load_default="", metadata={"description": "Needed for somebody else."})


class CancellationQuery(Strict):
    reason = Text(300, load_default="", metadata={"description": "Needed for somebody else."})
    binding = fields.Boolean(
        load_default=False,
        metadata={"description": "True says that one knows the registration to be binding."},
    )
