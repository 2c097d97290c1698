"""Whole lists of the school at once (списки школы): what an import writes, and what it takes back.

The school owns these tables: an import says what shall stand in them, and only through here.
"""

from __future__ import annotations

from ediary_app.kernel.bulk import Lists
from ediary_app.school import models as school

LISTS = Lists(
    school.Person, school.Student, school.StaffMember, school.SchoolClass, school.Subject,
    school.Enrolment, school.Guardianship, school.Group, school.GroupMember, school.Assignment,
)  # fmt: skip
CALENDAR = Lists(school.SchoolYear, school.LevelPlan, school.Term, school.Holiday)
"""The year and how it is divided: what the turn of the year writes, and what it takes back."""
