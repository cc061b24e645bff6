"""What those concerned are told by e-mail when a room was opened for a lawful request."""

from typing import Any

from exchange.accounts.models import Person
from exchange.core.text import N_, say
from exchange.disclosure.enums import Ground
from exchange.disclosure.models import Disclosure
from exchange.mail.letter import letter
from exchange.membership.queries import find_network

GROUNDS = {
    Ground.COURT_ORDER: say(N_("An order of a court")),
    Ground.POLICE_ORDER: say(N_("An order of the police that binds the network")),
    Ground.REGULATOR: say(N_("A demand of a regulator that the law gives this power")),
    Ground.SAFEGUARDING: say(N_("A duty by law to protect somebody from harm")),
}


def disclosure_letter(disclosure: Disclosure, person: Person) -> dict[str, Any]:
    """The letter's payload. It names the event and the ground; of the room it says no word."""
    event, network = disclosure.event, find_network()
    return letter(
        person.email,
        "room_disclosed",
        language=person.language or event.language,
        name=person.name,
        title=event.title,
        zone=event.time_zone,
        ground=GROUNDS[Ground(disclosure.ground)],
        opened_at=disclosure.decided_at,
        until=disclosure.ended_at or disclosure.opens_until,
        delayed=bool(disclosure.delay_ground),
        page_path=f"/events/{event.slug}/confidentiality",
        contact=network.contact_email if network else "",
    )
