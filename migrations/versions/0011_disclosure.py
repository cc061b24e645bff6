"""Lawful requests: who asked and agreed that a room be opened, for how long, and who was told

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _to(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_disclosure_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "disclosure",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.String(length=30), nullable=False),
        sa.Column("reference", sa.String(length=60), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("delay_ground", sa.String(length=30), nullable=False),
        sa.Column("asked_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("decided_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("opens_until", UtcDateTime(timezone=True), nullable=True),
        sa.Column("ended_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("announced_at", UtcDateTime(timezone=True), nullable=True),
        _to("event_id", "event"),
        _to("room_id", "room"),
        _to("asked_by", "person"),
        _to("decided_by", "person"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_disclosure")),
        sa.UniqueConstraint("id", name=op.f("uq_disclosure_id")),
    )
    with op.batch_alter_table("disclosure") as batch_op:
        for column in ("event_id", "announced_at"):
            batch_op.create_index(batch_op.f(f"ix_disclosure_{column}"), [column], unique=False)


def downgrade() -> None:
    op.drop_table("disclosure")
