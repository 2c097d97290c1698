"""The order by which a pupil leaves a class or the school."""

import sqlalchemy as sa
from alembic import op

revision = "0008_leaving_orders"
down_revision = "0007_letters"


def upgrade() -> None:
    """Apply."""
    op.add_column(
        "enrolment",
        sa.Column("end_order", sa.String(length=32), nullable=False, server_default=""),
    )


def downgrade() -> None:
    """Return."""
    op.drop_column("enrolment", "end_order")
