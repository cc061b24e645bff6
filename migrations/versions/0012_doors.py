"""Doors: the lobby, admission one by one, people shut out of an event, short breaks

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def _row() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _keys(table: str) -> tuple[sa.Constraint, sa.Constraint]:
    return (
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id")),
    )


def _instant(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, UtcDateTime(timezone=True), nullable=nullable)


def _current(table: str, name: str, columns: list[str], ends: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            name,
            columns,
            unique=True,
            sqlite_where=sa.text(f"{ends} IS NULL"),
            postgresql_where=sa.text(f"{ends} IS NULL"),
        )


def upgrade() -> None:
    _lobby()
    _admissions()
    _bans()
    _breaks()
    _add("live_part", sa.Column("admits_each", sa.Boolean(), nullable=False), sa.false())
    _add("event", sa.Column("admits_each", sa.Boolean(), nullable=False), sa.false())
    _add("registration", sa.Column("shown", sa.String(length=20), nullable=False), "organisation")


def _add(table: str, column: sa.Column, value: sa.ColumnElement[bool] | str) -> None:
    """In place: SQLite would build the table anew, and others' rows point to these."""
    column.server_default = sa.DefaultClause(value)
    op.add_column(table, column)


def _lobby() -> None:
    op.create_table(
        "lobby_stay",
        *_row(),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("sid", sa.String(length=40), nullable=False),
        _instant("began_at"),
        _instant("ended_at", nullable=True),
        _to("lobby_stay", "part_id", "part"),
        _to("lobby_stay", "person_id", "person"),
        *_keys("lobby_stay"),
    )
    _current("lobby_stay", "uq_lobby_stay_sid_open", ["sid"], "ended_at")
    with op.batch_alter_table("lobby_stay") as batch_op:
        batch_op.create_index(batch_op.f("ix_lobby_stay_process_id"), ["process_id"], unique=False)
        batch_op.create_index("ix_lobby_stay_part_id_person_id", ["part_id", "person_id"])


def _admissions() -> None:
    op.create_table(
        "admission",
        *_row(),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _instant("admitted_at"),
        sa.Column("admitted_by", sa.Uuid(), nullable=False),
        _instant("ended_at", nullable=True),
        _to("admission", "part_id", "part"),
        _to("admission", "person_id", "person"),
        _to("admission", "admitted_by", "person"),
        *_keys("admission"),
    )
    _current("admission", "uq_admission_current", ["part_id", "person_id"], "ended_at")


def _bans() -> None:
    op.create_table(
        "ban",
        *_row(),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        _instant("banned_at"),
        sa.Column("banned_by", sa.Uuid(), nullable=False),
        _instant("lifted_at", nullable=True),
        _to("ban", "event_id", "event"),
        _to("ban", "person_id", "person"),
        _to("ban", "banned_by", "person"),
        *_keys("ban"),
    )
    _current("ban", "uq_ban_current", ["event_id", "person_id"], "lifted_at")


def _breaks() -> None:
    op.create_table(
        "aside",
        *_row(),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _instant("began_at"),
        _instant("ended_at", nullable=True),
        _to("aside", "part_id", "part"),
        _to("aside", "person_id", "person"),
        *_keys("aside"),
    )
    _current("aside", "uq_aside_current", ["part_id", "person_id"], "ended_at")


def downgrade() -> None:
    for table, column in (
        ("registration", "shown"),
        ("event", "admits_each"),
        ("live_part", "admits_each"),
    ):
        op.drop_column(table, column)
    for table in ("aside", "ban", "admission", "lobby_stay"):
        op.drop_table(table)
