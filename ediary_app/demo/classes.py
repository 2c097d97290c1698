"""Classes of the demo school year by year: who sits where, who teaches what, when (классы по годам)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from random import Random

from ediary_app.access.values import Role
from ediary_app.demo import corpus, schema
from ediary_app.demo.bulk import Bulk
from ediary_app.demo.calendar import Year
from ediary_app.demo.people import Pupil, Registry
from ediary_app.demo.plan import ClassPlan, GroupPlan, Loads, Unit, stream_of, units_of, weave
from ediary_app.demo.records import Given
from ediary_app.school import names
from ediary_app.school.values import EnrolmentEnd, GroupKind, Kinship, Marking
from ediary_app.timetable.values import Parity

LETTERS = {1: "АБВ", 5: "АБВ", 6: "АБВ", 11: "А"}
TRIES = 25


class SchoolPlan:
    """One school's people and its plan of the year at hand."""

    def __init__(self, bulk: Bulk, random: Random, people: Registry, school_id: int) -> None:
        self.bulk, self.random, self.people, self.school_id = bulk, random, people, school_id
        self.by_class: dict[tuple[int, str], list[Pupil]] = {}
        self.actors: dict[int, tuple[int, int, str]] = {}
        self.waiting: list[tuple[Given, date | None]] = []
        self._week: dict[int, list[tuple[int, GroupPlan, int, int]]] = defaultdict(list)
        self._subjects: dict[str, int] = {}
        self._rooms: dict[int, int] = {}
        self._teachers = 0
        self._names: dict[int, tuple[str, str]] = {}
        self._classes: list[ClassPlan] = []
        self._loads = Loads(self._hire)
        self._primary: dict[tuple[int, str], int] = {}
        self._hired: dict[str, list[int]] = {}
        self._pool: dict[str, list[int]] = {}

    def enrol_everybody(self, start: date, levels: dict[int, str] | None) -> None:
        """All pupils of the present year, class by class."""
        wanted = levels or {level: LETTERS.get(level, "АБ") for level in range(1, 12)}
        number = 0
        for level, letters in wanted.items():
            for letter in letters:
                size = self.random.randrange(24, 29)
                pupils = []
                for _place in range(size):
                    number += 1
                    family = self.random.choice(corpus.FAMILY_NAMES)
                    pupils.append(self.people.pupil(level, start, number, family))
                self.by_class[level, letter] = pupils
        self._make_siblings()

    def _make_siblings(self) -> None:
        """Some families have two children here; one has a court limit."""
        rooms = list(self.by_class.values())
        for older, younger in zip(rooms[len(rooms) // 2 :], rooms, strict=False):
            for pupil, sibling in zip(older[:4], younger[:4], strict=False):
                self.people.guardianship(pupil.guardians[0], sibling.id, Kinship.MOTHER)
        limited = rooms[-1][-1]
        self.people.guardianship(
            rooms[0][-1].guardians[-1], limited.id, Kinship.OTHER,
            court_limit=True, court_document="Решение суда № 2-118/2025",
        )  # fmt: skip

    def begin_year(self, year: Year, back: int) -> None:
        """Classes, groups, loads and the week of one year; `back` years before the present."""
        self._week.clear()
        self._classes = []
        for (level, letter), pupils in self.by_class.items():
            if level - back >= 1:
                self._classes.append(self._class(year, level - back, letter, pupils, back))
        self._loads = Loads(self._again if self._names else self._hire)
        units = [unit for plan in self._classes for unit in units_of(plan)]
        tens = [plan for plan in self._classes if plan.level == 10]
        if len(tens) > 1:
            units.append(stream_of(tens))
        self._give_teachers(units)
        self._find_week(units)
        for unit in units:
            for group in unit.groups:
                self._group(year, group)
        self._individual_plan(year)

    def _class(
        self, year: Year, level: int, letter: str, pupils: list[Pupil], back: int
    ) -> ClassPlan:
        plan = ClassPlan(level, letter, sorted(pupils, key=lambda p: names.sort_key(p.family)))
        plan.teacher = self._class_teacher(level, letter, back)
        plan.id = self.bulk.add(
            schema.CLASS, school_id=self.school_id, year_id=year.id, level=level, letter=letter,
            class_teacher_id=plan.teacher, shift=1, days_a_week=5,
        )  # fmt: skip
        for pupil in pupils:
            self.bulk.add(
                schema.ENROLMENT, school_id=self.school_id, student_id=pupil.id, class_id=plan.id,
                starts_on=year.start, ends_on=year.end if back else None, order_number="112-у",
                end_reason=EnrolmentEnd.PROMOTION if back else None,
            )  # fmt: skip
        return plan

    def _class_teacher(self, level: int, letter: str, back: int) -> int:
        key = (level + back, letter)
        if key not in self._primary:
            post = "Учитель начальных классов" if level + back <= 4 else "Учитель"
            self._primary[key] = self._staff(post, Role.CLASS_TEACHER)
        return self._primary[key]

    def _staff(self, post: str, role: Role) -> int:
        self._teachers += 1
        first = {1: "classteacher", 2: "classteacher2"}.get(self._teachers, "")
        login = f"{self.people.prefix}{first or f't{self._teachers}'}"
        person, name = self.people.staff(post, login, role)
        account_id, login = self.people.accounts[person]
        self.actors[person] = (account_id, person, role.value)
        self._names[person] = (login, name)
        self._rooms[person] = self.bulk.add(
            schema.ROOM, school_id=self.school_id, name=str(100 + self._teachers), seats=30
        )
        return person

    def _hire(self, family: str) -> int:
        person = self._staff(f"Учитель ({family})", Role.TEACHER)
        self._hired.setdefault(family, []).append(person)
        return person

    def _again(self, family: str) -> int:
        """Last year's teachers first, then new ones."""
        pool = self._pool.setdefault(family, list(self._hired.get(family, [])))
        return pool.pop(0) if pool else self._hire(family)

    def _give_teachers(self, units: list[Unit]) -> None:
        self._pool.clear()
        for unit in units:
            busy: set[int] = set()
            for group in unit.groups:
                home = group.home
                if home is not None and home.level <= 4 and group.subject in corpus.PRIMARY:
                    group.teacher = home.teacher
                    continue
                group.teacher = self._loads.teacher_for(group.subject, group.hours, busy)
                busy.add(group.teacher)

    def _find_week(self, units: list[Unit]) -> None:
        best: tuple[int, dict[int, list[tuple[int, int]]]] | None = None
        for _try in range(TRIES):
            for unit in units:
                unit.left = unit.groups[0].hours
                for group in unit.groups:
                    group.cells = []
            lost = weave(list(units), self.random)
            if best is None or lost < best[0]:
                best = (lost, {id(g): g.cells for u in units for g in u.groups})
            if lost == 0:
                break
        assert best is not None
        for unit in units:
            for group in unit.groups:
                group.cells = best[1][id(group)]

    def _group(self, year: Year, group: GroupPlan) -> None:
        subject = self._subject(group.subject)
        group.id = self.bulk.add(
            schema.GROUP, school_id=self.school_id, year_id=year.id, subject_id=subject,
            class_id=group.home.id if group.home else None, level=group.level, name=group.name,
            kind=group.kind, marking=group.marking, weekly_hours=len(group.cells),
        )  # fmt: skip
        for pupil in group.pupils:
            self.bulk.add(schema.MEMBER, school_id=self.school_id, group_id=group.id,
                          student_id=pupil.id, starts_on=year.start, ends_on=None)  # fmt: skip
        self.bulk.add(schema.ASSIGNMENT, school_id=self.school_id, group_id=group.id,
                      teacher_id=group.teacher, starts_on=year.start, ends_on=None,
                      is_main=True)  # fmt: skip
        room = self._rooms[group.teacher]
        for day, slot in group.cells:
            entry = self.bulk.add(
                schema.ENTRY, school_id=self.school_id, group_id=group.id, teacher_id=group.teacher,
                room_id=room, weekday=day, slot=slot, parity=Parity.EVERY, valid_from=year.start,
                valid_to=year.end,
            )  # fmt: skip
            self._week[day].append((slot, group, entry, room))

    def _individual_plan(self, year: Year) -> None:
        """One pupil of the first class is taught reading at home, in the last hour of Friday."""
        home = next((p for p in self._classes if p.level == 7), self._classes[0])
        group = GroupPlan(home, home.level, f"ИУП {home.name}", "Русский язык", 1,
                          GroupKind.INDIVIDUAL, Marking.FIVE, home.pupils[-1:],
                          teacher=home.teacher)  # fmt: skip
        group.cells = [(4, 8)]
        self._group(year, group)

    def _subject(self, name: str) -> int:
        if name not in self._subjects:
            self._subjects[name] = self.bulk.add(
                schema.SUBJECT, school_id=self.school_id, name=name,
                short_name=corpus.SHORT.get(name, name[:24]), area="", sort_key=names.sort_key(name),
                color=len(self._subjects) % 12,
            )  # fmt: skip
        return self._subjects[name]

    def lessons_on(self, weekday: int) -> list[tuple[int, GroupPlan, int, int]]:
        """Slot, group, entry and room of every lesson of a weekday, in order."""
        return sorted(self._week[weekday], key=lambda cell: cell[0])

    def examples(self) -> Iterator[tuple[Role, str, str]]:
        """One good account of each kind of reader and teacher."""
        rooms = list(self.by_class.values())
        pupil = rooms[len(rooms) // 2][0]
        parent = pupil.guardians[0]
        yield Role.PARENT, self.people.accounts[parent][1], f"мать: {pupil.name}"
        yield Role.STUDENT, self.people.accounts[pupil.id][1], pupil.name
        loads: dict[int, int] = defaultdict(int)
        for cells in self._week.values():
            for _slot, group, _entry, _room in cells:
                loads[group.teacher] += group.level >= 5
        homes = set(self._primary.values())
        busiest = max((t for t in loads if t not in homes), key=lambda t: loads[t])
        home = max(homes, key=lambda t: loads.get(t, 0))
        yield Role.TEACHER, *self._names[busiest]
        yield Role.CLASS_TEACHER, *self._names[home]
