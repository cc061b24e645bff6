"""Polls: what is asked, who has voted, what was counted, and the network's dilemmas

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

from exchange.core.model import UtcDateTime

revision = "0003"
down_revision = "0002"
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
    op.create_table(
        "dilemma",
        *_row(),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("language", sa.String(length=10), nullable=False),
        sa.Column("situation", sa.Text(), nullable=False),
        sa.Column("question", sa.String(length=500), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("retired_at", UtcDateTime(timezone=True), nullable=True),
        *_keys("dilemma"),
        sa.UniqueConstraint("slug", name=op.f("uq_dilemma_slug")),
    )
    _polls()
    _ballots_and_tallies()
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.add_column(
            sa.Column("votes_locked", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.alter_column("votes_locked", server_default=None)


def _polls() -> None:
    op.create_table(
        "poll",
        *_row(),
        sa.Column("part_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("sealed_in", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _to("poll", "part_id", "part"),
        _to("poll", "room_id", "room"),
        _to("poll", "sealed_in", "room"),
        *_keys("poll"),
    )
    with op.batch_alter_table("poll") as batch_op:
        batch_op.create_index(batch_op.f("ix_poll_part_id"), ["part_id"], unique=False)
        batch_op.create_index(
            "uq_poll_under_way",
            ["part_id"],
            unique=True,
            sqlite_where=sa.text("state NOT IN ('prepared', 'closed')"),
            postgresql_where=sa.text("state NOT IN ('prepared', 'closed')"),
        )


def _ballots_and_tallies() -> None:
    op.create_table(
        "ballot",
        *_row(),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        _to("ballot", "poll_id", "poll"),
        _to("ballot", "room_id", "room"),
        _to("ballot", "person_id", "person"),
        *_keys("ballot"),
        sa.UniqueConstraint(
            "poll_id", "vote", "person_id", name=op.f("uq_ballot_poll_id_vote_person_id")
        ),
    )
    with op.batch_alter_table("ballot") as batch_op:
        batch_op.create_index(batch_op.f("ix_ballot_person_id"), ["person_id"], unique=False)
    op.create_table(
        "tally",
        *_row(),
        sa.Column("poll_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("vote", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        _to("tally", "poll_id", "poll"),
        _to("tally", "room_id", "room"),
        *_keys("tally"),
        sa.UniqueConstraint(
            "poll_id", "room_id", "vote", name=op.f("uq_tally_poll_id_room_id_vote")
        ),
    )


def downgrade() -> None:
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.drop_column("votes_locked")
    for table in ("tally", "ballot", "poll", "dilemma"):
        op.drop_table(table)
