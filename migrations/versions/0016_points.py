"""Ideas and actions beside the notes of a room

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def _to(column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_notes_point_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def upgrade() -> None:
    op.create_table(
        "notes_point",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("taker_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        _to("room_id", "room"),
        _to("person_id", "person"),
        _to("taker_id", "person"),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_notes_point")),
        sa.UniqueConstraint("id", name=op.f("uq_notes_point_id")),
        sa.UniqueConstraint("room_id", "number", name=op.f("uq_notes_point_room_id_number")),
        sa.UniqueConstraint(
            "room_id", "person_id", "key", name=op.f("uq_notes_point_room_id_person_id_key")
        ),
    )
    with op.batch_alter_table("notes_document") as batch_op:
        batch_op.add_column(sa.Column("points", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("notes_document") as batch_op:
        batch_op.alter_column("points", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("notes_document") as batch_op:
        batch_op.drop_column("points")
    op.drop_table("notes_point")
