"""Keys of devices: what is kept on a shared tablet opens for its owner only."""

import sqlalchemy as sa
from alembic import op

from ediary_app.kernel.db import BigKey, UtcDateTime

revision = "0011_device_keys"
down_revision = "0010_upkeep"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "device_key",
        sa.Column("id", BigKey, nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_device_key_account_id_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device_key")),
        sa.UniqueConstraint("account_id", "device", name=op.f("uq_device_key_account_id_device")),
    )


def downgrade() -> None:
    """Return."""
    op.drop_table("device_key")
