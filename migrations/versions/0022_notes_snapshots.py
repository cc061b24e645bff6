"""Long notes are read by a snapshot beside their log

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notes_snapshot",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("through", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["room_id"], ["room.id"], name=op.f("fk_notes_snapshot_room_id_room")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_notes_snapshot")),
        sa.UniqueConstraint("id", name=op.f("uq_notes_snapshot_id")),
        sa.UniqueConstraint("room_id", name=op.f("uq_notes_snapshot_room_id")),
    )


def downgrade() -> None:
    op.drop_table("notes_snapshot")
