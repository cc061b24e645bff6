"""What an event consists of, as a form or a file says it: one shape for everything that writes one.

Times are the naive wall clock of the event's zone; the action turns them into instants. Texts
marked (md) hold Markdown.
"""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

LONGEST_TOPIC = 60  # characters of a topic of cases
LOOKED_AT = (1, 168)  # hours for which takeaways are looked at: at least, at most


@dataclass(frozen=True)
class Terms:
    """What an event takes from the network that offers it, and keeps."""

    organiser: str
    language: str
    currency: str
    vat_rate: Decimal  # 0.20 for 20 %
    time_zone: str


@dataclass(frozen=True)
class PartContent:
    """One dated stretch of the event."""

    title: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True)
class AgendaContent:
    """One line of the programme by the hour."""

    part: int  # 1 is the first
    at: str  # "09:30"
    minutes: int
    title: str
    text: str = ""


@dataclass(frozen=True)
class PriceContent:
    """What a place costs one kind of buyer, and what that covers."""

    who: str
    amount: Decimal  # excluding VAT
    covers: tuple[str, ...] = ()


@dataclass(frozen=True)
class PersonContent:
    """A trainer, facilitator or speaker as the page presents them."""

    role: str
    name: str
    biography: str = ""  # (md)


@dataclass(frozen=True)
class PartnerContent:
    """A body with which the event is held."""

    name: str
    about: str = ""  # (md)
    url: str = ""


@dataclass(frozen=True)
class TestimonialContent:
    """Words shown because whoever said them consented, or written for a demonstration."""

    __test__ = False  # pytest: not a test case

    quote: str
    role: str = ""
    organisation: str = ""
    demonstration: bool = False


@dataclass(frozen=True)
class MaterialContent:
    """Something to read, for everyone or for admitted people alone."""

    title: str
    seen_by: str
    about: str = ""
    url: str = ""


@dataclass(frozen=True)
class EventContent:
    """Everything about an event but its address, its state and the network's terms."""

    title: str
    kind: str
    summary: str
    rationale: str  # (md)
    audience: str
    delivery: str
    capacity: int
    programme: str = ""  # title of the series; empty: none
    language: str = ""  # empty: the network's first
    peer_led: bool = False
    facilitated_by: str = ""
    venue: dict[str, Any] = field(default_factory=dict)  # name, address, directions (md)
    call_provider: str = ""
    call_link: str = ""
    capacity_per_organisation: int | None = None
    opens: datetime | None = None
    closes: datetime | None = None
    binding_from: datetime | None = None
    late_entry: bool = False
    parts: tuple[PartContent, ...] = ()
    agenda: tuple[AgendaContent, ...] = ()
    prices: tuple[PriceContent, ...] = ()
    people: tuple[PersonContent, ...] = ()
    partners: tuple[PartnerContent, ...] = ()
    testimonials: tuple[TestimonialContent, ...] = ()
    materials: tuple[MaterialContent, ...] = ()
    suggested_roles: tuple[str, ...] = ()
    suggested_responsibilities: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()
    figures: tuple[dict[str, str], ...] = ()  # value, label
    research: dict[str, str] = field(default_factory=dict)  # title, finding
    contact_role: str = ""
    contact_email: str = ""
    in_house_on_request: bool = False
    for_whole_teams: bool = False
    interest_before_dates: bool = False
    own_cases: bool = False
    case_invitation: str = ""  # (md)
    cases_close: datetime | None = None
    case_topics: tuple[str, ...] = ()
    dilemma_game: bool = False
    admits_each: bool = False
    takeaway_hours: int = 48


@dataclass(frozen=True)
class EventFilters:
    """Which published events a reader wants to see; empty values mean all.

    `audiences` limits the list to events for these audiences ("open to me").
    """

    kind: str = ""
    programme: str = ""  # slug
    delivery: str = ""
    text: str = ""
    audiences: tuple[str, ...] = ()
    past: bool = False


@dataclass(frozen=True)
class Change:
    """What an import did, or would do, to one thing of a file."""

    kind: str  # "event", "protocol", "method" or "network"
    slug: str
    verb: str  # "new", "changed" or "unchanged"
    fields: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportReport:
    """What became of a file, in its order."""

    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class ImportedEvent:
    """An event of a file: its address, its content, and the slugs of its protocols."""

    slug: str
    content: EventContent
    protocols: tuple[str, ...]


@dataclass(frozen=True)
class ImportedFile:
    """A file whose shape is right. Protocols keep the file's keys; `published_at` is an instant."""

    network: dict[str, Any]
    protocols: tuple[dict[str, Any], ...]
    events: tuple[ImportedEvent, ...]
    methods: Any = ()  # as they were read: rooms know what a step is
    dilemmas: Any = ()  # as they were read

    @property
    def terms(self) -> Terms:
        """What new events of this file take from its network."""
        network = self.network
        return Terms(
            organiser=network["name"],
            language=network["languages"][0],
            currency=network["currency"],
            vat_rate=network["vat_rate"],
            time_zone=network["time_zone"],
        )
