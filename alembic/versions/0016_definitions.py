"""Definitions that an administrator makes, with their versions."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0016_definitions"
down_revision = "0015_slip_sheets"


def upgrade() -> None:
    """Apply."""
    everywhere = sa.text("school_id IS NULL")
    op.create_table(
        "definition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("stamp", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_definition_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition")),
        sa.UniqueConstraint(
            "school_id", "kind", "key", name=op.f("uq_definition_school_id_kind_key")
        ),
    )
    op.create_index(
        "uq_definition_everywhere",
        "definition",
        ["kind", "key"],
        unique=True,
        sqlite_where=everywhere,
        postgresql_where=everywhere,
    )
    op.create_table(
        "definition_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("definition_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("made_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("published_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.Column("ended_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('draft', 'published', 'superseded')",
            name=op.f("ck_definition_version_state_known"),
        ),
        sa.ForeignKeyConstraint(
            ["definition_id"],
            ["definition.id"],
            name=op.f("fk_definition_version_definition_id_definition"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_definition_version")),
        sa.UniqueConstraint(
            "definition_id", "number", name=op.f("uq_definition_version_definition_id_number")
        ),
    )
    for state in ("draft", "published"):
        where = sa.text(f"state = '{state}'")
        op.create_index(
            f"uq_definition_version_{state}",
            "definition_version",
            ["definition_id"],
            unique=True,
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    """Return."""
    op.drop_table("definition_version")
    op.drop_table("definition")
