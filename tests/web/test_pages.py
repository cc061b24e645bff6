import re
from collections.abc import Callable, Iterator

import pytest
from flask.testing import FlaskClient

from exchange.accounts.models import Person
from exchange.app import create_app
from exchange.core.errors import Conflict, TooMany
from exchange.settings import Settings
from exchange.web.application import Exchange
from exchange.web.views import own_path
from tests.support.world import World


def test_every_answer_forbids_foreign_scripts_and_frames(client: FlaskClient):
    answer = client.get("/nothing-here")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_nonce_is_new_each_time_and_the_page_uses_it(client: FlaskClient):
    answers = [client.get("/nothing-here") for _ in range(2)]
    nonces = [re.findall(r"'nonce-([^']+)'", a.headers["Content-Security-Policy"]) for a in answers]
    assert nonces[0] != nonces[1]
    scripts = re.findall(r"<script[^>]*>", answers[0].text)
    assert scripts
    assert all(f'nonce="{nonces[0][0]}"' in script for script in scripts)


def test_only_an_answer_that_changes_the_session_sets_its_cookie(
    client: FlaskClient, world: World, sign_in: Callable[[FlaskClient, Person], FlaskClient]
):
    anna = sign_in(client, world.person())
    anna.get("/")  # which adds the forms' secret
    for path in ("/", "/static/icons/favicon.svg", "/nothing-here"):
        with anna.get(path) as answer:
            assert answer.headers.getlist("Set-Cookie") == []


def test_a_missing_page_says_what_to_do(client: FlaskClient):
    answer = client.get("/nothing-here")
    assert answer.status_code == 404
    assert "text/html" in answer.content_type


def test_a_stale_form_is_refused_on_a_page_of_the_network(app: Exchange, world: World):
    world.network(name="Riverside Network")
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/sign-in", data={"email": "anna@hull.example"})
    assert answer.status_code == 400
    assert "Riverside Network" in answer.text


def test_errors_on_the_api_are_json(client: FlaskClient):
    answer = client.get("/api/v1/nothing-here")
    assert answer.status_code == 404
    assert answer.json is not None
    assert answer.json["code"] == "not_found"


@pytest.fixture
def own_app(settings: Settings) -> Iterator[Exchange]:
    """An application of the test's own, to which it may add addresses."""
    app = create_app(settings)
    yield app
    app.database.dispose()


def test_an_unexpected_error_shows_nothing_of_itself(own_app: Exchange, capsys):
    @own_app.get("/broken")
    def broken() -> str:
        raise RuntimeError("a secret sentence")

    answer = own_app.test_client().get("/broken")
    assert answer.status_code == 500
    assert "secret sentence" not in answer.text
    logged = capsys.readouterr()
    assert "RuntimeError" in logged.out + logged.err
    assert "secret sentence" not in logged.out + logged.err


@pytest.mark.parametrize(("error", "status"), [(Conflict(), 409), (TooMany(retry_after=3), 429)])
def test_expected_errors_keep_their_status_and_sentence(own_app: Exchange, error, status):
    @own_app.get("/api/v1/refuses")
    def refuses() -> str:
        raise error

    answer = own_app.test_client().get("/api/v1/refuses")
    assert answer.status_code == status
    assert answer.json is not None
    assert answer.json["message"]
    assert answer.headers.get("Retry-After") == ("3" if status == 429 else None)


def test_the_reader_chooses_the_language(client: FlaskClient):
    assert 'lang="en"' in client.get("/nothing-here").text
    chosen = client.post("/language/da", data={"next": "/events"})
    assert (chosen.status_code, chosen.location) == (302, "/events")
    assert 'lang="da"' in client.get("/nothing-here").text


@pytest.mark.parametrize("code", ["da-dk", "xx", "..", "en_GB"])
def test_an_unknown_language_is_not_there(client: FlaskClient, code: str):
    assert client.post(f"/language/{code}").status_code == 404


def test_a_nonsense_browser_language_falls_back_to_english(client: FlaskClient):
    answer = client.get("/nothing-here", headers={"Accept-Language": "da-dk-x,;q=9,zz"})
    assert answer.status_code == 404


def test_the_language_is_not_changed_without_a_token(app: Exchange):
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/language/da")
    assert answer.status_code == 400
    assert "reload" in answer.text


@pytest.mark.parametrize(
    ("given", "leads_to"),
    [
        ("/events?kind=course", "/events?kind=course"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/ok\r\nSet-Cookie: x=1", "/"),
        ("", "/"),
        ("/" + "a" * 400, "/"),
    ],
)
def test_no_redirect_leaves_the_site(given: str, leads_to: str):
    assert own_path(given) == leads_to


@pytest.mark.parametrize(
    "address",
    ["/events?text=%00", "/events?programme=%00no", "/staff/audit?person=%00", "/?whatever=%00"],
)
def test_a_nul_character_in_a_filter_is_refused_with_a_sentence(client: FlaskClient, address: str):
    answer = client.get(address)
    assert answer.status_code == 422
    assert "Type it again" in answer.text


@pytest.mark.parametrize("address", ["/events/a%00b", "/%00", "/sign-in/link/%00"])
def test_nothing_is_found_at_an_address_with_a_nul_character(client: FlaskClient, address: str):
    assert client.get(address).status_code == 404
