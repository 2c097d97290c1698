"""Long work: jobs, batches, workers, due times, reactions in trouble."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0003_long_work"
down_revision = "0002"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "job_schedule",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("due_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("started_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_schedule")),
    )
    op.create_table(
        "job_worker",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("seen_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_job_worker")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("arguments", sa.JSON(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.String(length=64), nullable=False),
        sa.Column("error_number", sa.String(length=16), nullable=False),
        sa.Column("created_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("started_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.Column("finished_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_job_account_id")),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_job_school_id")),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed', 'cancelled')",
            name=op.f("ck_job_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_account_id"), ["account_id"], unique=False)
        batch_op.create_index("ix_job_school_id", ["school_id", "id"], unique=False)

    op.create_table(
        "reaction_trouble",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("consumer", sa.String(length=64), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error_code", sa.String(length=64), nullable=False),
        sa.Column("error_number", sa.String(length=16), nullable=False),
        sa.Column("next_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("is_set_aside", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_reaction_trouble_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reaction_trouble")),
        sa.UniqueConstraint(
            "consumer", "event_id", name=op.f("uq_reaction_trouble_consumer_event_id")
        ),
    )
    op.create_table(
        "job_batch",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("job_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("bundle", sa.String(length=32), nullable=True),
        sa.Column("queued_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_job_batch_job_id")),
        sa.CheckConstraint(
            "state IN ('waiting', 'queued', 'done', 'failed', 'cancelled')",
            name=op.f("ck_job_batch_state_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_batch")),
        sa.UniqueConstraint("job_id", "number", name=op.f("uq_job_batch_job_id_number")),
    )
    with op.batch_alter_table("job_batch", schema=None) as batch_op:
        batch_op.create_index("ix_job_batch_bundle", ["bundle"], unique=False)
        batch_op.create_index("ix_job_batch_due", ["state", "due_at"], unique=False)


def downgrade() -> None:
    """Return."""
    for table in ("job_batch", "reaction_trouble", "job", "job_worker", "job_schedule"):
        op.drop_table(table)
