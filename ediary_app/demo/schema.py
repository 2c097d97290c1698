"""The tables the demo writes, in the order they depend on each other."""

from __future__ import annotations

from typing import Any

from ediary_app.access import models as access
from ediary_app.consent import models as consent
from ediary_app.journal import models as journal
from ediary_app.kernel import events
from ediary_app.school import models as school
from ediary_app.timetable import models as timetable

_MODELS: list[Any] = [
    school.School, school.Person, school.Student, school.StaffMember, school.Guardianship,
    school.SchoolYear, school.LevelPlan, school.Term, school.Holiday, school.Subject,
    school.SchoolClass, school.Enrolment, school.Group, school.GroupMember, school.Assignment,
    consent.Contact, access.Account, access.AccountRole, timetable.BellSchedule, timetable.Bell,
    timetable.Room, timetable.TimetableEntry, timetable.Lesson, journal.WorkKind, journal.Work,
    journal.Mark, journal.Attendance, journal.Homework, journal.Remark, events.Event,
    events.EventPersonal, events.Seal,
]  # fmt: skip
ALL = [model.__table__ for model in _MODELS]
(
    SCHOOL, PERSON, STUDENT, STAFF, GUARDIANSHIP, YEAR, LEVEL_PLAN, TERM, HOLIDAY, SUBJECT,
    CLASS, ENROLMENT, GROUP, MEMBER, ASSIGNMENT, CONTACT, ACCOUNT, ROLE, BELLS, BELL, ROOM,
    ENTRY, LESSON, KIND, WORK, MARK, ATTENDANCE, HOMEWORK, REMARK, EVENT, PERSONAL, SEAL,
) = ALL  # fmt: skip
