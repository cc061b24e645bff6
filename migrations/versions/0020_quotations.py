"""What people let the network quote

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "quotation_consent",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("commitment_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("agreed_at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_quotation_consent_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_quotation_consent_event_id_event")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_quotation_consent")),
        sa.UniqueConstraint("id", name=op.f("uq_quotation_consent_id")),
        sa.UniqueConstraint(
            "person_id", "commitment_id", name=op.f("uq_quotation_consent_person_id_commitment_id")
        ),
    )
    with op.batch_alter_table("quotation_consent") as batch_op:
        for column in ("event_id", "agreed_at"):
            batch_op.create_index(
                batch_op.f(f"ix_quotation_consent_{column}"), [column], unique=False
            )


def downgrade() -> None:
    op.drop_table("quotation_consent")
