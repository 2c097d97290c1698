"""Who meets in the demo's lessons of today (кто встречается на уроках): found, not written down."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from ediary_app.access import models as access
from ediary_app.access.values import Role
from ediary_app.journal import models as journal
from ediary_app.school import models as school
from ediary_app.timetable import models as timetable
from tests.given import TODAY
from tests.living import Served

account, role = access.Account.__table__, access.AccountRole.__table__  # type: ignore[attr-defined]
person, member = school.Person.__table__, school.GroupMember.__table__  # type: ignore[attr-defined]
group, subject = school.Group.__table__, school.Subject.__table__  # type: ignore[attr-defined]
guardianship = school.Guardianship.__table__  # type: ignore[attr-defined]
lesson, mark = timetable.Lesson.__table__, journal.Mark.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Meeting:
    """A lesson of today with its teacher, a pupil in it, and the pupil's own parent."""

    lesson_id: int
    subject_id: int
    subject: str
    teacher: str
    student_id: int
    pupil: str
    parent: str


def meetings(served: Served) -> list[Meeting]:
    """Today's lessons, each with a pupil who has no mark in it yet and whose parent signs in."""
    runtime = served.beside()
    parent_role, teacher_role = role.alias("parent_role"), role.alias("teacher_role")
    parent, teacher = account.alias("parent"), account.alias("teacher")
    marked = select(mark.c.id).where(
        mark.c.lesson_id == lesson.c.id, mark.c.student_id == member.c.student_id
    )
    wanted = (
        select(
            lesson.c.id, group.c.subject_id, subject.c.name, teacher.c.login.label("teacher"),
            person.c.id.label("who"), person.c.family_name, person.c.given_name,
            parent.c.login.label("parent"),
        )
        .select_from(lesson)
        .join(group, group.c.id == lesson.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .join(member, member.c.group_id == group.c.id)
        .join(person, person.c.id == member.c.student_id)
        .join(guardianship, guardianship.c.student_id == person.c.id)
        .join(parent_role, parent_role.c.person_id == guardianship.c.guardian_id)
        .join(parent, parent.c.id == parent_role.c.account_id)
        .join(teacher_role, teacher_role.c.person_id == lesson.c.teacher_id)
        .join(teacher, teacher.c.id == teacher_role.c.account_id)
        .where(
            lesson.c.date == TODAY, group.c.marking == "five", member.c.ends_on.is_(None),
            parent_role.c.role == Role.PARENT, teacher_role.c.role == Role.TEACHER,
            ~guardianship.c.court_limit, ~marked.exists(),
            parent.c.password_hash.is_not(None), teacher.c.password_hash.is_not(None),
        )
        .order_by(lesson.c.id, person.c.id)
    )  # fmt: skip
    with runtime.database.session(writes=False) as session:
        rows = session.execute(wanted).all()
    return [
        Meeting(
            r.id,
            r.subject_id,
            r.name,
            r.teacher,
            r.who,
            f"{r.family_name} {r.given_name}",
            r.parent,
        )
        for r in rows
    ]


def only_children(found: list[Meeting]) -> list[Meeting]:
    """Meetings whose parent has one child in them: the diary opens on that child at once."""
    children: dict[str, set[int]] = {}
    for meeting in found:
        children.setdefault(meeting.parent, set()).add(meeting.student_id)
    return [meeting for meeting in found if len(children[meeting.parent]) == 1]
