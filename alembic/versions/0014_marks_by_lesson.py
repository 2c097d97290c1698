"""A pupil's marks are found by their lessons: a week and a term read only what they show."""

from alembic import op

revision = "0014_marks_by_lesson"
down_revision = "0013_absence_grounds"


def upgrade() -> None:
    """Apply."""
    op.create_index("ix_mark_student_lesson", "mark", ["student_id", "lesson_id"])
    op.drop_index("ix_mark_student_group", table_name="mark")


def downgrade() -> None:
    """Return."""
    op.create_index("ix_mark_student_group", "mark", ["student_id", "group_id"])
    op.drop_index("ix_mark_student_lesson", table_name="mark")
