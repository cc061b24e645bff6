"""Every page, asked by those to whom it does not belong. A page without a row here fails.

The API knows no cookies; its outsiders are in tests/api.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.routing import Rule

from exchange.accounts.models import ApiToken, Person
from exchange.audit.models import AuditEntry
from exchange.cases.models import Case
from exchange.commitments.models import Commitment
from exchange.confidentiality.models import ProtocolVersion
from exchange.core import clock
from exchange.core.db import scope_of, session
from exchange.disclosure.models import Disclosure
from exchange.events.enums import EventState
from exchange.feedback.models import QuotationConsent
from exchange.membership.models import Affiliation, Term
from exchange.retention.models import LegalHold
from exchange.rooms.models import Arrangement, Dilemma, Method, Room, SheetStep
from exchange.takeaways.models import Takeaway
from exchange.web.application import Exchange
from tests.support.world import World

SignIn = Callable[[FlaskClient, Person], FlaskClient]

SIGN_IN = "asked to sign in"
FORBIDDEN = "403"
ABSENT = "404"
MAY = "answered"  # what is shown then is the matter of the page's own tests


class Row(NamedTuple):
    """What they meet who have nothing to do with the thing: an officer elsewhere is an outsider."""

    visitor: str
    outsider: str
    staff: str


ANYBODYS = Row(MAY, MAY, MAY)
ONES_OWN = Row(SIGN_IN, MAY, MAY)  # the same address shows to each their own
SOMEBODYS = Row(SIGN_IN, ABSENT, ABSENT)
STAFFS = Row(SIGN_IN, ABSENT, MAY)
DRAFT = Row(ABSENT, ABSENT, MAY)  # an event's address; the event is a draft
ON_DRAFT = Row(SIGN_IN, ABSENT, MAY)
ROOM = Row(SIGN_IN, FORBIDDEN, FORBIDDEN)  # being staff opens no room; a reason is told
UNOPENED = Row(SIGN_IN, ABSENT, FORBIDDEN)  # asked by somebody else, and agreed to by nobody
TOKEN = Row(FORBIDDEN, FORBIDDEN, FORBIDDEN)
HIDDEN = Row(ABSENT, ABSENT, ABSENT)

ROWS = {
    "GET /": ANYBODYS,
    "GET /account": ONES_OWN,
    "GET POST /account/password": ONES_OWN,
    "POST /account/password/remove": ONES_OWN,
    "GET POST /account/profile": ONES_OWN,
    "POST /account/sessions/<session_id>/end": SOMEBODYS,
    "POST /account/sessions/end": ONES_OWN,
    "GET POST /account/tokens/<token_id>/revoke": SOMEBODYS,
    "GET POST /account/tokens/new": ONES_OWN,
    "GET /demonstration/mailbox": ANYBODYS,
    "POST /demonstration/sign-in": HIDDEN,  # for no other than its invented people
    "GET /events": ANYBODYS,
    "GET /events/<slug>": DRAFT,
    "GET POST /events/<slug>/acknowledge": ON_DRAFT,
    "POST /events/<slug>/bans/<person_id>/lift": SOMEBODYS,
    "GET /events/<slug>/calendar.ics": DRAFT,
    "GET POST /events/<slug>/case": SOMEBODYS,  # the draft asks for none
    "GET POST /events/<slug>/case/withdraw": SOMEBODYS,
    "GET /events/<slug>/cases": SOMEBODYS,
    "POST /events/<slug>/case/dilemma": SOMEBODYS,
    "POST /events/<slug>/cases/wish": SOMEBODYS,
    "GET POST /events/<slug>/cases/<case_id>/dilemma": SOMEBODYS,  # facilitators alone
    "GET POST /events/<slug>/register": ON_DRAFT,
    "GET /events/<slug>/registration": ON_DRAFT,
    "POST /events/<slug>/registration/accept": SOMEBODYS,
    "GET POST /events/<slug>/registration/cancel": SOMEBODYS,
    "POST /events/<slug>/registration/shown": SOMEBODYS,
    "GET /events/<slug>/confidentiality": DRAFT,
    "GET /events/<slug>/forgotten": ON_DRAFT,
    "GET /events/<slug>/harvest": SOMEBODYS,  # the draft has none
    "GET /events/<slug>/harvest.<form>": SOMEBODYS,
    "GET /harvest": ANYBODYS,
    "GET /healthz": ANYBODYS,
    "POST /language/<code>": ANYBODYS,
    "GET /live/<part_id>": ROOM,
    "GET /live/<part_id>/notes/": SOMEBODYS,
    "GET /live/<part_id>/notes/<room_id>": SOMEBODYS,
    "GET /live/<part_id>/notes/<room_id>.<form>": SOMEBODYS,
    "GET /live/<part_id>/rooms/<room_id>/takeaways": SOMEBODYS,
    "GET POST /live/<part_id>/rooms/<room_id>/takeaways/choose": SOMEBODYS,
    "GET POST /live/<part_id>/rooms/<room_id>/takeaways/<takeaway_id>/hold-back": SOMEBODYS,
    "GET POST /live/<part_id>/rooms/<room_id>/takeaways/<takeaway_id>/reword": SOMEBODYS,
    "GET /live/<part_id>/sheet": STAFFS,
    "GET POST /live/<part_id>/sheet/copy": STAFFS,
    "GET POST /live/<part_id>/sheet/lists": SOMEBODYS,  # of facilitators alone
    "POST /live/<part_id>/sheet/lists/<arrangement_id>/remove": SOMEBODYS,
    "GET POST /live/<part_id>/sheet/methods": STAFFS,
    "GET /live/<part_id>/sheet/plan": STAFFS,
    "GET /live/<part_id>/sheet/rehearsal": STAFFS,
    "GET POST /live/<part_id>/sheet/save": STAFFS,
    "GET POST /live/<part_id>/sheet/steps/<step_id>": STAFFS,
    "GET POST /live/<part_id>/sheet/steps/<step_id>/cases": SOMEBODYS,  # facilitators alone
    "POST /live/<part_id>/sheet/steps/<step_id>/move": STAFFS,
    "GET POST /live/<part_id>/sheet/steps/<step_id>/remove": STAFFS,
    "GET POST /live/<part_id>/sheet/steps/new": STAFFS,
    "GET /methods": STAFFS,
    "GET POST /methods/<method_id>/remove": STAFFS,
    "GET /dilemmas": STAFFS,
    "GET POST /dilemmas/new": STAFFS,
    "GET POST /dilemmas/<dilemma_id>": STAFFS,
    "POST /dilemmas/<dilemma_id>/retire": STAFFS,
    "POST /dilemmas/<dilemma_id>/restore": STAFFS,
    "GET /metrics": HIDDEN,
    "GET POST /my-actions": ONES_OWN,
    "GET POST /my-actions/<commitment_id>": SOMEBODYS,
    "GET POST /my-actions/<commitment_id>/delete": SOMEBODYS,
    "POST /my-actions/reminders": ONES_OWN,
    "GET /my-contacts": ONES_OWN,
    "GET /my-contacts/<person_id>.vcf": SOMEBODYS,
    "GET POST /my-contacts/card": ONES_OWN,
    "GET POST /my-contacts/card/withdraw": SOMEBODYS,  # who has none
    "POST /my-contacts/offers/<event_id>": SOMEBODYS,  # who was in no room of it
    "GET /my-exchanges": ONES_OWN,
    "GET /my-quotations": ONES_OWN,
    "GET POST /my-quotations/new/<commitment_id>": SOMEBODYS,
    "POST /my-quotations/<consent_id>/take-back": SOMEBODYS,
    "GET /staff/events/<slug>/quotations": STAFFS,
    "GET /my-exchanges/attendance": ONES_OWN,
    "GET /protocols": ANYBODYS,
    "GET /protocols/<slug>": ANYBODYS,
    "GET /protocols/<slug>/<number>": ANYBODYS,
    "GET /protocols/<slug>/compare": HIDDEN,  # there is one version
    "GET /readyz": ANYBODYS,
    "GET POST /sign-in": ANYBODYS,
    "GET POST /sign-in/link/<token>": TOKEN,
    "GET POST /sign-in/password": ANYBODYS,
    "GET /sign-in/sent": ANYBODYS,
    "POST /sign-out": ANYBODYS,
    "GET POST /staff/affiliations/<affiliation_id>/end": STAFFS,
    "GET POST /staff/audit": STAFFS,
    "GET /staff/audit.csv": STAFFS,
    "GET /staff/events/<slug>/attendance": STAFFS,
    "GET POST /staff/events/<slug>/attendance/<registration_id>": STAFFS,
    "GET /staff/events/<slug>/attendance/export.csv": STAFFS,
    "GET /staff/events": STAFFS,
    "GET /staff/events/<slug>": STAFFS,
    "GET POST /staff/events/<slug>/edit": STAFFS,
    "GET POST /staff/events/<slug>/facilitators": STAFFS,
    "POST /staff/events/<slug>/facilitators/<person_id>/release": STAFFS,
    "GET /staff/disclosures": STAFFS,
    "GET /staff/disclosures/<disclosure_id>": STAFFS,
    "POST /staff/disclosures/<disclosure_id>/decide": STAFFS,
    "POST /staff/disclosures/<disclosure_id>/end": UNOPENED,
    "POST /staff/disclosures/<disclosure_id>/read": UNOPENED,
    "GET POST /staff/events/<slug>/disclosures/new": STAFFS,
    "GET POST /staff/events/<slug>/holds/new": STAFFS,
    "GET POST /staff/events/<slug>/holds/<hold_id>/lift": STAFFS,
    "GET POST /staff/events/<slug>/retention": STAFFS,
    "GET POST /staff/events/<slug>/harvest": STAFFS,
    "POST /staff/events/<slug>/harvest/headings": STAFFS,
    "POST /staff/events/<slug>/harvest/publish": STAFFS,
    "POST /staff/events/<slug>/harvest/unpublish": STAFFS,
    "POST /staff/events/<slug>/publish": STAFFS,
    "GET /staff/events/<slug>/registrations": STAFFS,
    "GET POST /staff/events/<slug>/registrations/<registration_id>/cancel": STAFFS,
    "GET /staff/events/<slug>/registrations/export.csv": STAFFS,
    "POST /staff/events/<slug>/registrations/fill": STAFFS,
    "GET POST /staff/events/<slug>/registrations/new": STAFFS,
    "GET POST /staff/events/<slug>/withdraw": Row(SIGN_IN, ABSENT, ABSENT),  # it is a draft still
    "GET POST /staff/events/new": STAFFS,
    "GET /staff/network": STAFFS,
    "GET POST /staff/network/edit": STAFFS,
    "GET /staff/organisations": STAFFS,
    "GET /staff/organisations/<organisation_id>": STAFFS,
    "GET POST /staff/organisations/<organisation_id>/edit": STAFFS,
    "GET POST /staff/organisations/<organisation_id>/people/new": STAFFS,
    "GET POST /staff/organisations/<organisation_id>/reinstate": STAFFS,
    "GET POST /staff/organisations/<organisation_id>/suspend": STAFFS,
    "GET POST /staff/organisations/<organisation_id>/terms/<term_id>": STAFFS,
    "GET POST /staff/organisations/<organisation_id>/terms/new": STAFFS,
    "GET POST /staff/organisations/new": STAFFS,
    "GET /staff/people": STAFFS,
    "GET /staff/people/<person_id>": STAFFS,
    "GET POST /staff/people/<person_id>/deactivate": STAFFS,
    "GET POST /staff/people/<person_id>/reactivate": STAFFS,
    "GET POST /staff/retention": STAFFS,
    "GET POST /staff/protocols/<slug>/new-version": STAFFS,
}
TABLE = {
    f"{method} {line.split()[-1]}": row
    for line, row in ROWS.items()
    for method in line.split()[:-1]
}
NOT_THERE = {"token": "invented", "slug": "no-such", "number": "9.9", "code": "xx", "form": "xx"}


def pages(app: Exchange) -> Iterator[tuple[str, str, Rule]]:
    """Each page's method, its name in the table, and its rule."""
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith(("/api/", "/static/")):
            for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield method, f"{method} {rule.rule.replace('<uuid:', '<')}", rule


def address(rule: Rule, things: Mapping[str, Any]) -> str:
    values = {**things, "slug": things["protocol"]} if "/protocols/" in rule.rule else things
    built = rule.build({name: values[name] for name in rule.arguments})
    assert built is not None
    return built[1]


class Things:
    """One of everything that addresses name; all of it is the owner's or another council's."""

    def __init__(self, world: World, owner: Person) -> None:
        self.world, self.owner = world, owner
        self.council = world.organisation()
        self.member = world.person(organisation=self.council)
        self.draft = world.event(state=EventState.DRAFT.value)
        self.live = world.live_event()
        world.live_part(self.live)
        world.registration(owner, self.live)
        world.facilitator(self.member, self.draft)
        self.version = world.protocol(self.live)

    def named(self) -> dict[str, Any]:
        part_id, now = self.world.part(self.live).id, clock.now()
        token = ApiToken(
            person_id=self.owner.id,
            name="Reports",
            fingerprint=uuid4().hex,
            created_at=now,
            expires_at=now,
        )
        with scope_of(self.world.database):
            version = session().get_one(ProtocolVersion, self.version.seq)
            slug, number = version.protocol.slug, version.number
        return {
            "slug": self.draft.slug,
            "protocol": slug,
            "number": number,
            "part_id": part_id.hex,
            "room_id": self._one(Room, Room.part_id == part_id).hex,
            "takeaway_id": self._takeaway(part_id),
            "step_id": self._step(part_id),
            "method_id": self._method(),
            "dilemma_id": self._dilemma(),
            "case_id": self._case(),
            "commitment_id": self._commitment(),
            "event_id": self.live.id,
            "consent_id": self._consent(),
            "hold_id": self._hold(),
            "disclosure_id": self._disclosure(),
            "arrangement_id": self.world.add(Arrangement(event_id=self.live.id, kind="apart")).id,
            "registration_id": self.world.registration(self.owner, self.draft).id,
            "organisation_id": self.council.id,
            "person_id": self.member.id,
            "term_id": self._one(Term, Term.organisation_id == self.council.id),
            "affiliation_id": self._one(Affiliation, Affiliation.person_id == self.member.id),
            "session_id": self.world.account_session(self.owner).id,
            "token_id": self.world.add(token).id,
            "token": "invented",
            "code": "da",
            "form": "md",
        }

    def _step(self, part_id: UUID) -> UUID:
        values = {"position": 0, "kind": "plenary", "title": "Welcome", "minutes": 5}
        return self.world.add(SheetStep(part_id=part_id, **values)).id

    def _takeaway(self, part_id: UUID) -> UUID:
        room_id, now = self._one(Room, Room.part_id == part_id), clock.now()
        when = {"shown_at": now, "releases_at": now}
        return self.world.add(Takeaway(room_id=room_id, version=1, sealed=b"", **when)).id

    def _hold(self) -> UUID:
        values = {"reason": "court", "reference": "7", "ends_on": date(2999, 1, 1)}
        who = {"placed_at": clock.now(), "placed_by": self.owner.id}
        return self.world.add(LegalHold(event_id=self.draft.id, **values, **who)).id

    def _disclosure(self) -> UUID:
        room_id = self._one(Room, Room.part_id == self.world.part(self.live).id)
        values = {"ground": "court_order", "reference": "7", "hours": 8, "asked_at": clock.now()}
        asked = Disclosure(event_id=self.live.id, room_id=room_id, asked_by=self.owner.id, **values)
        return self.world.add(asked).id

    def _method(self) -> UUID:
        name = uuid4().hex
        return self.world.add(Method(slug=name, name=name, language="en", steps=[])).id

    def _dilemma(self) -> UUID:
        words = {"title": "The bus", "language": "en", "situation": "Late.", "question": "Wait?"}
        return self.world.add(Dilemma(slug=uuid4().hex, **words, options=["Yes", "No"])).id

    def _case(self) -> UUID:
        whose = {"event_id": self.draft.id, "person_id": self.owner.id}
        how = {"seen_by": "facilitators", "shown_in_room": True, "sealed": b""}
        now = clock.now()
        return self.world.add(Case(**whose, **how, handed_in_at=now, changed_at=now)).id

    def _consent(self) -> UUID:
        whose = {"person_id": self.owner.id, "commitment_id": uuid4(), "event_id": self.live.id}
        return self.world.add(QuotationConsent(**whose, sealed=b"", agreed_at=clock.now())).id

    def _commitment(self) -> UUID:
        when = {"made_at": clock.now(), "changed_at": clock.now()}
        whose = {"person_id": self.owner.id, "key": uuid4()}
        return self.world.add(Commitment(**whose, **when, state="open", sealed=b"")).id

    def _one(self, model: Any, *where: Any) -> Any:
        with scope_of(self.world.database):
            return session().scalars(select(model.id).where(*where)).one()


class Asking:
    """A visitor, an officer of a council that has nothing to do with it, and network staff."""

    def __init__(self, app: Exchange, world: World, sign_in: SignIn) -> None:
        self.app, self._sign_in = app, sign_in
        world.network()
        owner = world.person("Owner", organisation=world.organisation())
        self.things, self.others = Things(world, owner).named(), Things(world, owner).named()
        self.people = {
            "visitor": None,
            "outsider": world.person("Outsider", organisation=world.organisation()),
            "staff": world.staff(),
        }

    def answer(self, who: str, method: str, path: str) -> str:
        client, person = self.app.test_client(), self.people[who]
        if person is not None:
            self._sign_in(client, person)
        answer = client.open(path, method=method)
        assert answer.status_code < 500, f"{method} {path}"
        if answer.headers.get("Location", "").startswith("/sign-in?next="):
            return SIGN_IN
        return str(answer.status_code) if answer.status_code in (401, 403, 404) else MAY

    def audited(self) -> int:
        with scope_of(self.app.database):
            return session().scalar(select(func.count()).select_from(AuditEntry)) or 0


@pytest.fixture
def asking(app: Exchange, world: World, sign_in: SignIn) -> Asking:
    return Asking(app, world, sign_in)


def test_every_page_has_its_row(app: Exchange):
    assert {name for _, name, _ in pages(app)} == set(TABLE)


@pytest.mark.parametrize("who", Row._fields)
def test_what_exists_elsewhere_is_answered_by_the_table(asking: Asking, who: str):
    before, wanted, met = asking.audited(), {}, {}
    for method, name, rule in pages(asking.app):
        row = getattr(TABLE[name], who)
        if method == "GET" or row != MAY:  # what they may do is not done here
            wanted[name] = row
            met[name] = asking.answer(who, method, address(rule, asking.things))
    assert met == wanted
    assert asking.audited() == before


@pytest.mark.parametrize("who", Row._fields)
def test_what_does_not_exist_looks_like_what_is_not_yours(asking: Asking, who: str):
    wanted, met = {}, {}
    for method, name, rule in pages(asking.app):
        if rule.arguments:
            not_there = {key: NOT_THERE.get(key, str(uuid4())) for key in asking.things}
            asks_first = who == "visitor" and TABLE[name].visitor == SIGN_IN
            is_token = TABLE[name] is TOKEN
            wanted[name] = SIGN_IN if asks_first else FORBIDDEN if is_token else ABSENT
            met[name] = asking.answer(who, method, address(rule, not_there))
    assert met == wanted


def test_a_thing_below_another_than_its_own_is_absent_even_for_staff(asking: Asking):
    met = {}
    for method, name, rule in pages(asking.app):
        ids = [key for key in rule.arguments if key.endswith("_id")]
        if len(rule.arguments) > 1 and ids:
            below = max(ids, key=rule.rule.index)
            mixed = {**asking.things, below: asking.others[below]}
            met[name] = asking.answer("staff", method, address(rule, mixed))
    assert len(met) >= 7
    assert set(met.values()) == {ABSENT}, met
