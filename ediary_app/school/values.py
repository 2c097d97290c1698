"""Words of the school: kinds of groups, terms, kinship, posts; kinds of events."""

from __future__ import annotations

from enum import StrEnum

from ediary_app.kernel.i18n import LazyText, _


class TermKind(StrEnum):
    """How a year is divided for a level (вид отчётного периода)."""

    QUARTER = "quarter"
    TRIMESTER = "trimester"
    HALF_YEAR = "half_year"


TERM_NAMES: dict[TermKind, LazyText] = {
    TermKind.QUARTER: _("Quarter {n}"),
    TermKind.TRIMESTER: _("Trimester {n}"),
    TermKind.HALF_YEAR: _("Half-year {n}"),
}


class GroupKind(StrEnum):
    """What a teaching group is: all are one thing, members with dates (вид учебной группы)."""

    WHOLE_CLASS = "whole_class"
    SUBGROUP = "subgroup"
    STREAM = "stream"
    INDIVIDUAL = "individual"


class Marking(StrEnum):
    """How a group is marked (система оценивания): `domain.md` A2.2."""

    NONE = "none"
    FIVE = "five"
    PASS = "pass"


class CurriculumPart(StrEnum):
    """Which part of the curriculum a subject stands in (часть учебного плана)."""

    MANDATORY = "mandatory"
    OWN = "own"


class Sex(StrEnum):
    """Sex in the pupil's file (пол)."""

    FEMALE = "female"
    MALE = "male"


class Kinship(StrEnum):
    """The ground on which somebody represents a child (основание представительства)."""

    MOTHER = "mother"
    FATHER = "father"
    ADOPTIVE = "adoptive"
    GUARDIAN = "guardian"
    TRUSTEE = "trustee"
    FOSTER = "foster"
    OTHER = "other"


KINSHIP_NAMES: dict[Kinship, LazyText] = {
    Kinship.MOTHER: _("mother"),
    Kinship.FATHER: _("father"),
    Kinship.ADOPTIVE: _("adoptive parent"),
    Kinship.GUARDIAN: _("guardian"),
    Kinship.TRUSTEE: _("trustee"),
    Kinship.FOSTER: _("foster parent"),
    Kinship.OTHER: _("other representative"),
}


class FieldOwner(StrEnum):
    """On whose card a field of the school's own stands (чьё поле)."""

    STUDENT = "student"
    GUARDIAN = "guardian"
    STAFF = "staff"


class EnrolmentEnd(StrEnum):
    """Why an enrolment ended (причина выбытия)."""

    TRANSFER = "transfer"
    PROMOTION = "promotion"
    LEFT = "left"
    GRADUATED = "graduated"


LEAVING = (EnrolmentEnd.LEFT, EnrolmentEnd.GRADUATED)
"""Ends that lead out of the school."""

END_NAMES: dict[EnrolmentEnd, LazyText] = {
    EnrolmentEnd.TRANSFER: _("moved to another class"),
    EnrolmentEnd.PROMOTION: _("promoted to the next year"),
    EnrolmentEnd.LEFT: _("left the school"),
    EnrolmentEnd.GRADUATED: _("finished the school"),
}


class SchoolEvent(StrEnum):
    """What happens to the school's lists (события школы)."""

    SCHOOL_MADE = "school.school_made"
    YEAR_OPENED = "school.year_opened"
    PERSON_ADDED = "school.person_added"
    PERSON_CHANGED = "school.person_changed"
    STUDENT_ENROLLED = "school.student_enrolled"
    ENROLMENT_ENDED = "school.enrolment_ended"
    MOVEMENT_UNDONE = "school.movement_undone"
    CUSTOM_KEPT = "school.custom_kept"
    PEOPLE_EXPORTED = "school.people_exported"
    GUARDIANSHIP_ADDED = "school.guardianship_added"
    GUARDIANSHIP_CHANGED = "school.guardianship_changed"
    CLASS_ADDED = "school.class_added"
    GROUP_ADDED = "school.group_added"
    GROUP_MEMBER_ADDED = "school.group_member_added"
    GROUP_MEMBER_ENDED = "school.group_member_ended"
    ASSIGNMENT_ADDED = "school.assignment_added"
    ASSIGNMENT_ENDED = "school.assignment_ended"
    SUBJECT_ADDED = "school.subject_added"
    LISTS_IMPORTED = "school.lists_imported"
    IMPORT_UNDONE = "school.import_undone"
