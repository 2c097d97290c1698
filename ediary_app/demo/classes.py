"""Classes of the demo school year by year: who sits where, who learns what (классы по годам)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from random import Random

from ediary_app.demo import corpus, schema, words
from ediary_app.demo.bulk import Bulk
from ediary_app.demo.calendar import Year
from ediary_app.demo.moves import move_some
from ediary_app.demo.people import Pupil, Registry
from ediary_app.demo.plan import ClassPlan, GroupPlan, Unit, stream_of, units_of
from ediary_app.demo.staffing import Staffing
from ediary_app.demo.week import weave
from ediary_app.school import names
from ediary_app.school.values import EnrolmentEnd, GroupKind, Marking
from ediary_app.timetable.values import Parity

LETTERS = {1: "АБВ", 5: "АБВ", 6: "АБВ", 11: "А", 12: "А"}
"""Classes of a level; the twelfth left after the eleventh last year."""
EXAMPLE_OLDER, EXAMPLE_YOUNGER = (7, "А"), (5, "А")
"""Classes of the two children whose mother is the example parent."""
TRIES = 40


@dataclass(frozen=True)
class Cell:
    """One lesson of the week: its slot, group, timetable entry and room."""

    slot: int
    group: GroupPlan
    entry: int
    room: int


class SchoolPlan:
    """One school's pupils and its plan of the year at hand."""

    def __init__(
        self, bulk: Bulk, random: Random, people: Registry, school_id: int, today: date
    ) -> None:
        self.bulk, self.random, self.people, self.school_id = bulk, random, people, school_id
        self.today = today
        self.stars: set[int] = set()
        """The children of the example parent."""
        self.away: set[int] = set()
        """Who is not there today and nobody knows why: for the class teacher's page."""
        self.by_class: dict[tuple[int, str], list[Pupil]] = {}
        self.staffing = Staffing(bulk, people, school_id)
        self.lost = 0
        self._week: dict[int, list[Cell]] = defaultdict(list)
        self._subjects: dict[str, int] = {}
        self._classes: list[ClassPlan] = []

    def enrol_everybody(self, start: date, levels: dict[int, str] | None, years: int) -> None:
        """All pupils of the present year, class by class, and last year's leavers."""
        last = 12 if years > 1 else 11
        wanted = levels or {level: LETTERS.get(level, "АБ") for level in range(1, last + 1)}
        example = None
        for level, letters in wanted.items():
            for letter in letters:
                size = self.random.randrange(24, 29)
                pupils = [self.people.pupil(level, start) for _place in range(size - 1)]
                if (level, letter) == EXAMPLE_YOUNGER:
                    example = next(p for p in pupils if self._is_first_child(p))
                same = (level, letter) == EXAMPLE_OLDER and example is not None
                home = self.people.family_of[example.id] if same and example else None
                pupils.append(self.people.pupil(level, start, home))
                self.by_class[level, letter] = pupils
                if same and example:
                    self._show(example, pupils[-1])
                    self.away.add(pupils[-2].id)

    def _show(self, *children: Pupil) -> None:
        """The children whose diary everybody sees first learn well and are rarely away."""
        for child in children:
            self.stars.add(child.id)
            child.ability, child.health = 4.25, 0.0

    def _is_first_child(self, pupil: Pupil) -> bool:
        home = self.people.family_of[pupil.id]
        return len(home.levels) == 1 and len(home.guardians) == 2 and not home.guardians[0][2]

    def begin_year(self, year: Year, back: int) -> None:
        """Classes, groups, loads and the week of one year; `back` years before the present."""
        self._week.clear()
        self._classes = [
            ClassPlan(level - back, letter, sorted(pupils, key=lambda p: names.sort_key(p.family)))
            for (level, letter), pupils in self.by_class.items()
            if 1 <= level - back <= 11
        ]
        if not back:
            move_some(self._classes, self.random, year.start, self.today, self.stars)
        units = [unit for plan in self._classes for unit in units_of(plan)]
        tens = [plan for plan in self._classes if plan.level == 10]
        if len(tens) > 1:
            units.append(stream_of(tens))
        self.staffing.give_teachers(units, self._classes, back)
        for plan in self._classes:
            self._class(year, plan, back)
        self._find_week(units)
        for unit in units:
            for group in unit.groups:
                self._group(year, group, back)
        self._individual_plan(year, units, back)

    def _class(self, year: Year, plan: ClassPlan, back: int) -> None:
        plan.id = self.bulk.add(
            schema.CLASS, school_id=self.school_id, year_id=year.id, level=plan.level,
            letter=plan.letter, class_teacher_id=plan.teacher, shift=1, days_a_week=5,
        )  # fmt: skip
        end = EnrolmentEnd.GRADUATED if plan.level == 11 else EnrolmentEnd.PROMOTION
        for pupil in plan.pupils:
            stay = plan.stay(pupil)
            self.bulk.add(
                schema.ENROLMENT, school_id=self.school_id, student_id=pupil.id, class_id=plan.id,
                starts_on=stay.since or year.start,
                ends_on=stay.until or (year.end if back else None),
                order_number="131-у" if stay.since else "112-у",
                end_reason=stay.reason or (end if back else None),
            )  # fmt: skip

    def _find_week(self, units: list[Unit]) -> None:
        """The best of some weaves: mostly the first has every hour in its place and no gap."""
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
        self.lost += best[0]
        for unit in units:
            for group in unit.groups:
                group.cells = sorted(best[1][id(group)])

    def _group(self, year: Year, group: GroupPlan, back: int) -> None:
        ends_on = year.end if back else None
        group.id = self.bulk.add(
            schema.GROUP, school_id=self.school_id, year_id=year.id,
            subject_id=self._subject(group.subject), class_id=group.home.id if group.home else None,
            level=group.level, name=group.name, kind=group.kind, marking=group.marking,
            weekly_hours=len(group.cells),
        )  # fmt: skip
        common = {"school_id": self.school_id, "group_id": group.id}
        for pupil in group.pupils:
            stay = group.stay(pupil)
            dates = {"starts_on": stay.since or year.start, "ends_on": stay.until or ends_on}
            self.bulk.add(schema.MEMBER, student_id=pupil.id, **dates, **common)
        self.bulk.add(
            schema.ASSIGNMENT, teacher_id=group.teacher, is_main=True, starts_on=year.start,
            ends_on=ends_on, **common,
        )  # fmt: skip
        room = self.staffing.rooms[group.teacher]
        for day, slot in group.cells:
            entry = self.bulk.add(
                schema.ENTRY, school_id=self.school_id, group_id=group.id, teacher_id=group.teacher,
                room_id=room, weekday=day, slot=slot, parity=Parity.EVERY, valid_from=year.start,
                valid_to=year.end,
            )  # fmt: skip
            self._week[day].append(Cell(slot, group, entry, room))

    def _individual_plan(self, year: Year, units: list[Unit], back: int) -> None:
        """One pupil has two hours of Russian a week at home, after everybody's lessons."""
        home = next((p for p in self._classes if p.level == 6), self._classes[-1])
        subject = "Русский язык"
        teacher = next(
            g.teacher for u in units for g in u.groups if g.home is home and g.subject == subject
        )
        pupil = next(p for p in home.pupils if p.id not in self.stars | set(home.stays))
        group = GroupPlan(home, home.level, f"ИУП {home.name}", subject, 2,
                          GroupKind.INDIVIDUAL, Marking.FIVE, [pupil], teacher)  # fmt: skip
        group.cells = [(1, 8), (3, 8)]
        self._group(year, group, back)

    def _subject(self, name: str) -> int:
        if name not in self._subjects:
            self._subjects[name] = self.bulk.add(
                schema.SUBJECT, school_id=self.school_id, name=name,
                short_name=corpus.SHORT.get(name, name[:24]),
                sort_key=names.sort_key(name), color=len(self._subjects) % 12,
            )  # fmt: skip
        return self._subjects[name]

    def lessons_on(self, weekday: int) -> list[Cell]:
        """Every lesson of a weekday, in the order of the bells."""
        return sorted(self._week[weekday], key=lambda cell: cell.slot)

    def example_pupil(self) -> Pupil:
        """The pupil whose diary is shown first: in 7А, with a younger sibling in 5А."""
        return self.by_class[EXAMPLE_OLDER][-1]

    def example_class_teacher(self) -> int:
        """The class teacher of the example pupil."""
        return self.staffing.class_teachers[EXAMPLE_OLDER]

    def example_teacher(self, weekday: int) -> int:
        """Who leads no class and has most lessons on a weekday, the example class's first."""
        leading = set(self.staffing.class_teachers.values())
        hours: Counter[int] = Counter()
        for cell in self._week[weekday]:
            known = cell.group.home is not None and cell.group.home.name == "7А"
            core = cell.group.subject not in words.SELDOM
            hours[cell.group.teacher] += (10 if known else 1) * (20 if core else 1)
        return next((t for t, _n in hours.most_common() if t not in leading), max(hours))
