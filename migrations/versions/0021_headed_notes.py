"""Notes begin with the headings of a step, which nobody has written

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("notes_update") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM notes_update WHERE person_id IS NULL")
    with op.batch_alter_table("notes_update") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
