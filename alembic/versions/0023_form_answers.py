"""Answers of families and teachers to forms."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0023_form_answers"
down_revision = "0022_duplicates"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "form_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("form_key", sa.String(length=60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("about_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("signed_name", sa.String(length=200), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sent_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint("state IN ('draft', 'sent')", name=op.f("ck_form_answer_state_known")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_form_answer_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_form_answer_person_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["about_id"], ["person.id"], name=op.f("fk_form_answer_about_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_answer")),
        sa.UniqueConstraint(
            "form_key",
            "person_id",
            "about_id",
            name=op.f("uq_form_answer_form_key_person_id_about_id"),
        ),
    )
    op.create_index(op.f("ix_form_answer_about_id"), "form_answer", ["about_id"])
    op.create_index("ix_form_answer_form", "form_answer", ["school_id", "form_key", "state"])


def downgrade() -> None:
    """Return."""
    op.drop_table("form_answer")
