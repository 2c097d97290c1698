"""Lists declared to the portal: views, bulk edits, column memory; an archive for what is used."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0014_declared_lists"
down_revision = "0014_marks_by_lesson"
ARCHIVED = ("subject", "room", "bell_schedule")


def upgrade() -> None:
    """Apply."""
    for table in ARCHIVED:
        column = sa.Column("is_archived", sa.Boolean(), server_default=sa.false(), nullable=False)
        op.add_column(table, column)
    op.create_table(
        "saved_view",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("resource", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("is_shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_saved_view_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_saved_view_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_view")),
    )
    op.create_index("ix_saved_view_list", "saved_view", ["school_id", "resource"])
    op.create_index(op.f("ix_saved_view_account_id"), "saved_view", ["account_id"])
    op.create_table(
        "bulk_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("resource", sa.String(length=40), nullable=False),
        sa.Column("column", sa.String(length=40), nullable=False),
        sa.Column("value", sa.JSON(), nullable=True),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("made_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("undone_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_bulk_edit_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_bulk_edit_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_edit")),
    )
    op.create_index(op.f("ix_bulk_edit_school_id"), "bulk_edit", ["school_id"])
    op.create_index(op.f("ix_bulk_edit_account_id"), "bulk_edit", ["account_id"])
    op.create_table(
        "column_meaning",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("resource", sa.String(length=40), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_column_meaning_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_meaning")),
        sa.UniqueConstraint(
            "school_id", "resource", name=op.f("uq_column_meaning_school_id_resource")
        ),
    )


def downgrade() -> None:
    """Return."""
    for table in ("column_meaning", "bulk_edit", "saved_view"):
        op.drop_table(table)
    for table in ARCHIVED:
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column("is_archived")
