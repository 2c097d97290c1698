"""Builders in the school's words: `given.lesson(taught_by=…)`, `given.guardian_of(…)`.

They write rows straight, as an import would have left them; each returns ids or rows to act on.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlmodel import SQLModel, select

from ediary_app.access import models as access
from ediary_app.access import passwords
from ediary_app.access.context import Actor, actor_permissions
from ediary_app.access.credentials import SessionToken, new_token, token_digest
from ediary_app.access.performing import Runtime
from ediary_app.access.values import Role
from ediary_app.journal import models as journal
from ediary_app.school import models as school
from ediary_app.school import names
from ediary_app.school.values import GroupKind, Kinship, Marking, TermKind
from ediary_app.timetable import models as timetable
from ediary_app.timetable.values import LessonState, Parity

YEAR_START, YEAR_END = date(2026, 9, 1), date(2027, 5, 26)
FIRST_TERM = (date(2026, 9, 1), date(2026, 10, 25))
SECOND_TERM = (date(2026, 11, 2), date(2026, 12, 27))
TODAY = date(2026, 11, 18)


@dataclass
class Given:
    """Makes what a test takes for granted."""

    runtime: Runtime
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def save(self, *rows: SQLModel) -> Any:
        """Write rows in one transaction; returns the last one, detached and with its id."""
        with self.runtime.database.session() as session:
            session.add_all(rows)
            session.flush()
            for row in rows:
                session.refresh(row)
        return rows[-1]

    def school(self, name: str = "Школа № 5") -> school.School:
        """A school with a year, two quarters, half-years for 10–11, and the usual work kinds."""
        number = next(self._numbers)
        made = self.save(school.School(name=name, short_name=name, code=f"school-{number}"))
        year = self.save(
            school.SchoolYear(
                school_id=made.id, name="2026/27", starts_on=YEAR_START, ends_on=YEAR_END
            )
        )
        common = {"school_id": made.id, "year_id": year.id}
        for index, (start, end) in enumerate([FIRST_TERM, SECOND_TERM], 1):
            self.save(
                school.Term(
                    **common, kind=TermKind.QUARTER, number=index, starts_on=start, ends_on=end
                )
            )
        self.save(
            school.Term(
                **common,
                kind=TermKind.HALF_YEAR,
                number=1,
                starts_on=YEAR_START,
                ends_on=SECOND_TERM[1],
            )
        )
        for level in range(1, 12):
            kind = TermKind.HALF_YEAR if level >= 10 else TermKind.QUARTER
            self.save(school.LevelPlan(**common, level=level, term_kind=kind))
        kinds = [("OTV", "Ответ на уроке", 100), ("KR", "Контрольная работа", 300)]
        for position, (code, title, weight) in enumerate(kinds):
            self.save(
                journal.WorkKind(
                    school_id=made.id, code=code, name=title, weight=weight, position=position
                )
            )
        return made

    def year_of(self, made: school.School) -> school.SchoolYear:
        """The school's year 2026/27."""
        with self.runtime.database.session(writes=False) as session:
            return session.scalars(
                select(school.SchoolYear).where(school.SchoolYear.school_id == made.id)
            ).one()

    def kind_id(self, made: school.School, code: str = "OTV") -> int:
        """The id of a work kind of the school by its code."""
        with self.runtime.database.session(writes=False) as session:
            found = session.scalars(
                select(journal.WorkKind).where(
                    journal.WorkKind.school_id == made.id, journal.WorkKind.code == code
                )
            ).one()
        return int(found.id)

    def person(
        self, made: school.School, family: str = "Иванова", first: str = "Анна", middle: str = ""
    ) -> school.Person:
        """A person of the school."""
        return self.save(
            school.Person(
                school_id=made.id,
                family_name=family,
                given_name=first,
                middle_name=middle,
                sort_key=names.sort_key(family, first, middle),
                search_key=names.search_key(family, first, middle),
            )
        )

    def teacher(self, made: school.School, family: str = "Орлова") -> school.Person:
        """A member of staff who teaches."""
        person = self.person(made, family, "Вера", "Ивановна")
        self.save(school.StaffMember(person_id=person.id, school_id=made.id, post="Учитель"))
        return person

    def school_class(
        self, made: school.School, level: int = 7, letter: str = "А", teacher_id: int | None = None
    ) -> school.SchoolClass:
        """A class of the year 2026/27."""
        return self.save(
            school.SchoolClass(
                school_id=made.id,
                year_id=self.year_of(made).id,
                level=level,
                letter=letter,
                class_teacher_id=teacher_id,
            )
        )

    def student(
        self, in_class: school.SchoolClass, family: str = "Петров", first: str = "Иван"
    ) -> school.Person:
        """A pupil enrolled in the class since 1 September."""
        person = self.save(
            school.Person(
                school_id=in_class.school_id,
                family_name=family,
                given_name=first,
                sort_key=names.sort_key(family, first),
                search_key=names.search_key(family, first),
                birth_date=date(2013, 4, 2),
            )
        )
        self.save(school.Student(person_id=person.id, school_id=in_class.school_id))
        self.save(
            school.Enrolment(
                school_id=in_class.school_id,
                student_id=person.id,
                class_id=in_class.id,
                starts_on=YEAR_START,
            )
        )
        return person

    def guardian_of(
        self,
        *students: school.Person,
        family: str = "Петрова",
        kinship: Kinship = Kinship.MOTHER,
        court_limit: bool = False,
    ) -> school.Person:
        """A representative of these pupils."""
        person = self.save(
            school.Person(
                school_id=students[0].school_id,
                family_name=family,
                given_name="Ольга",
                sort_key=names.sort_key(family, "Ольга"),
                search_key=names.search_key(family, "Ольга"),
            )
        )
        for student in students:
            self.save(
                school.Guardianship(
                    school_id=student.school_id,
                    guardian_id=person.id,
                    student_id=student.id,
                    kinship=kinship,
                    court_limit=court_limit,
                )
            )
        return person

    def group(
        self,
        in_class: school.SchoolClass,
        subject: str = "Алгебра",
        members: list[school.Person] | None = None,
        taught_by: school.Person | None = None,
        marking: Marking = Marking.FIVE,
    ) -> school.Group:
        """A teaching group of the class with these members and this teacher."""
        made = self._subject(in_class.school_id, subject)
        group = self.save(
            school.Group(
                school_id=in_class.school_id,
                year_id=in_class.year_id,
                subject_id=made.id,
                class_id=in_class.id,
                level=in_class.level,
                name=in_class.name,
                kind=GroupKind.WHOLE_CLASS,
                marking=marking,
            )
        )
        for person in members or []:
            self.save(
                school.GroupMember(
                    school_id=group.school_id,
                    group_id=group.id,
                    student_id=person.id,
                    starts_on=YEAR_START,
                )
            )
        if taught_by is not None:
            self.save(
                school.Assignment(
                    school_id=group.school_id,
                    group_id=group.id,
                    teacher_id=taught_by.id,
                    starts_on=YEAR_START,
                )
            )
        return group

    def _subject(self, school_id: int, name: str) -> school.Subject:
        with self.runtime.database.session(writes=False) as session:
            found = session.scalars(
                select(school.Subject).where(
                    school.Subject.school_id == school_id, school.Subject.name == name
                )
            ).first()
        return found or self.save(
            school.Subject(school_id=school_id, name=name, sort_key=names.sort_key(name))
        )

    def lesson(
        self,
        group: school.Group,
        taught_by: school.Person,
        on: date = TODAY,
        slot: int = 2,
    ) -> timetable.Lesson:
        """A dated lesson of the group, 9:40–10:20 by default."""
        start = datetime.combine(on, time(8, 0)) + timedelta(minutes=50 * (slot - 1))
        return self.save(
            timetable.Lesson(
                school_id=group.school_id,
                group_id=group.id,
                teacher_id=taught_by.id,
                date=on,
                slot=slot,
                starts_at=start.time(),
                ends_at=(start + timedelta(minutes=40)).time(),
                state=LessonState.PLANNED,
            )
        )

    def timetable_entry(
        self, group: school.Group, taught_by: school.Person, weekday: int = 2, slot: int = 2
    ) -> timetable.TimetableEntry:
        """One cell of the week's timetable."""
        return self.save(
            timetable.TimetableEntry(
                school_id=group.school_id,
                group_id=group.id,
                teacher_id=taught_by.id,
                weekday=weekday,
                slot=slot,
                parity=Parity.EVERY,
                valid_from=YEAR_START,
            )
        )

    def actor(
        self, person: school.Person | None, role: Role, school_id: int | None = None
    ) -> Actor:
        """Somebody with an account in this role, as if just signed in."""
        account, link = self._account(person, role, school_id)
        return Actor(
            account_id=account.id,
            role=role,
            school_id=link.school_id,
            person_id=link.person_id,
            person_ids=(link.person_id,) if link.person_id else (),
            permissions=actor_permissions(role),
            language="en",
        )

    def signed_in(
        self, person: school.Person | None, role: Role, school_id: int | None = None
    ) -> SessionToken:
        """A living session's token of a person in a role."""
        account, link = self._account(person, role, school_id)
        token, now = new_token(), self.runtime.clock()
        self.save(
            access.SignInSession(
                token_digest=token_digest(token),
                account_id=account.id,
                account_role_id=link.id,
                created_at=now,
                seen_at=now,
                expires_at=now + timedelta(days=30),
            )
        )
        return SessionToken(token)

    def account(
        self,
        person: school.Person | None,
        *roles: Role,
        school_id: int | None = None,
        password: str = "",
    ) -> access.Account:
        """An account with these roles that may sign in with the password, if one is given."""
        number = next(self._numbers)
        account: access.Account = self.save(
            access.Account(
                login=f"user{number}",
                password_hash=passwords.hash_password(password) if password else None,
                created_at=datetime(2026, 9, 1, tzinfo=UTC),
                language="en",
            )
        )
        for role in roles:
            self.save(
                access.AccountRole(
                    account_id=account.id,
                    school_id=person.school_id if person else school_id,
                    person_id=person.id if person else None,
                    role=role,
                )
            )
        return account

    def _account(
        self, person: school.Person | None, role: Role, school_id: int | None
    ) -> tuple[access.Account, access.AccountRole]:
        number = next(self._numbers)
        account = self.save(
            access.Account(
                login=f"user{number}", created_at=datetime(2026, 9, 1, tzinfo=UTC), language="en"
            )
        )
        link = self.save(
            access.AccountRole(
                account_id=account.id,
                school_id=person.school_id if person else school_id,
                person_id=person.id if person else None,
                role=role,
            )
        )
        return account, link
