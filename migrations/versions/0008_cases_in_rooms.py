"""Cases in rooms: who presents, whose voices a step leaves, and who wishes to work on what

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # The defaults stay: SQLite would have to make tables anew to which others refer.
    for table in ("sheet_step", "live_part"):
        op.add_column(
            table, sa.Column("voices", sa.String(length=20), nullable=False, server_default="")
        )
    op.add_column(
        "sheet_step",
        sa.Column("next_presenter", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "sheet_step", sa.Column("cases", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
    )
    _refer("room", "case_id", "event_case")
    _refer("room", "presenter_id", "person")
    op.create_index(op.f("ix_room_case_id"), "room", ["case_id"], unique=False)
    _wishes()


def _refer(table: str, column: str, other: str) -> None:
    """Add a column that refers to another table; for SQLite, without making the table anew."""
    name = f"fk_{table}_{column}_{other}"
    if op.get_context().dialect.name == "sqlite":
        refers = f'CONSTRAINT {name} REFERENCES "{other}" (id)'
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} CHAR(32) {refers}")
    else:
        op.add_column(table, sa.Column(column, sa.Uuid(), nullable=True))
        op.create_foreign_key(op.f(name), table, other, [column], ["id"])


def _wishes() -> None:
    op.create_table(
        "case_wish",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("first_id", sa.Uuid(), nullable=True),
        sa.Column("second_id", sa.Uuid(), nullable=True),
        sa.Column("topic", sa.String(length=60), nullable=False),
        sa.Column("seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_case_wish_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_case_wish_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["first_id"], ["event_case.id"], name=op.f("fk_case_wish_first_id_event_case")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["event_case.id"], name=op.f("fk_case_wish_second_id_event_case")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_case_wish")),
        sa.UniqueConstraint("id", name=op.f("uq_case_wish_id")),
        sa.UniqueConstraint("event_id", "person_id", name=op.f("uq_case_wish_event_id_person_id")),
    )
    with op.batch_alter_table("case_wish") as batch_op:
        batch_op.create_index(batch_op.f("ix_case_wish_person_id"), ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_table("case_wish")
    op.drop_index(op.f("ix_room_case_id"), "room")
    op.drop_column("room", "presenter_id")
    op.drop_column("room", "case_id")
    op.drop_column("live_part", "voices")
    for name in ("cases", "next_presenter", "voices"):
        op.drop_column("sheet_step", name)
