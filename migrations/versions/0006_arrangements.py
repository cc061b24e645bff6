"""Lists of an event's facilitators for every seating, and what a mixed round has reached

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
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
        "arrangement",
        *_row(),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("room", sa.Integer(), nullable=True),
        _to("arrangement", "event_id", "event"),
        *_keys("arrangement"),
    )
    with op.batch_alter_table("arrangement") as batch_op:
        batch_op.create_index(batch_op.f("ix_arrangement_event_id"), ["event_id"], unique=False)
    op.create_table(
        "arranged",
        *_row(),
        sa.Column("arrangement_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _to("arranged", "arrangement_id", "arrangement"),
        _to("arranged", "person_id", "person"),
        *_keys("arranged"),
        sa.UniqueConstraint(
            "arrangement_id", "person_id", name=op.f("uq_arranged_arrangement_id_person_id")
        ),
    )
    with op.batch_alter_table("arranged") as batch_op:
        batch_op.create_index(batch_op.f("ix_arranged_person_id"), ["person_id"], unique=False)
    # The default stays: SQLite would have to make the table anew, to which others refer.
    op.add_column("round", sa.Column("reached", sa.JSON(), nullable=True))
    op.add_column(
        "sheet_step",
        sa.Column("earlier_events", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def downgrade() -> None:
    op.drop_column("sheet_step", "earlier_events")
    op.drop_column("round", "reached")
    for table in ("arranged", "arrangement"):
        op.drop_table(table)
