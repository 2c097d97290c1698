"""Accounts no longer carry a demand for a new password: a one-time code always sets one."""

import sqlalchemy as sa
from alembic import op

revision = "0004_no_forced_password"
down_revision = "0003_long_work"


def upgrade() -> None:
    """Apply."""
    op.drop_column("account", "must_change_password")


def downgrade() -> None:
    """Return."""
    op.add_column(
        "account",
        sa.Column("must_change_password", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
