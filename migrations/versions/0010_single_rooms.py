"""A clock that can be paused, and rooms that close alone

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


def upgrade() -> None:
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.add_column(sa.Column("timer_left", sa.Integer(), nullable=True))
    with op.batch_alter_table("room") as batch_op:
        batch_op.add_column(sa.Column("closes_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("closes_into", sa.Uuid(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("room") as batch_op:
        batch_op.drop_column("closes_into")
        batch_op.drop_column("closes_at")
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.drop_column("timer_left")
