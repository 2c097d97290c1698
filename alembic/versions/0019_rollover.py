"""Turns of the school year with what was chosen and what they did."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0019_rollover"
down_revision = "0018_api_clients"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "rollover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("target_id", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("job_id", sa.BigInteger(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("started_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.Column("undone_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'started', 'undone')", name=op.f("ck_rollover_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_rollover_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_rollover_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["school_year.id"], name=op.f("fk_rollover_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollover")),
    )
    op.create_index(op.f("ix_rollover_school_id"), "rollover", ["school_id"])
    where = sa.text("state <> 'undone'")
    op.create_index(
        "uq_rollover_in_force", "rollover", ["year_id"], unique=True,
        sqlite_where=where, postgresql_where=where,
    )  # fmt: skip
    op.create_table(
        "rollover_trace",
        sa.Column("id", ediary_app.kernel.db.BigKey, nullable=False),
        sa.Column("rollover_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=32), nullable=False),
        sa.Column("made", sa.JSON(), nullable=False),
        sa.Column("changed", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["rollover_id"], ["rollover.id"], name=op.f("fk_rollover_trace_rollover_id_rollover")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rollover_trace")),
    )
    op.create_index(op.f("ix_rollover_trace_rollover_id"), "rollover_trace", ["rollover_id"])


def downgrade() -> None:
    """Return."""
    op.drop_table("rollover_trace")
    op.drop_table("rollover")
