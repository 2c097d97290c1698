"""Letters on their way to the mail server, or kept here."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0007_letters"
down_revision = "0006_diary_visits"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "letter",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("text_part", sa.Text(), nullable=False),
        sa.Column("html_part", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("trouble", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("created_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("due_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("settled_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["school_id"], ["school.id"], name=op.f("fk_letter_school_id")),
        sa.CheckConstraint(
            "state IN ('waiting', 'sending', 'sent', 'kept', 'failed')",
            name=op.f("ck_letter_state_known"),
        ),
        sa.CheckConstraint(
            "trouble IN ('', 'address_refused', 'letter_refused', 'sign_in_refused', 'not_encrypted', 'server_away')",
            name=op.f("ck_letter_trouble_known"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("reference", name=op.f("uq_letter_reference")),
    )
    with op.batch_alter_table("letter", schema=None) as batch_op:
        batch_op.create_index("ix_letter_due", ["state", "due_at"], unique=False)
        batch_op.create_index("ix_letter_school_id", ["school_id", "id"], unique=False)


def downgrade() -> None:
    """Return."""
    op.drop_table("letter")
