"""Every table, imported in one place, so that migrations see the whole schema."""

from exchange.accounts import models as accounts
from exchange.audit import models as audit
from exchange.cases import models as cases
from exchange.commitments import models as commitments
from exchange.confidentiality import models as confidentiality
from exchange.core.model import Base
from exchange.disclosure import models as disclosure
from exchange.events import models as events
from exchange.feedback import models as feedback
from exchange.harvest import models as harvest
from exchange.membership import models as membership
from exchange.notes import models as notes
from exchange.outbox import models as outbox
from exchange.registration import models as registration
from exchange.retention import models as retention
from exchange.rooms import models as rooms
from exchange.takeaways import models as takeaways
from exchange.vault import models as vault

METADATA = Base.metadata

__all__ = [
    "METADATA",
    "accounts",
    "audit",
    "cases",
    "commitments",
    "confidentiality",
    "disclosure",
    "events",
    "feedback",
    "harvest",
    "membership",
    "notes",
    "outbox",
    "registration",
    "retention",
    "rooms",
    "takeaways",
    "vault",
]
