import csv
import io
import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy.orm import Session

from exchange.accounts.models import Person
from exchange.audit.models import AuditEntry
from exchange.audit.queries import Filters, check_chain, entries
from exchange.core.db import scope_of
from exchange.membership.actions import create_organisation, suspend
from exchange.membership.models import Organisation
from exchange.web.application import Exchange
from tests.support.world import World

SignIn = Callable[[FlaskClient, Person], FlaskClient]


@pytest.fixture
def staff(client: FlaskClient, world: World, sign_in: SignIn) -> FlaskClient:
    world.network()
    return sign_in(client, world.staff("Sam Staff"))


@pytest.fixture
def councils(app: Exchange, world: World) -> list[Organisation]:
    """Three councils, added by Pat, the last of them suspended: four entries, with two formulas."""
    actor = world.actor(world.staff("=Pat Keeper"))
    with scope_of(app.database):
        made = [
            create_organisation(actor=actor, name=name)
            for name in ("Exshire", "Wyeshire", "=cmd|'/c calc'!A1")
        ]
        suspend(actor=actor, organisation_id=made[2].id, reason="Words for staff alone")
    return made


def shown(text: str) -> list[str]:
    """The sentences of the table, newest first."""
    cells = re.findall(r'<td class="govuk-table__cell">\s*([^<]+?)\s*(?:<details|</td>)', text)
    return [cell for cell in cells if "Pat" in cell]


def test_the_trail_says_in_plain_words_who_did_what(
    staff: FlaskClient, councils: list[Organisation]
) -> None:
    text = staff.get("/staff/audit").text
    assert "Pat Keeper added Exshire" in text
    assert "Pat Keeper suspended the membership of" in text
    assert "Words for staff alone" not in text


def test_the_trail_is_filtered(staff: FlaskClient, councils: list[Organisation]) -> None:
    def rows(query: str) -> int:
        return len(shown(staff.get(f"/staff/audit?{query}").text))

    assert rows("") == 4
    assert rows("tag=membership.suspended") == 1
    assert rows(f"subject={councils[2].id}") == 2
    assert rows(f"person={councils[2].id}") == 2  # acted, or was acted upon
    assert rows("first=2000-01-01&last=2000-12-31") == 0
    assert rows("first=2000-01-01") == 4


@pytest.mark.parametrize(
    "query", ["tag=x", "subject=1", "person=nobody", "first=soon", "last=9999-12-31"]
)
def test_nonsense_in_the_address_limits_nothing(
    staff: FlaskClient, councils: list[Organisation], query: str
) -> None:
    assert len(shown(staff.get(f"/staff/audit?{query}").text)) == 4


def test_the_table_for_spreadsheets_holds_no_formula(
    staff: FlaskClient, councils: list[Organisation]
) -> None:
    answer = staff.get("/staff/audit.csv")
    assert answer.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert len(rows) == 5
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)


def test_a_whole_chain_is_said_to_be_whole(
    staff: FlaskClient, councils: list[Organisation]
) -> None:
    assert "The chain is whole: 4 entries" in staff.post("/staff/audit").text


def tampered(app: Exchange, change: Callable[[Session], object]) -> None:
    with app.database.engine.begin() as connection:
        change(connection)  # type: ignore[arg-type]


def test_a_changed_entry_breaks_the_chain(
    app: Exchange, staff: FlaskClient, councils: list[Organisation]
) -> None:
    with scope_of(app.database) as session:
        second = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()[1]
    tampered(
        app,
        lambda c: c.execute(
            update(AuditEntry).where(AuditEntry.id == second.id).values(tag="room.entered")
        ),
    )
    assert f"broken at entry {second.id}" in staff.post("/staff/audit").text


@pytest.mark.parametrize(("position", "shortened"), [(1, False), (3, True)])
def test_a_missing_entry_is_noticed_in_the_middle_and_at_the_end(
    *, app: Exchange, councils: list[Organisation], position: int, shortened: bool
) -> None:
    with scope_of(app.database) as session:
        gone = session.scalars(select(AuditEntry).order_by(AuditEntry.seq)).all()[position]
    tampered(app, lambda c: c.execute(delete(AuditEntry).where(AuditEntry.id == gone.id)))
    with scope_of(app.database):
        chain = check_chain()
    assert (chain.is_whole, chain.shortened) == (False, shortened)


def test_the_chain_is_followed_over_several_pages(
    app: Exchange, councils: list[Organisation], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("exchange.audit.queries.AT_A_TIME", 3)
    with scope_of(app.database):
        assert (check_chain().entries, check_chain().is_whole) == (4, True)


@pytest.mark.parametrize("rows", [1, 3])
def test_a_page_of_the_trail_takes_four_statements(app: Exchange, world: World, rows: int) -> None:
    actor = world.actor(world.staff())
    with scope_of(app.database):
        for number in range(rows):
            create_organisation(actor=actor, name=f"Council {number}")
    sent: list[str] = []

    def note(*arguments: object) -> None:
        if not str(arguments[2]).startswith("BEGIN"):
            sent.append(str(arguments[2]))

    sqlalchemy_event.listen(app.database.engine, "before_cursor_execute", note)
    with scope_of(app.database):
        assert len(entries(Filters(), 1).items) == rows
    assert len(sent) == 4, "\n".join(sent)


def test_outsiders_see_no_trail(client: FlaskClient, world: World, sign_in: SignIn) -> None:
    assert client.get("/staff/audit").status_code == 302
    sign_in(client, world.person())
    for method, path in (("GET", ""), ("POST", ""), ("GET", ".csv")):
        assert client.open(f"/staff/audit{path}", method=method).status_code == 404
