"""Conversations between two and among facilitators, muted voices, and the lock of private chat

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _row() -> tuple[sa.Column, sa.Column]:
    return (
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
    )


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_{other}")
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=name)


def _keys(table: str) -> tuple[sa.Constraint, sa.Constraint]:
    return (
        sa.PrimaryKeyConstraint("seq", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("id", name=op.f(f"uq_{table}_id")),
    )


def upgrade() -> None:
    _conversations()
    _remarks()
    _mutes()
    locks = ("private_locked", "private_paused")
    with op.batch_alter_table("live_part") as batch_op:
        for name in locks:
            batch_op.add_column(
                sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            )
    with op.batch_alter_table("live_part") as batch_op:
        for name in locks:
            batch_op.alter_column(name, server_default=None)


def _conversations() -> None:
    op.create_table(
        "conversation",
        *_row(),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("one_id", sa.Uuid(), nullable=True),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_in", sa.Uuid(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("last_at", UtcDateTime(timezone=True), nullable=False),
        _to("conversation", "part_id", "part"),
        _to("conversation", "one_id", "person"),
        _to("conversation", "other_id", "person"),
        _to("conversation", "sealed_in", "room"),
        *_keys("conversation"),
        sa.UniqueConstraint(
            "part_id", "one_id", "other_id", name=op.f("uq_conversation_part_id_one_id_other_id")
        ),
    )
    with op.batch_alter_table("conversation") as batch_op:
        for column in ("one_id", "other_id", "sealed_in", "last_at"):
            batch_op.create_index(batch_op.f(f"ix_conversation_{column}"), [column], unique=False)
        batch_op.create_index(
            "uq_conversation_facilitators",
            ["part_id"],
            unique=True,
            sqlite_where=sa.text("one_id IS NULL"),
            postgresql_where=sa.text("one_id IS NULL"),
        )


def _remarks() -> None:
    op.create_table(
        "remark",
        *_row(),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("sealed_in", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", UtcDateTime(timezone=True), nullable=False),
        _to("remark", "conversation_id", "conversation"),
        _to("remark", "sealed_in", "room"),
        _to("remark", "person_id", "person"),
        *_keys("remark"),
        sa.UniqueConstraint(
            "conversation_id", "number", name=op.f("uq_remark_conversation_id_number")
        ),
        sa.UniqueConstraint(
            "conversation_id",
            "person_id",
            "key",
            name=op.f("uq_remark_conversation_id_person_id_key"),
        ),
    )
    with op.batch_alter_table("remark") as batch_op:
        batch_op.create_index(batch_op.f("ix_remark_sealed_in"), ["sealed_in"], unique=False)


def _mutes() -> None:
    op.create_table(
        "mute",
        *_row(),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("muted_at", UtcDateTime(timezone=True), nullable=False),
        sa.Column("muted_by", sa.Uuid(), nullable=False),
        sa.Column("lifted_at", UtcDateTime(timezone=True), nullable=True),
        _to("mute", "part_id", "part"),
        _to("mute", "person_id", "person"),
        _to("mute", "muted_by", "person"),
        *_keys("mute"),
    )
    with op.batch_alter_table("mute") as batch_op:
        batch_op.create_index(batch_op.f("ix_mute_person_id"), ["person_id"], unique=False)
        batch_op.create_index(
            "uq_mute_current",
            ["part_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )


def downgrade() -> None:
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.drop_column("private_paused")
        batch_op.drop_column("private_locked")
    for table in ("mute", "remark", "conversation"):
        op.drop_table(table)
