"""Back-ups and what became of them, failures by number, processes with their timings."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0010_upkeep"
down_revision = "0009_mail_links"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "backup_run",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("origin", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("trouble", sa.String(length=16), nullable=False),
        sa.Column("file", sa.String(length=80), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("started_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("finished_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "origin IN ('night', 'button', 'command')", name=op.f("ck_backup_run_origin_known")
        ),
        sa.CheckConstraint(
            "state IN ('writing', 'checking', 'good', 'failed')",
            name=op.f("ck_backup_run_state_known"),
        ),
        sa.CheckConstraint(
            "trouble IN ('', 'no_room', 'no_access', 'damaged_database', 'database_away', 'program_missing', 'program_failed', 'not_readable', 'key', 'runs', 'interrupted', 'other')",
            name=op.f("ck_backup_run_trouble_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_backup_run")),
    )
    op.create_index(op.f("ix_backup_run_started_at"), "backup_run", ["started_at"])
    op.create_table(
        "failure_note",
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("places", sa.String(length=400), nullable=False),
        sa.Column("process", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_failure_note")),
    )
    op.create_index(op.f("ix_failure_note_at"), "failure_note", ["at"])
    op.create_table(
        "process_note",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("started_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("seen_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("memory", sa.BigInteger(), nullable=False),
        sa.Column("timings", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_process_note")),
    )


def downgrade() -> None:
    """Return."""
    op.drop_table("process_note")
    op.drop_table("failure_note")
    op.drop_table("backup_run")
