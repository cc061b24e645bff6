"""Several facilitators: what each did, by which clashes are noticed in place of counted turns

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _to(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_act_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "act",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(length=60), nullable=False),
        sa.Column("whom_id", sa.Uuid(), nullable=True),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("step_id", sa.Uuid(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        _to("part_id", "part"),
        _to("person_id", "person"),
        _to("whom_id", "person"),
        _to("room_id", "room"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_act")),
        sa.UniqueConstraint("id", name=op.f("uq_act_id")),
    )
    with op.batch_alter_table("act") as batch_op:
        batch_op.create_index("ix_act_part_id_version", ["part_id", "version"], unique=False)
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.drop_column("turn")


def downgrade() -> None:
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.alter_column("turn", server_default=None)
    op.drop_table("act")
