"""Signing in by e-mail link: once, in time, in the browser that asked."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from exchange.accounts import rules
from exchange.accounts.actions import ask_sign_in_link, use_sign_in_link
from exchange.accounts.models import AccountSession, Person, SignInLink
from exchange.audit.models import AuditEntry
from exchange.audit.tags import Tag
from exchange.core import clock
from exchange.core.actor import ANONYMOUS
from exchange.core.db import scope_of, session
from exchange.core.decision import Refused
from exchange.outbox.models import OutboxMessage
from exchange.web.application import Exchange
from tests.support.world import World

Ask = Callable[..., str]


def test_a_link_signs_in_and_leads_where_the_person_was_going(
    client: FlaskClient, world: World, ask_link: Ask
) -> None:
    person = world.person("Anna Officer")
    path = ask_link(client, person.email.upper(), then="/events?page=2")
    assert "Press the button" in client.get(path).text
    answer = client.post(path)
    assert answer.headers["Location"] == "/events?page=2"
    assert "Anna Officer" in client.get("/account").text


def test_looking_at_a_link_does_not_use_it_up(
    client: FlaskClient, world: World, ask_link: Ask
) -> None:
    path = ask_link(client, world.person().email)
    for _ in range(3):
        assert client.get(path).status_code == 200
    assert client.post(path).status_code == 302


def test_a_used_link_says_so_and_offers_a_new_one(
    client: FlaskClient, world: World, ask_link: Ask
) -> None:
    path = ask_link(client, world.person().email)
    client.post(path)
    client.post("/sign-out")
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 403
        assert "has been used already" in answer.text
        assert "Send me a link" in answer.text


def test_an_expired_link_says_so(
    client: FlaskClient, world: World, ask_link: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = ask_link(client, world.person().email)
    later = clock.now() + rules.LINK_LIFE + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 403
        assert "older than 20 minutes" in answer.text


def test_a_forwarded_link_says_so_and_stays_usable_where_it_was_asked_for(
    app: Exchange, client: FlaskClient, world: World, ask_link: Ask
) -> None:
    path = ask_link(client, world.person().email)
    other = app.test_client()
    for answer in (other.get(path), other.post(path)):
        assert answer.status_code == 403
        assert "another browser" in answer.text
    assert client.post(path).status_code == 302


@pytest.mark.parametrize("token", ["x", "%00", "a" * 5000, "..%2F..", "ø"])
def test_an_invented_link_says_so(client: FlaskClient, token: str) -> None:
    for answer in (client.get(f"/sign-in/link/{token}"), client.post(f"/sign-in/link/{token}")):
        assert answer.status_code in (403, 404)


def test_the_answer_is_the_same_for_known_closed_and_unknown_addresses(
    client: FlaskClient, world: World, letters: Callable[[], list[str]]
) -> None:
    known, closed = world.person(), world.person(active=False)
    pages = []
    for email in (known.email, closed.email, "nobody@elsewhere.example"):
        asked = client.post("/sign-in", data={"email": email}, follow_redirects=True)
        words = asked.text.partition("<main")[2]
        pages.append((asked.status_code, words.replace(email, "…")))
    assert pages[0] == pages[1] == pages[2]
    assert len(letters()) == 1


def test_asking_does_the_same_work_for_every_address(
    app: Exchange, world: World, statements: Callable[..., list[str]]
) -> None:
    known = world.person().email
    counts = []
    for email in (known, "nobody@elsewhere.example"):
        with scope_of(app.database), statements() as seen:
            ask_sign_in_link(actor=ANONYMOUS, email=email, browser_secret="secret")
        counts.append(len(seen))
    assert counts[0] == counts[1] > 0


def test_audit_and_links_hold_no_address_of_unknown_people(
    app: Exchange, client: FlaskClient, work: Callable[[], None]
) -> None:
    client.post("/sign-in", data={"email": "nobody@elsewhere.example"})
    work()
    with scope_of(app.database):
        assert "elsewhere" not in str([e.facts for e in session().scalars(select(AuditEntry))])
        assert session().scalars(select(SignInLink)).all() == []


def test_only_fingerprints_of_secrets_are_stored(
    app: Exchange, client: FlaskClient, world: World, ask_link: Ask
) -> None:
    token = ask_link(client, world.person().email).rpartition("/")[2]
    with client.session_transaction() as cookie:
        browser = cookie["sign_in_browser"]
    with scope_of(app.database):
        link = session().scalars(select(SignInLink)).one()
        stored = str(vars(link))
    assert token not in stored
    assert browser not in stored


@pytest.mark.parametrize(
    "email",
    ["", "a", "a@b", "a b@c.dk", "a@b.dk, c@d.dk", "x" * 300 + "@c.dk", "a\0@b.dk", "a@b..dk"],
)
def test_what_is_no_address_is_refused_and_kept_in_the_form(
    app: Exchange, client: FlaskClient, email: str
) -> None:
    answer = client.post("/sign-in", data={"email": email})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    with scope_of(app.database):
        assert session().scalars(select(OutboxMessage)).all() == []


@pytest.mark.parametrize(
    "then", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_link_leads_to_another_site(
    client: FlaskClient, world: World, ask_link: Ask, then: str
) -> None:
    path = ask_link(client, world.person().email, then=then)
    assert client.post(path).headers["Location"] == "/"
    assert "evil.example" not in client.get("/sign-in", query_string={"next": then}).text


def test_a_form_without_its_token_is_refused(
    app: Exchange, client: FlaskClient, world: World, ask_link: Ask
) -> None:
    path = ask_link(client, world.person().email)
    app.config["WTF_CSRF_ENABLED"] = True
    for address in ("/sign-in", path, "/sign-in/password", "/sign-out", "/demonstration/sign-in"):
        assert client.post(address, data={"email": "a@b.dk"}).status_code == 400
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post(path).status_code == 302  # nothing was used up


def test_signing_in_forgets_what_the_cookie_held_before(
    client: FlaskClient, world: World, ask_link: Ask
) -> None:
    path = ask_link(client, world.person(language="da").email)
    with client.session_transaction() as cookie:
        cookie["planted"] = "by somebody else"
    client.post(path)
    with client.session_transaction() as cookie:
        assert set(cookie) == {"account_session", "language", "_permanent"}


def test_signing_in_anew_ends_the_browsers_former_session(
    app: Exchange, client: FlaskClient, world: World, ask_link: Ask
) -> None:
    for _ in range(2):
        client.post(ask_link(client, world.person().email))
    with scope_of(app.database):
        sessions = session().scalars(select(AccountSession).order_by(AccountSession.seq)).all()
        assert [s.revoked_at is None for s in sessions] == [False, True]


def test_a_newcomer_of_a_known_domain_opens_an_account_by_using_the_link(
    app: Exchange, client: FlaskClient, world: World, ask_link: Ask
) -> None:
    world.network()
    world.organisation("Exshire", domain="exshire.example")
    path = ask_link(client, "new@exshire.example")
    with scope_of(app.database):
        assert session().scalars(select(Person)).all() == []
    assert "Welcome" in client.get(path).text
    assert client.post(path, data={"name": "", "job_title": "Head of policy"}).status_code == 422
    assert client.post(path, data={"name": "N" * 121}).status_code == 422
    assert client.post(path, data={"name": "A\0B"}).status_code == 422
    answer = client.post(path, data={"name": "New Officer", "job_title": "Head of policy"})
    assert answer.status_code == 302
    with scope_of(app.database):
        person = session().scalars(select(Person)).one()
        assert (person.name, person.job_title) == ("New Officer", "Head of policy")
        assert person.is_staff is False


def test_two_links_of_one_newcomer_open_one_account(
    app: Exchange, client: FlaskClient, world: World, ask_link: Ask
) -> None:
    world.network()
    world.organisation("Exshire", domain="exshire.example")
    first, second = (ask_link(client, "new@exshire.example") for _ in range(2))
    with client.session_transaction() as cookie:
        browser = cookie["sign_in_browser"]
    client.post(first, data={"name": "New Officer"})
    with client.session_transaction() as cookie:
        cookie["sign_in_browser"] = browser
    client.post(second, data={"name": "Another Name"})
    with scope_of(app.database):
        assert [p.name for p in session().scalars(select(Person))] == ["New Officer"]


def test_a_stranger_gets_no_letter(client: FlaskClient, letters: Callable[[], list[str]]) -> None:
    client.post("/sign-in", data={"email": "someone@gmail.example"})
    assert letters() == []


def test_of_two_uses_at_once_one_signs_in(
    app: Exchange, client: FlaskClient, world: World, ask_link: Ask
) -> None:
    token = ask_link(client, world.person().email).rpartition("/")[2]
    with client.session_transaction() as cookie:
        browser = cookie["sign_in_browser"]
    gate, outcomes = threading.Barrier(4), []

    def use() -> None:
        with app.app_context(), scope_of(app.database):
            gate.wait()
            try:
                use_sign_in_link(
                    actor=ANONYMOUS, token=token, browser_secret=browser, browser="Test"
                )
                outcomes.append("in")
            except Refused as refusal:
                outcomes.append(refusal.reason)

    threads = [threading.Thread(target=use) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["in", "link_used", "link_used", "link_used"]
    with scope_of(app.database):
        tags = session().scalars(select(AuditEntry.tag)).all()
        assert tags.count(Tag.SIGNED_IN.value) == 1
