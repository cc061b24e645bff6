"""Cards, and to whom they are offered

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0018"
down_revision = "0017"
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
        "contact_card",
        *_row(),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        _to("contact_card", "person_id", "person"),
        *_keys("contact_card"),
        sa.UniqueConstraint("person_id", name=op.f("uq_contact_card_person_id")),
    )
    with op.batch_alter_table("contact_card") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_contact_card_changed_at"), ["changed_at"], unique=False
        )
    op.create_table(
        "contact_offer",
        *_row(),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=True),
        sa.Column("offered_at", UtcDateTime(timezone=True), nullable=False),
        _to("contact_offer", "event_id", "event"),
        _to("contact_offer", "person_id", "person"),
        _to("contact_offer", "to_id", "person"),
        *_keys("contact_offer"),
    )
    with op.batch_alter_table("contact_offer") as batch_op:
        for column in ("person_id", "to_id"):
            batch_op.create_index(batch_op.f(f"ix_contact_offer_{column}"), [column], unique=False)
        for name, columns, where in (
            ("one", ["event_id", "person_id", "to_id"], "to_id IS NOT NULL"),
            ("all", ["event_id", "person_id"], "to_id IS NULL"),
        ):
            batch_op.create_index(
                f"uq_contact_offer_{name}",
                columns,
                unique=True,
                sqlite_where=sa.text(where),
                postgresql_where=sa.text(where),
            )


def downgrade() -> None:
    op.drop_table("contact_offer")
    op.drop_table("contact_card")
