"""Other systems that may ask over HTTP."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0018_api_clients"
down_revision = "0017_curriculum"


def upgrade() -> None:
    """Apply."""
    moment = ediary_app.kernel.db.UtcDateTime()
    op.create_table(
        "api_client",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("scopes", sa.String(length=200), nullable=False),
        sa.Column("hint", sa.String(length=12), nullable=False),
        sa.Column("secret_digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("created_at", moment, nullable=False),
        sa.Column("last_used_at", moment, nullable=True),
        sa.Column("revoked_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_api_client_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_client")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_api_client_school_id_name")),
        sa.UniqueConstraint("secret_digest", name=op.f("uq_api_client_secret_digest")),
    )


def downgrade() -> None:
    """Return."""
    op.drop_table("api_client")
