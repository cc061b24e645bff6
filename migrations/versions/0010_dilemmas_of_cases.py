"""Dilemmas made of cases, and what their presenters have consented to

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


def _to(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_case_dilemma_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "case_dilemma",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.Column("declined_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("approved_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("dilemma_id", sa.Uuid(), nullable=True),
        _to("case_id", "event_case"),
        _to("proposed_by", "person"),
        _to("dilemma_id", "dilemma"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_case_dilemma")),
        sa.UniqueConstraint("id", name=op.f("uq_case_dilemma_id")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_dilemma_case_id")),
        sa.UniqueConstraint("dilemma_id", name=op.f("uq_case_dilemma_dilemma_id")),
    )


def downgrade() -> None:
    op.drop_table("case_dilemma")
