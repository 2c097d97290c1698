"""When the owner of a job has put its news away."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0020_job_told"
down_revision = "0019_rollover"


def upgrade() -> None:
    """Apply."""
    moment = ediary_app.kernel.db.UtcDateTime()
    op.add_column("job", sa.Column("told_at", moment, nullable=True))


def downgrade() -> None:
    """Return."""
    op.drop_column("job", "told_at")
