"""Imports of lists: batches, their trace, and what a school's columns mean."""

import sqlalchemy as sa
from alembic import op

revision = "0005_imports"
down_revision = "0004_no_forced_password"

KINDS = "kind IN ('pupils', 'guardians', 'staff', 'assignments', 'timetable')"
STATES = "state IN ('uploaded', 'imported', 'undone', 'discarded')"


def upgrade() -> None:
    """Apply."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    moment = sa.DateTime(timezone=op.get_bind().dialect.name == "postgresql")
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("file_digest", sa.LargeBinary(32), nullable=False),
        sa.Column("stored_as", sa.String(64), nullable=True),
        sa.Column("uploaded_at", moment, nullable=False),
        sa.Column("imported_at", moment, nullable=True),
        sa.Column("undone_at", moment, nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_import_batch_kind_known")),
        sa.CheckConstraint(STATES, name=op.f("ck_import_batch_state_known")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_import_batch_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_import_batch_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    op.create_index("ix_import_batch_school", "import_batch", ["school_id", "id"])
    op.create_table(
        "import_trace",
        sa.Column("id", big, nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(32), nullable=False),
        sa.Column("row_id", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(8), nullable=False),
        sa.Column("before_values", sa.JSON(), nullable=True),
        sa.Column("after_values", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_trace_batch_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_trace")),
    )
    op.create_index("ix_import_trace_batch", "import_trace", ["batch_id"])
    op.create_index("ix_import_trace_row", "import_trace", ["subject", "row_id"])
    op.create_table(
        "import_columns",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.CheckConstraint(KINDS, name=op.f("ck_import_columns_kind_known")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_import_columns_school_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_columns")),
        sa.UniqueConstraint("school_id", "kind", name=op.f("uq_import_columns_school_id_kind")),
    )


def downgrade() -> None:
    """Return."""
    op.drop_table("import_columns")
    op.drop_table("import_trace")
    op.drop_table("import_batch")
