"""Actions that people took on, and whether they want to be reminded

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def _row() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
    )


def _keys(table: str) -> tuple[sa.Constraint, sa.Constraint]:
    return (
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id")),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "commitment",
        *_row(),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("reminded", sa.Integer(), nullable=False),
        _to("commitment", "person_id", "person"),
        _to("commitment", "event_id", "event"),
        *_keys("commitment"),
        sa.UniqueConstraint("person_id", "key", name=op.f("uq_commitment_person_id_key")),
    )
    with op.batch_alter_table("commitment") as batch_op:
        batch_op.create_index(batch_op.f("ix_commitment_changed_at"), ["changed_at"], unique=False)
    op.create_table(
        "reminder_choice",
        *_row(),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("wanted", sa.Boolean(), nullable=False),
        _to("reminder_choice", "person_id", "person"),
        *_keys("reminder_choice"),
        sa.UniqueConstraint("person_id", name=op.f("uq_reminder_choice_person_id")),
    )


def downgrade() -> None:
    op.drop_table("reminder_choice")
    op.drop_table("commitment")
