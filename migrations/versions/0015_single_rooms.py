"""A clock that can be paused, and rooms that close alone

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("live_part", sa.Column("timer_left", sa.Integer(), nullable=True))
    op.add_column("room", sa.Column("closes_at", UtcDateTime(timezone=True), nullable=True))
    op.add_column("room", sa.Column("closes_into", sa.Uuid(), nullable=True))


def downgrade() -> None:
    op.drop_column("room", "closes_into")
    op.drop_column("room", "closes_at")
    op.drop_column("live_part", "timer_left")
