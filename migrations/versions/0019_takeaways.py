"""Takeaways: lines that rooms propose, and the harvests of events

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def _row(table: str, *columns: sa.Column | sa.Constraint) -> None:
    op.create_table(
        table,
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id")),
    )


def _to(table: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{other}_id_{other}")
    return sa.ForeignKeyConstraint([f"{other}_id"], [f"{other}.id"], name=name)


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def upgrade() -> None:
    # The default stays: SQLite would have to make the table anew, to which others refer.
    op.add_column(
        "event", sa.Column("takeaway_hours", sa.Integer(), nullable=False, server_default="48")
    )
    _row(
        "takeaway",
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("shown_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("releases_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("told_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("held_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("released_at", UtcDateTime(timezone=True), nullable=True),
        _to("takeaway", "room"),
    )
    _index("takeaway", "room_id", "releases_at")
    _row(
        "harvest",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.String(length=20), nullable=False),
        sa.Column("published_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("headings", sa.JSON(), nullable=False),
        _to("harvest", "event"),
        sa.UniqueConstraint("event_id", name=op.f("uq_harvest_event_id")),
    )
    _row(
        "harvest_line",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("searched", sa.Text(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        _to("harvest_line", "event"),
    )
    _index("harvest_line", "event_id")


def downgrade() -> None:
    op.drop_table("harvest_line")
    op.drop_table("harvest")
    op.drop_table("takeaway")
    op.drop_column("event", "takeaway_hours")
