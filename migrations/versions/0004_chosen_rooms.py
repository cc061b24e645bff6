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
    with op.batch_alter_table("sheet_step") as batch_op:
        batch_op.add_column(sa.Column("topics", sa.Text(), nullable=False, server_default=""))
    with op.batch_alter_table("sheet_step") as batch_op:
        batch_op.alter_column("topics", server_default=None)
    with op.batch_alter_table("room") as batch_op:
        batch_op.add_column(sa.Column("capacity", sa.Integer(), nullable=True))
    with op.batch_alter_table("round") as batch_op:
        batch_op.add_column(
            sa.Column("moves_locked", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("round") as batch_op:
        batch_op.alter_column("moves_locked", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("round") as batch_op:
        batch_op.drop_column("moves_locked")
    with op.batch_alter_table("room") as batch_op:
        batch_op.drop_column("capacity")
    with op.batch_alter_table("sheet_step") as batch_op:
        batch_op.drop_column("topics")
