"""Cases in rooms: who presents, whose voices a step leaves, and who wishes to work on what

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sheet_step") as batch_op:
        batch_op.add_column(
            sa.Column("voices", sa.String(length=20), nullable=False, server_default="")
        )
        batch_op.add_column(
            sa.Column("next_presenter", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        batch_op.add_column(
            sa.Column("cases", sa.JSON(), nullable=False, server_default=sa.text("'[]'"))
        )
    with op.batch_alter_table("sheet_step") as batch_op:
        for name in ("voices", "next_presenter", "cases"):
            batch_op.alter_column(name, server_default=None)
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.add_column(
            sa.Column("voices", sa.String(length=20), nullable=False, server_default="")
        )
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.alter_column("voices", server_default=None)
    with op.batch_alter_table("room") as batch_op:
        batch_op.add_column(sa.Column("case_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("presenter_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_room_case_id_event_case"), "event_case", ["case_id"], ["id"]
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_room_presenter_id_person"), "person", ["presenter_id"], ["id"]
        )
        batch_op.create_index(batch_op.f("ix_room_case_id"), ["case_id"], unique=False)
    _wishes()


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
    with op.batch_alter_table("room") as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_case_id"))
        batch_op.drop_constraint(batch_op.f("fk_room_case_id_event_case"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_room_presenter_id_person"), type_="foreignkey")
        batch_op.drop_column("presenter_id")
        batch_op.drop_column("case_id")
    with op.batch_alter_table("live_part") as batch_op:
        batch_op.drop_column("voices")
    with op.batch_alter_table("sheet_step") as batch_op:
        for name in ("cases", "next_presenter", "voices"):
            batch_op.drop_column(name)
