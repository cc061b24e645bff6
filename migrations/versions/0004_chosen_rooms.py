"""Rooms that people choose: their names in a step, what one takes, and the lock on choosing

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The defaults stay: SQLite would have to make tables anew to which others refer.
    op.add_column("sheet_step", sa.Column("topics", sa.Text(), nullable=False, server_default=""))
    op.add_column("room", sa.Column("capacity", sa.Integer(), nullable=True))
    op.add_column(
        "round",
        sa.Column("moves_locked", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("round", "moves_locked")
    op.drop_column("room", "capacity")
    op.drop_column("sheet_step", "topics")
