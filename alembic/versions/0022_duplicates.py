"""Cards that may be one person, and merges of such cards."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0022_duplicates"
down_revision = "0021_custom_values"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "duplicate_pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("signs", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "state IN ('open', 'dismissed')", name=op.f("ck_duplicate_pair_state_known")
        ),
        sa.ForeignKeyConstraint(
            ["one_id"], ["person.id"], name=op.f("fk_duplicate_pair_one_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["person.id"], name=op.f("fk_duplicate_pair_other_id_person")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_duplicate_pair_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_duplicate_pair")),
        sa.UniqueConstraint("one_id", "other_id", name=op.f("uq_duplicate_pair_one_id_other_id")),
    )
    op.create_index("ix_duplicate_pair_list", "duplicate_pair", ["school_id", "state", "score"])
    op.create_index(op.f("ix_duplicate_pair_other_id"), "duplicate_pair", ["other_id"])
    op.create_table(
        "person_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("merged_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("undone_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.Column("trace_values", sa.JSON(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_person_merge_account_id_account")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_person_merge_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_merge")),
    )
    op.create_index("ix_person_merge_school", "person_merge", ["school_id", "id"])
    op.create_index(op.f("ix_person_merge_kept_id"), "person_merge", ["kept_id"])
    op.create_index(op.f("ix_person_merge_gone_id"), "person_merge", ["gone_id"])


def downgrade() -> None:
    """Return."""
    op.drop_table("person_merge")
    op.drop_table("duplicate_pair")
