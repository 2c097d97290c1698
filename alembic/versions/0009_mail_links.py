"""Confirmed e-mail addresses, and the links sent to confirm them or for a new password."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0009_mail_links"
down_revision = "0008_leaving_orders"


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "account",
        sa.Column("email_confirmed_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
    )
    op.create_table(
        "mail_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("former_email", sa.String(length=254), nullable=True),
        sa.Column("token_digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("created_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("expires_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("used_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_mail_link_account_id_account")
        ),
        sa.CheckConstraint(
            "purpose IN ('email', 'password')", name=op.f("ck_mail_link_purpose_known")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail_link")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_mail_link_token_digest")),
    )
    op.create_index("ix_mail_link_account", "mail_link", ["account_id", "purpose", "created_at"])


def downgrade() -> None:
    """Return."""
    op.drop_table("mail_link")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_column("email_confirmed_at")
