"""Diary visits: when an account last saw the news of a pupil's diary."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0006_diary_visits"
down_revision = "0005_imports"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "diary_visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("seen_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_diary_visit_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_diary_visit_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.person_id"], name=op.f("fk_diary_visit_student_id_student")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_diary_visit")),
        sa.UniqueConstraint(
            "account_id", "student_id", name=op.f("uq_diary_visit_account_id_student_id")
        ),
    )
    op.create_index(op.f("ix_diary_visit_school_id"), "diary_visit", ["school_id"])
    op.create_index(op.f("ix_diary_visit_student_id"), "diary_visit", ["student_id"])


def downgrade() -> None:
    """Return."""
    op.drop_table("diary_visit")
