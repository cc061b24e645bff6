"""Dilemmas made of cases, and what their presenters have consented to

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "case_rewriting",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("declined_at", UtcDateTime(timezone=True), nullable=True),
        _to("case_rewriting", "case_id", "event_case"),
        _to("case_rewriting", "event_id", "event"),
        _to("case_rewriting", "proposed_by", "person"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_case_rewriting")),
        sa.UniqueConstraint("id", name=op.f("uq_case_rewriting_id")),
        sa.UniqueConstraint("case_id", name=op.f("uq_case_rewriting_case_id")),
    )
    with op.batch_alter_table("case_rewriting") as batch_op:
        batch_op.create_index(batch_op.f("ix_case_rewriting_event_id"), ["event_id"], unique=False)
    op.create_table(
        "dilemma_consent",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("dilemma_id", sa.Uuid(), nullable=False),
        sa.Column("approved_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _to("dilemma_consent", "event_id", "event"),
        _to("dilemma_consent", "person_id", "person"),
        _to("dilemma_consent", "dilemma_id", "dilemma"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_dilemma_consent")),
        sa.UniqueConstraint("id", name=op.f("uq_dilemma_consent_id")),
        sa.UniqueConstraint("dilemma_id", name=op.f("uq_dilemma_consent_dilemma_id")),
        sa.UniqueConstraint(
            "event_id", "person_id", name=op.f("uq_dilemma_consent_event_id_person_id")
        ),
    )
    with op.batch_alter_table("dilemma_consent") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_dilemma_consent_person_id"), ["person_id"], unique=False
        )


def downgrade() -> None:
    op.drop_table("dilemma_consent")
    op.drop_table("case_rewriting")
