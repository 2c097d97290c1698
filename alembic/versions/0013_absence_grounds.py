"""Reasons of absences with their papers, what they changed, and calls to families."""

import sqlalchemy as sa
from alembic import op

import ediary_app.kernel.db

revision = "0013_absence_grounds"
down_revision = "0012_letters_not_built"


def upgrade() -> None:
    """Apply."""
    op.create_table(
        "absence_call",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("answer", sa.String(length=16), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "answer IN ('knows', 'on_the_way', 'did_not_know', 'no_answer')",
            name=op.f("ck_absence_call_answer_known"),
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_absence_call_made_by")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_absence_call_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.person_id"], name=op.f("fk_absence_call_student_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_call")),
    )
    op.create_index(op.f("ix_absence_call_school_id"), "absence_call", ["school_id"])
    op.create_index("ix_absence_call_student", "absence_call", ["student_id", "date"])
    op.create_table(
        "absence_ground",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("school_id", sa.Integer(), nullable=False),
        sa.Column("student_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=16), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("first_slot", sa.Integer(), nullable=False),
        sa.Column("last_slot", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(length=16), nullable=False),
        sa.Column("document_number", sa.String(length=20), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("set_by", sa.Integer(), nullable=False),
        sa.Column("set_at", ediary_app.kernel.db.UtcDateTime(), nullable=False),
        sa.Column("undone_at", ediary_app.kernel.db.UtcDateTime(), nullable=True),
        sa.CheckConstraint(
            "code IN ('Н', 'Б', 'УП', 'НП', 'ОП', 'ОСВ')", name=op.f("ck_absence_ground_code_known")
        ),
        sa.CheckConstraint(
            "document IN ('medical', 'application', 'order', 'word')",
            name=op.f("ck_absence_ground_document_known"),
        ),
        sa.CheckConstraint("first_day <= last_day", name=op.f("ck_absence_ground_in_order")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["school.id"], name=op.f("fk_absence_ground_school_id")
        ),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_absence_ground_set_by")),
        sa.ForeignKeyConstraint(
            ["student_id"], ["student.person_id"], name=op.f("fk_absence_ground_student_id")
        ),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["subject.id"], name=op.f("fk_absence_ground_subject_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence_ground")),
    )
    op.create_index(op.f("ix_absence_ground_school_id"), "absence_ground", ["school_id"])
    op.create_index("ix_absence_ground_student", "absence_ground", ["student_id", "last_day"])
    op.create_table(
        "ground_change",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column(
            "ground_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column(
            "attendance_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("code_before", sa.String(length=16), nullable=False),
        sa.Column("version_after", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "code_before IN ('Н', 'Б', 'УП', 'НП', 'ОП', 'ОСВ')",
            name=op.f("ck_ground_change_code_before_known"),
        ),
        sa.ForeignKeyConstraint(
            ["attendance_id"], ["attendance.id"], name=op.f("fk_ground_change_attendance_id")
        ),
        sa.ForeignKeyConstraint(
            ["ground_id"], ["absence_ground.id"], name=op.f("fk_ground_change_ground_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ground_change")),
        sa.UniqueConstraint(
            "ground_id", "attendance_id", name=op.f("uq_ground_change_ground_id_attendance_id")
        ),
    )
    op.create_index(op.f("ix_ground_change_attendance_id"), "ground_change", ["attendance_id"])


def downgrade() -> None:
    """Return."""
    op.drop_table("absence_call")
    op.drop_table("ground_change")
    op.drop_table("absence_ground")
