"""Cases: what an event asks for, and what people hand in, sealed

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The defaults stay: SQLite would have to make the table anew, to which others refer.
    op.add_column(
        "event", sa.Column("case_invitation", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("event", sa.Column("cases_close_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column(
        "event",
        sa.Column("case_topics", sa.JSON(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.create_table(
        "event_case",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("seen_by", sa.String(length=20), nullable=False),
        sa.Column("shown_in_room", sa.Boolean(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("handed_in_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("changed_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(timezone=True), nullable=True),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_case_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_event_case_person_id_person")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event_case")),
        sa.UniqueConstraint("id", name=op.f("uq_event_case_id")),
    )
    with op.batch_alter_table("event_case") as batch_op:
        batch_op.create_index(batch_op.f("ix_event_case_event_id"), ["event_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_event_case_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_event_case_standing",
            ["event_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        )


def downgrade() -> None:
    op.drop_table("event_case")
    for name in ("case_topics", "cases_close_at", "case_invitation"):
        op.drop_column("event", name)
