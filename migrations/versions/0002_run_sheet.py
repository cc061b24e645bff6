"""The run sheet: steps of a part, methods that a network keeps, and where a live part stands

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "method",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("people", sa.String(length=60), nullable=False),
        sa.Column("about", sa.String(length=500), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_method")),
        sa.UniqueConstraint("id", name=op.f("uq_method_id")),
        sa.UniqueConstraint("name", name=op.f("uq_method_name")),
        sa.UniqueConstraint("slug", name=op.f("uq_method_slug")),
    )
    op.create_table(
        "sheet_step",
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("prompt", sa.String(length=500), nullable=False),
        sa.Column("material", sa.Text(), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("chat", sa.Boolean(), nullable=False),
        sa.Column("hands", sa.Boolean(), nullable=False),
        sa.Column("votes", sa.Boolean(), nullable=False),
        sa.Column("notes", sa.Boolean(), nullable=False),
        sa.Column("rooms", sa.Integer(), nullable=True),
        sa.Column("per_room", sa.Integer(), nullable=True),
        sa.Column("seating", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["part_id"], ["part.id"], name=op.f("fk_sheet_step_part_id_part")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_sheet_step")),
        sa.UniqueConstraint("id", name=op.f("uq_sheet_step_id")),
    )
    with op.batch_alter_table("sheet_step") as batch_op:
        batch_op.create_index(batch_op.f("ix_sheet_step_part_id"), ["part_id"], unique=False)
    _let_live_parts_stand_in_a_sheet()


def _let_live_parts_stand_in_a_sheet() -> None:
    """Live parts allow what they allowed before, and stand before the first step."""
    with op.batch_alter_table("live_part") as batch_op:
        for name in ("hands_locked", "notes_paused"):
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
        batch_op.add_column(sa.Column("step_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("step_began_at", UtcDateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("next_step_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
        for name in ("step_id", "next_step_id"):
            batch_op.create_foreign_key(
                batch_op.f(f"fk_live_part_{name}_sheet_step"), "sheet_step", [name], ["id"]
            )
    with op.batch_alter_table("live_part") as batch_op:
        for name in ("hands_locked", "notes_paused", "turn"):
            batch_op.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("live_part") as batch_op:
        for name in ("step_id", "next_step_id"):
            batch_op.drop_constraint(
                batch_op.f(f"fk_live_part_{name}_sheet_step"), type_="foreignkey"
            )
        for name in (
            "turn",
            "next_step_id",
            "step_began_at",
            "step_id",
            "notes_paused",
            "hands_locked",
        ):
            batch_op.drop_column(name)
    with op.batch_alter_table("sheet_step") as batch_op:
        batch_op.drop_index(batch_op.f("ix_sheet_step_part_id"))
    op.drop_table("sheet_step")
    op.drop_table("method")
