"""Retention: a key for each kind of content, periods, and legal holds

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0010"
down_revision = "0009"
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


def _unique_where(name: str, table: str, columns: list[str], where: str) -> None:
    given = {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}
    op.create_index(name, table, columns, unique=True, **given)


def upgrade() -> None:
    with op.batch_alter_table("data_key") as batch_op:
        # What there is opens all that was said in its room.
        batch_op.add_column(
            sa.Column("kind", sa.String(length=20), nullable=False, server_default="")
        )
        batch_op.drop_constraint(op.f("uq_data_key_scope_id"), type_="unique")
        batch_op.create_index(batch_op.f("ix_data_key_scope_id"), ["scope_id"], unique=False)
    with op.batch_alter_table("data_key") as batch_op:
        batch_op.alter_column("kind", server_default=None)
    # A case has one key, which says so from now on.
    op.execute("UPDATE data_key SET kind = 'cases' WHERE scope_id IN (SELECT id FROM event_case)")
    _unique_where("uq_data_key_living", "data_key", ["scope_id", "kind"], "destroyed_at IS NULL")
    op.create_table(
        "retention_period",
        *_row(),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        _to("retention_period", "event_id", "event"),
        *_keys("retention_period"),
    )
    table = "retention_period"
    _unique_where(f"uq_{table}_event", table, ["event_id", "kind"], "event_id IS NOT NULL")
    _unique_where(f"uq_{table}_network", table, ["kind"], "event_id IS NULL")
    _holds()


def _holds() -> None:
    op.create_table(
        "legal_hold",
        *_row(),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.String(length=30), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("placed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("placed_by", sa.Uuid(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("lifted_by", sa.Uuid(), nullable=True),
        _to("legal_hold", "event_id", "event"),
        _to("legal_hold", "room_id", "room"),
        _to("legal_hold", "placed_by", "person"),
        _to("legal_hold", "lifted_by", "person"),
        *_keys("legal_hold"),
    )
    op.create_index(op.f("ix_legal_hold_event_id"), "legal_hold", ["event_id"], unique=False)


def downgrade() -> None:
    """Rooms made since have keys of kinds, which the version before cannot open."""
    op.drop_table("legal_hold")
    op.drop_table("retention_period")
    op.drop_index("uq_data_key_living", "data_key")
    op.execute("UPDATE data_key SET kind = '' WHERE kind = 'cases'")
    op.execute("DELETE FROM data_key WHERE kind <> '' OR destroyed_at IS NOT NULL")
    with op.batch_alter_table("data_key") as batch_op:
        batch_op.drop_index(batch_op.f("ix_data_key_scope_id"))
        batch_op.create_unique_constraint(batch_op.f("uq_data_key_scope_id"), ["scope_id"])
        batch_op.drop_column("kind")
