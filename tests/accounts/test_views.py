"""Pages of one's own account, signing in by password, and the demonstration's short cuts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from exchange.accounts import rules
from exchange.accounts.actions import create_token
from exchange.accounts.models import AccountSession, ApiToken, Person
from exchange.accounts.passwords import hashed
from exchange.app import create_app
from exchange.audit.models import AuditEntry
from exchange.core import clock
from exchange.core.actor import Actor, ActorKind
from exchange.core.db import scope_of, session
from exchange.settings import Mode, Settings
from exchange.web.application import Exchange
from tests.support.world import World

SignIn = Callable[[FlaskClient, Person], FlaskClient]
GOOD = "violet tram under gravel"

OWN_PAGES = [
    "/account",
    "/account/profile",
    "/account/password",
    "/account/tokens/new",
]
OWN_ACTS = [
    "/account/profile",
    "/account/password",
    "/account/password/remove",
    "/account/sessions/end",
    "/account/tokens/new",
]


def person_with_password(app: Exchange, world: World) -> Person:
    with app.app_context():
        return world.person(password=hashed(GOOD))


@pytest.mark.parametrize("path", OWN_PAGES)
def test_a_visitor_is_asked_to_sign_in_and_comes_back(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=" + path.replace("/", "%2F")


@pytest.mark.parametrize("path", OWN_ACTS)
def test_a_visitor_can_do_nothing(client: FlaskClient, path: str) -> None:
    assert client.post(path).headers["Location"].startswith("/sign-in")


@pytest.mark.parametrize("path", OWN_PAGES)
def test_a_person_sees_their_own_pages(
    client: FlaskClient, world: World, sign_in: SignIn, path: str
) -> None:
    assert sign_in(client, world.person()).get(path).status_code == 200


def test_a_password_signs_in(app: Exchange, client: FlaskClient, world: World) -> None:
    person = person_with_password(app, world)
    answer = client.post(
        "/sign-in/password",
        data={"email": person.email, "password": GOOD, "next": "/protocols"},
    )
    assert answer.headers["Location"] == "/protocols"
    assert person.name in client.get("/account").text


@pytest.mark.parametrize("who", ["known", "without", "closed", "unknown"])
def test_a_wrong_password_tells_nothing_about_the_address(
    app: Exchange, client: FlaskClient, world: World, who: str
) -> None:
    known = person_with_password(app, world)
    with app.app_context():
        closed = world.person(active=False, password=hashed(GOOD))
    email, password = {
        "known": (known.email, GOOD + "!"),
        "without": (world.person().email, GOOD),
        "closed": (closed.email, GOOD),
        "unknown": ("nobody@elsewhere.example", GOOD),
    }[who]
    answer = client.post("/sign-in/password", data={"email": email, "password": password})
    assert answer.status_code == 403
    assert "The e-mail address or the password is not right" in answer.text
    assert password not in answer.text
    with scope_of(app.database):
        entry = session().scalars(select(AuditEntry)).one()
        assert entry.tag == "account.sign_in_failed"
        assert entry.facts == {}
        assert (entry.subject_id is None) == (who == "unknown")


@pytest.mark.parametrize("password", ["", "x" * 129, "x" * 100_000, "a\0b"])
def test_a_password_of_the_wrong_shape_is_refused(
    client: FlaskClient, world: World, password: str
) -> None:
    data = {"email": world.person().email, "password": password}
    assert client.post("/sign-in/password", data=data).status_code == 422


def test_a_password_is_set_used_and_removed(
    app: Exchange, client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    person = world.person()
    other = sign_in(app.test_client(), person)
    sign_in(client, person)
    assert client.post("/account/password", data={"password": "short"}).status_code == 422
    client.post("/account/password", data={"password": GOOD})
    assert other.get("/account").status_code == 302  # other browsers are out
    assert client.get("/account").status_code == 200
    data = {"email": person.email, "password": GOOD}
    assert app.test_client().post("/sign-in/password", data=data).status_code == 302
    client.post("/account/password/remove")
    assert app.test_client().post("/sign-in/password", data=data).status_code == 403


def test_an_old_sign_in_does_not_change_the_password_or_make_tokens(
    app: Exchange, client: FlaskClient, world: World
) -> None:
    began = clock.now() - rules.FRESH - timedelta(minutes=1)
    old = world.account_session(world.person(), began_at=began)
    with client.session_transaction() as cookie:
        cookie["account_session"] = old.id.hex
    for path, data in [
        ("/account/password", {"password": GOOD}),
        ("/account/tokens/new", {"name": "Intranet", "days": "30"}),
    ]:
        assert "sign in again" in client.get(path).text
        assert client.post(path, data=data).status_code == 403


def test_signing_out_ends_the_session_on_the_server(
    app: Exchange, client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    sign_in(client, world.person())
    cookie = client.get_cookie("exchange")
    client.post("/sign-out")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("exchange", cookie.value)
    assert thief.get("/account").status_code == 302


def test_signing_out_clears_what_tabs_have_kept(
    client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    me = world.person()
    by_button = sign_in(client, me).post("/sign-out")
    assert by_button.headers["Clear-Site-Data"] == '"storage"'
    sign_in(client, me)
    with client.session_transaction() as cookie:
        used = cookie["account_session"]
    from_the_list = client.post(f"/account/sessions/{UUID(used)}/end")
    assert from_the_list.headers["Clear-Site-Data"] == '"storage"'


def test_signing_out_works_for_visitors_and_keeps_the_language(client: FlaskClient) -> None:
    client.post("/language/da")
    assert client.post("/sign-out").status_code == 302
    with client.session_transaction() as cookie:
        assert cookie["language"] == "da"


def test_a_person_ends_their_other_sessions_and_nobody_elses(
    app: Exchange, client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    me, stranger = world.person(), world.person()
    sign_in(client, me)
    mine, theirs = world.account_session(me), world.account_session(stranger)
    assert client.post(f"/account/sessions/{theirs.id}/end").status_code == 404
    assert client.post(f"/account/sessions/{mine.id}/end").status_code == 302
    world.account_session(me)
    client.post("/account/sessions/end")
    with scope_of(app.database):
        alive = select(AccountSession.person_id).where(AccountSession.revoked_at.is_(None))
        assert sorted(session().scalars(alive)) == sorted([me.id, stranger.id])


def test_details_are_changed(
    app: Exchange, client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    person = world.person()
    sign_in(client, person)
    data = {"name": "  Bo   Hansen ", "job_title": "Chief executive", "language": "da"}
    assert client.post("/account/profile", data=data).status_code == 302
    assert 'lang="da"' in client.get("/account").text
    assert "Bo Hansen" in client.get("/account").text


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"name": "x" * 121}, {"job_title": "x" * 121}, {"language": "xx"}]
)
def test_wrong_details_are_refused_and_stay_in_the_form(
    client: FlaskClient, world: World, sign_in: SignIn, wrong: dict[str, str]
) -> None:
    sign_in(client, world.person())
    data = {"name": "Bo", "job_title": "Kept in the form", "language": ""}
    answer = client.post("/account/profile", data={**data, **wrong})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_a_token_is_shown_once_and_works_until_it_is_revoked(
    app: Exchange, client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    sign_in(client, world.person("Token Owner"))
    made = client.post("/account/tokens/new", data={"name": "Intranet", "days": "30"})
    secret = made.text.partition("<code")[2].partition(">")[2].partition("<")[0]
    assert secret.startswith("exchange_")
    assert secret not in client.get("/account").text
    with scope_of(app.database):
        token = session().scalars(select(ApiToken)).one()
        assert secret not in str(vars(token))
        assert app.actor_of_token(secret).name == "Token Owner"
    assert "Intranet" in client.get(f"/account/tokens/{token.id}/revoke").text
    client.post(f"/account/tokens/{token.id}/revoke")
    with scope_of(app.database):
        assert not app.actor_of_token(secret).is_signed_in


def test_anothers_token_is_not_there(
    app: Exchange, client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    owner = world.person()
    sign_in(client, world.person())
    begun = world.account_session(owner)
    with scope_of(app.database):
        actor = Actor(ActorKind.PERSON, owner.id, begun.id)
        token, _ = create_token(actor=actor, name="Intranet", days=30)
    path = f"/account/tokens/{token.id}/revoke"
    assert client.get(path).status_code == client.post(path).status_code == 404


def test_the_demonstration_offers_its_people_alone(
    app: Exchange, client: FlaskClient, world: World
) -> None:
    offered = world.person("Mona", demonstration_note="Monitoring officer of a member council")
    real = world.person("Real Person")
    closed = world.person("Closed", demonstration_note="Gone", active=False)
    page = client.get("/sign-in").text
    assert "Mona" in page
    assert "Real Person" not in page
    for person in (real.id, closed.id, "x", ""):
        answer = client.post("/demonstration/sign-in", data={"person": person})
        assert answer.status_code == 404
    data = {"person": offered.id, "next": "//evil.example"}
    assert client.post("/demonstration/sign-in", data=data).headers["Location"] == "/"
    assert "Mona" in client.get("/account").text


def test_the_mailbox_shows_letters_with_their_links(client: FlaskClient, world: World) -> None:
    assert "No letters yet" in client.get("/demonstration/mailbox").text
    client.post("/sign-in", data={"email": world.person().email})
    from exchange.worker import work_once

    while work_once(client.application):  # type: ignore[arg-type]
        pass
    assert 'href="http://localhost/sign-in/link/' in client.get("/demonstration/mailbox").text


def test_outside_a_demonstration_there_are_no_short_cuts(
    settings: Settings, world: World, tmp_path: Path
) -> None:
    offered = world.person("Mona", demonstration_note="Monitoring officer of a member council")
    production = replace(settings, mode=Mode.PRODUCTION, mail_url="smtp://127.0.0.1:9")
    app = create_app(production)
    app.config.update(WTF_CSRF_ENABLED=False)
    client = app.test_client()
    assert client.get("/demonstration/mailbox").status_code == 404
    answer = client.post("/demonstration/sign-in", data={"person": offered.id})
    assert answer.status_code == 404
    assert "Mona" not in client.get("/sign-in").text
    app.database.dispose()


@pytest.mark.parametrize(("path", "most"), [("/sign-in", 5), ("/sign-in/password", 10)])
def test_asking_too_often_for_one_address_is_refused(
    settings: Settings, path: str, most: int
) -> None:
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    client = app.test_client()
    data = {"email": "anna@council.example", "password": "wrong wrong wrong"}
    answers = [client.post(path, data=data).status_code for _ in range(most + 1)]
    assert 429 not in answers[:-1]
    assert answers[-1] == 429
    other = client.post(path, data={**data, "email": "bo@council.example"})
    assert other.status_code != 429
    app.database.dispose()
