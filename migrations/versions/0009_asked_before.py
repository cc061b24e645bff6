"""What people are asked before a step, and what they answered

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

NEW = {
    "question": (sa.String(length=300), ""),
    "answers": (sa.Text(), ""),
    "gather": (sa.Boolean(), sa.false()),
}


def _to(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_step_answer_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    # The defaults stay: SQLite would have to make the table anew, to which others refer.
    for name, (kind, default) in NEW.items():
        op.add_column("sheet_step", sa.Column(name, kind, nullable=False, server_default=default))
    op.create_table(
        "step_answer",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _to("step_id", "sheet_step"),
        _to("person_id", "person"),
        _to("room_id", "room"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_step_answer")),
        sa.UniqueConstraint("id", name=op.f("uq_step_answer_id")),
        sa.UniqueConstraint("step_id", "person_id", name=op.f("uq_step_answer_step_id_person_id")),
    )
    with op.batch_alter_table("step_answer") as batch_op:
        batch_op.create_index(batch_op.f("ix_step_answer_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("step_answer")
    for name in NEW:
        op.drop_column("sheet_step", name)
