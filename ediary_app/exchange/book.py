"""What the school already knows (что уже есть): read at once, so that each row is compared in
memory and a list of any length costs the same few statements.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import or_, select

from ediary_app.access.context import Context
from ediary_app.access.models import AccountRole
from ediary_app.access.values import Role
from ediary_app.consent.models import Contact
from ediary_app.exchange.changes import Changes, New, Ref
from ediary_app.school import models as school
from ediary_app.school import names
from ediary_app.school.opening import YearSpan, current_year
from ediary_app.school.values import GroupKind, Marking

person, student = school.Person.__table__, school.Student.__table__  # type: ignore[attr-defined]
staff, guardianship = school.StaffMember.__table__, school.Guardianship.__table__  # type: ignore[attr-defined]
enrolment, school_class = school.Enrolment.__table__, school.SchoolClass.__table__  # type: ignore[attr-defined]
group, member = school.Group.__table__, school.GroupMember.__table__  # type: ignore[attr-defined]
subject, assignment = school.Subject.__table__, school.Assignment.__table__  # type: ignore[attr-defined]
contact, role = Contact.__table__, AccountRole.__table__  # type: ignore[attr-defined]
FIRST_LEVEL = 1
ClassKey = tuple[int, str]


@dataclass
class Book:
    """The lists of one school as they are at the moment of the import."""

    ctx: Context
    year: YearSpan
    changes: Changes
    new_classes: dict[ClassKey, New] = field(default_factory=dict)

    @cached_property
    def people(self) -> dict[int, Any]:
        """Every person of the school."""
        found = select(
            person.c.id, person.c.family_name, person.c.given_name, person.c.middle_name,
            person.c.birth_date, person.c.sex, person.c.version,
        ).where(person.c.school_id == self.ctx.school_id)  # fmt: skip
        return {row.id: row for row in self.ctx.session.execute(found)}

    @cached_property
    def by_name(self) -> dict[str, list[int]]:
        """Family and given name → persons."""
        found: dict[str, list[int]] = defaultdict(list)
        for row in self.people.values():
            found[names.search_key(row.family_name, row.given_name)].append(row.id)
        return found

    @cached_property
    def students(self) -> dict[int, str | None]:
        """Pupils and their file numbers."""
        found = select(student.c.person_id, student.c.file_number).where(
            student.c.school_id == self.ctx.school_id
        )
        return {row.person_id: row.file_number for row in self.ctx.session.execute(found)}

    @cached_property
    def by_file_number(self) -> dict[str, int]:
        """File number for comparison → pupil."""
        return {number.casefold(): i for i, number in self.students.items() if number}

    @cached_property
    def classes(self) -> dict[ClassKey, Any]:
        """The classes of the year."""
        found = select(
            school_class.c.id, school_class.c.level, school_class.c.letter,
            school_class.c.class_teacher_id,
        ).where(school_class.c.year_id == self.year.id)  # fmt: skip
        return {(row.level, row.letter): row for row in self.ctx.session.execute(found)}

    @cached_property
    def enrolments(self) -> dict[int, Any]:
        """Pupil → the enrolment that lasts, with its class."""
        found = (
            select(
                enrolment.c.id, enrolment.c.student_id, enrolment.c.class_id, enrolment.c.starts_on,
                school_class.c.level, school_class.c.letter, school_class.c.year_id,
            )
            .join(school_class, school_class.c.id == enrolment.c.class_id)
            .where(
                enrolment.c.school_id == self.ctx.school_id,
                or_(enrolment.c.ends_on.is_(None), enrolment.c.ends_on >= self.ctx.today),
            )
            .order_by(enrolment.c.starts_on)
        )  # fmt: skip
        return {row.student_id: row for row in self.ctx.session.execute(found)}

    @cached_property
    def moved(self) -> set[int]:
        """Pupils who have left a class of this year already: their first day is history."""
        found = (
            select(enrolment.c.student_id)
            .join(school_class, school_class.c.id == enrolment.c.class_id)
            .where(school_class.c.year_id == self.year.id, enrolment.c.ends_on < self.ctx.today)
        )
        return set(self.ctx.session.scalars(found))

    @cached_property
    def pupils_of(self) -> dict[int, list[int]]:
        """Class → pupils enrolled in it now, by the alphabet."""
        found: dict[int, list[int]] = defaultdict(list)
        for row in self.enrolments.values():
            found[row.class_id].append(row.student_id)
        for pupils in found.values():
            pupils.sort(key=self.sort_key)
        return found

    def sort_key(self, person_id: int) -> str:
        """Where a person stands in an alphabetical list."""
        row = self.people[person_id]
        return names.sort_key(row.family_name, row.given_name, row.middle_name)

    @cached_property
    def guardians(self) -> dict[int, list[Any]]:
        """Pupil → representations."""
        found: dict[int, list[Any]] = defaultdict(list)
        columns = (guardianship.c.id, guardianship.c.guardian_id, guardianship.c.student_id,
                   guardianship.c.kinship)  # fmt: skip
        for row in self.ctx.session.execute(
            select(*columns).where(guardianship.c.school_id == self.ctx.school_id)
        ):
            found[row.student_id].append(row)
        return found

    @cached_property
    def contacts(self) -> dict[int, set[tuple[str, str]]]:
        """Person → kinds and values of contacts."""
        found: dict[int, set[tuple[str, str]]] = defaultdict(set)
        columns = (contact.c.person_id, contact.c.kind, contact.c.value)
        for row in self.ctx.session.execute(
            select(*columns).where(contact.c.school_id == self.ctx.school_id)
        ):
            found[row.person_id].add((row.kind, row.value))
        return found

    @cached_property
    def staff(self) -> dict[int, Any]:
        """Members of staff who have not left."""
        found = select(staff.c.person_id, staff.c.post, staff.c.personnel_number).where(
            staff.c.school_id == self.ctx.school_id, staff.c.left_on.is_(None)
        )
        return {row.person_id: row for row in self.ctx.session.execute(found)}

    @cached_property
    def roles(self) -> set[tuple[int, str]]:
        """Which persons may sign in in which roles."""
        found = select(role.c.person_id, role.c.role).where(role.c.school_id == self.ctx.school_id)
        return {(row.person_id, row.role) for row in self.ctx.session.execute(found)}

    @cached_property
    def subjects(self) -> dict[str, Ref]:
        """Subject's name for comparison → its id; new ones are added while planning."""
        found = select(subject.c.id, subject.c.name).where(
            subject.c.school_id == self.ctx.school_id
        )
        return {names.search_key(r.name): r.id for r in self.ctx.session.execute(found)}

    @cached_property
    def groups(self) -> dict[tuple[int, int, str], Any]:
        """Class, subject and name → teaching group of the year."""
        columns = (group.c.id, group.c.class_id, group.c.subject_id, group.c.name, group.c.kind,
                   group.c.weekly_hours)  # fmt: skip
        found = select(*columns).where(group.c.year_id == self.year.id)
        return {(r.class_id or 0, r.subject_id, r.name): r for r in self.ctx.session.execute(found)}

    @cached_property
    def whole_groups(self) -> dict[int, list[int]]:
        """Class → its whole-class groups: a new pupil is in all of them."""
        found: dict[int, list[int]] = defaultdict(list)
        for row in self.groups.values():
            if row.kind == GroupKind.WHOLE_CLASS:
                found[row.class_id].append(row.id)
        return found

    @cached_property
    def memberships(self) -> dict[int, list[Any]]:
        """Pupil → memberships of groups of the year that last."""
        found: dict[int, list[Any]] = defaultdict(list)
        rows = self.ctx.session.execute(
            select(member.c.id, member.c.student_id, member.c.group_id, member.c.starts_on,
                   group.c.class_id)
            .join(group, group.c.id == member.c.group_id)
            .where(
                group.c.year_id == self.year.id,
                or_(member.c.ends_on.is_(None), member.c.ends_on >= self.ctx.today),
            )
        )  # fmt: skip
        for row in rows:
            found[row.student_id].append(row)
        return found

    @cached_property
    def filled_groups(self) -> set[int]:
        """Groups that have members."""
        return {row.group_id for rows in self.memberships.values() for row in rows}

    @cached_property
    def assignments(self) -> dict[int, list[Any]]:
        """Group → who teaches it now."""
        found: dict[int, list[Any]] = defaultdict(list)
        rows = self.ctx.session.execute(
            select(assignment.c.id, assignment.c.group_id, assignment.c.teacher_id,
                   assignment.c.starts_on)
            .where(
                assignment.c.school_id == self.ctx.school_id,
                or_(assignment.c.ends_on.is_(None), assignment.c.ends_on >= self.ctx.today),
            )
        )  # fmt: skip
        for row in rows:
            found[row.group_id].append(row)
        return found

    def class_ref(self, key: ClassKey) -> Ref:
        """The class of the year, made when it is not there."""
        if key in self.classes:
            return int(self.classes[key].id)
        if key not in self.new_classes:
            self.new_classes[key] = self.changes.add(
                "school_class", school_id=self.ctx.school_id, year_id=self.year.id, level=key[0],
                letter=key[1], class_teacher_id=None, shift=1, days_a_week=5,
            )  # fmt: skip
        return self.new_classes[key]

    def subject_ref(self, name: str) -> Ref:
        """The subject of this name, made when it is not there."""
        key = names.search_key(name)
        if key not in self.subjects:
            self.subjects[key] = self.changes.add(
                "subject", school_id=self.ctx.school_id, name=name[:120], short_name=name[:24],
                sort_key=names.sort_key(name)[:120], color=len(self.subjects) % 12,
            )  # fmt: skip
        return self.subjects[key]

    def person_ref(
        self,
        name: tuple[str, str, str],
        *,
        birth: date | None = None,
        sex: str | None = None,
        is_row: bool = False,
    ) -> New:
        """A new person of the school."""
        return self.changes.add(
            "person", is_row=is_row, school_id=self.ctx.school_id, birth_date=birth, sex=sex,
            version=1, **name_values(name),
        )  # fmt: skip

    def correct_person(self, person_id: int, **said: Any) -> None:
        """Set what the list says otherwise; an empty cell says nothing."""
        known = self.people[person_id]
        values = {k: v for k, v in said.items() if v and v != getattr(known, k)}
        if not values:
            return
        name = tuple(
            values.get(part, getattr(known, part))
            for part in ("family_name", "given_name", "middle_name")
        )
        if name != (known.family_name, known.given_name, known.middle_name):
            values |= name_values(name)
        self.changes.change("person", person_id, version=known.version + 1, **values)

    def may_sign_in(self, who: Ref, in_role: Role, name: tuple[str, str, str]) -> None:
        """An account in a role, when the person has none."""
        if isinstance(who, New) or (who, in_role.value) not in self.roles:
            self.changes.account(who, in_role, name)


def open_book(ctx: Context, changes: Changes) -> Book:
    """The book of the actor's school in the present year."""
    return Book(ctx, current_year(ctx), changes)


def name_values(name: tuple[str, ...]) -> dict[str, str]:
    """The columns of a person's name with the keys it is sorted and found by."""
    family, given, middle = name
    return {
        "family_name": family,
        "given_name": given,
        "middle_name": middle,
        "sort_key": names.sort_key(family, given, middle),
        "search_key": names.search_key(family, given, middle),
    }


def marking_of(level: int) -> Marking:
    """The first level learns without marks; the others are marked from two to five."""
    return Marking.NONE if level == FIRST_LEVEL else Marking.FIVE
