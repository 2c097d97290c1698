"""Slips of a large batch, sealed, for an hour at most."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0015_slip_sheets"
down_revision = "0014_declared_lists"


def upgrade() -> None:
    """Apply."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "slip_sheet",
        sa.Column("id", big, nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("job_id", big, nullable=False),
        sa.Column("slips", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_slip_sheet_account_id_account")
        ),
        sa.ForeignKeyConstraint(["job_id"], ["job.id"], name=op.f("fk_slip_sheet_job_id_job")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_slip_sheet_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_slip_sheet")),
    )
    op.create_index(op.f("ix_slip_sheet_account_id"), "slip_sheet", ["account_id"])
    op.create_index(op.f("ix_slip_sheet_expires_at"), "slip_sheet", ["expires_at"])


def downgrade() -> None:
    """Return."""
    op.drop_table("slip_sheet")
