"""Fields of the school's own on the cards of its people."""

import sqlalchemy as sa
from alembic import op

revision = "0021_custom_values"
down_revision = "0020_job_told"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "custom_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=16), nullable=False),
        sa.Column("field_key", sa.String(length=60), nullable=False),
        sa.Column("value", sa.String(length=2000), nullable=False),
        sa.CheckConstraint(
            "owner IN ('student', 'guardian', 'staff')", name=op.f("ck_custom_value_owner_known")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_custom_value_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_custom_value_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_custom_value")),
        sa.UniqueConstraint(
            "person_id",
            "owner",
            "field_key",
            name=op.f("uq_custom_value_person_id_owner_field_key"),
        ),
    )
    op.create_index("ix_custom_value_field", "custom_value", ["school_id", "field_key"])


def downgrade() -> None:
    """Return."""
    op.drop_table("custom_value")
