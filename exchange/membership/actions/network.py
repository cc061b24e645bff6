"""The network's own profile."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from exchange.audit.record import record
from exchange.audit.tags import Tag
from exchange.core.action import action
from exchange.core.actor import Actor
from exchange.core.db import add
from exchange.core.decision import require
from exchange.membership.models import (
    Network,
)
from exchange.membership.queries import find_network
from exchange.membership.rules import may_manage
from exchange.realtime.control import announce


@dataclass(frozen=True, kw_only=True)
class NetworkProfile:
    """What a network says of itself; see the columns of `Network`."""

    name: str
    short_name: str
    languages: Sequence[str]
    currency: str
    vat_rate: Decimal
    time_zone: str
    member_word: str
    member_word_plural: str
    contact_email: str = ""
    introduction: str = ""


@action
def set_network(*, actor: Actor, profile: NetworkProfile) -> Network:
    """Set the network's profile, or change it. Events keep the currency, VAT and zone they had."""
    require(may_manage(actor))
    values: dict[str, Any] = {**asdict(profile), "languages": list(profile.languages)}
    network = find_network()
    if network is None:
        network = add(Network(**values))
        record(actor, Tag.NETWORK_CHANGED, network, fields=sorted(values))
        return network
    changed = sorted(name for name, value in values.items() if getattr(network, name) != value)
    for name in changed:
        setattr(network, name, values[name])
    record(actor, Tag.NETWORK_CHANGED, network, fields=changed)
    if "time_zone" in changed:
        announce("access_changed")  # days begin and end at other instants now, for everybody
    return network
