"""Subject areas as a list; the curriculum."""

import sqlalchemy as sa
from alembic import op

revision = "0017_curriculum"
down_revision = "0016_definitions"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "subject_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("is_archived", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_subject_area_school_id_school")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subject_area")),
        sa.UniqueConstraint("school_id", "name", name=op.f("uq_subject_area_school_id_name")),
    )
    op.execute(
        "INSERT INTO subject_area (school_id, name, position) "
        "SELECT DISTINCT school_id, area, 0 FROM subject WHERE area <> ''"
    )
    with op.batch_alter_table("subject", schema=None) as batch_op:
        batch_op.add_column(sa.Column("area_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_subject_area_id"), ["area_id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_subject_area_id_subject_area"), "subject_area", ["area_id"], ["id"]
        )
    op.execute(
        "UPDATE subject SET area_id = (SELECT a.id FROM subject_area a "
        "WHERE a.school_id = subject.school_id AND a.name = subject.area)"
    )
    with op.batch_alter_table("subject", schema=None) as batch_op:
        batch_op.drop_column("area")
    _curriculum()


def _curriculum() -> None:
    op.create_table(
        "curriculum_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("year_id", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(length=16), nullable=False),
        sa.Column("hours_a_week", sa.Integer(), nullable=False),
        sa.Column("hours_a_year", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "part IN ('mandatory', 'own')", name=op.f("ck_curriculum_line_part_known")
        ),
        sa.CheckConstraint("level BETWEEN 1 AND 12", name=op.f("ck_curriculum_line_level_range")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_curriculum_line_school_id_school")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_curriculum_line_subject_id_subject")
        ),
        sa.ForeignKeyConstraint(
            ["year_id"], ["school_year.id"], name=op.f("fk_curriculum_line_year_id_school_year")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_curriculum_line")),
        sa.UniqueConstraint(
            "year_id", "level", "subject_id", "part",
            name=op.f("uq_curriculum_line_year_id_level_subject_id_part"),
        ),
    )  # fmt: skip
    op.create_index(op.f("ix_curriculum_line_school_id"), "curriculum_line", ["school_id"])
    op.create_index(op.f("ix_curriculum_line_subject_id"), "curriculum_line", ["subject_id"])


def downgrade() -> None:
    """Return."""
    op.drop_table("curriculum_line")
    with op.batch_alter_table("subject", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("area", sa.String(length=120), server_default="", nullable=False)
        )
    op.execute(
        "UPDATE subject SET area = COALESCE((SELECT a.name FROM subject_area a "
        "WHERE a.id = subject.area_id), '')"
    )
    with op.batch_alter_table("subject", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_subject_area_id_subject_area"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_subject_area_id"))
        batch_op.drop_column("area_id")
    op.drop_table("subject_area")
