"""Whoever leaves a part is told from somebody whose line drops

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("connection") as batch_op:
        batch_op.add_column(
            sa.Column("by_choice", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("connection") as batch_op:
        batch_op.alter_column("by_choice", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("connection") as batch_op:
        batch_op.drop_column("by_choice")
