"""Classes, groups, loads and a week without clashes (классы, группы, нагрузка, расписание)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from ediary_app.demo import corpus
from ediary_app.demo.people import Pupil
from ediary_app.school.values import GroupKind, Marking

DAYS = 5
MAX_SLOTS = 7
MAX_LOAD = 26


@dataclass
class ClassPlan:
    """A class of one year: its pupils and the units its week is made of."""

    level: int
    letter: str
    pupils: list[Pupil]
    id: int = 0
    teacher: int = 0

    @property
    def name(self) -> str:
        """7А."""
        return f"{self.level}{self.letter}"


@dataclass
class GroupPlan:
    """A teaching group to be: who learns what with whom, how many hours."""

    home: ClassPlan | None
    level: int
    name: str
    subject: str
    hours: int
    kind: GroupKind
    marking: Marking
    pupils: list[Pupil]
    teacher: int = 0
    id: int = 0
    cells: list[tuple[int, int]] = field(default_factory=list)


@dataclass
class Unit:
    """What stands in one cell of the week: one group, or subgroups in parallel."""

    classes: list[ClassPlan]
    groups: list[GroupPlan]
    left: int


def units_of(plan: ClassPlan) -> list[Unit]:
    """The units of a class after the curriculum of its level."""
    made = []
    for subject, hours in corpus.CURRICULUM[plan.level].items():
        if hours:
            made.append(Unit([plan], _groups(plan, subject, hours), hours))
    return made


def _groups(plan: ClassPlan, subject: str, hours: int) -> list[GroupPlan]:
    marking = Marking.NONE if plan.level == 1 or subject in corpus.NO_MARKS else Marking.FIVE
    split = plan.level >= corpus.SUBGROUPED.get(subject, 99) and len(plan.pupils) >= 20
    if not split:
        return [GroupPlan(plan, plan.level, plan.name, subject, hours, GroupKind.WHOLE_CLASS,
                          marking, plan.pupils)]  # fmt: skip
    if subject.startswith("Труд"):
        halves = [[p for p in plan.pupils if p.girl], [p for p in plan.pupils if not p.girl]]
    else:
        halves = [plan.pupils[::2], plan.pupils[1::2]]
    return [
        GroupPlan(plan, plan.level, f"{plan.name} гр. {i}", subject, hours, GroupKind.SUBGROUP,
                  marking, half)
        for i, half in enumerate(halves, 1)
        if half
    ]  # fmt: skip


def stream_of(tens: list[ClassPlan]) -> Unit:
    """A profile stream over the tenth classes: physics in depth, together."""
    pupils = [p for plan in tens for p in plan.pupils if p.ability > 3.9]
    group = GroupPlan(None, 10, "10 поток: физика", "Физика (профиль)", 2, GroupKind.STREAM,
                      Marking.FIVE, pupils)  # fmt: skip
    return Unit(tens, [group], 2)


class Loads:
    """Gives groups to teachers, at most `MAX_LOAD` hours each; hires when nobody is free."""

    def __init__(self, hire: Callable[[str], int]) -> None:
        self._hire = hire
        self._loads: dict[str, list[list[int]]] = defaultdict(list)

    def teacher_for(self, subject: str, hours: int, busy: set[int]) -> int:
        """A teacher of the subject with room for these hours and not among `busy`."""
        family = _FAMILY_OF.get(subject, subject)
        for load in self._loads[family]:
            if load[1] + hours <= MAX_LOAD and load[0] not in busy:
                load[1] += hours
                return load[0]
        person = self._hire(family)
        self._loads[family].append([person, hours])
        return person


_FAMILY_OF = {
    "Алгебра": "Математика", "Геометрия": "Математика", "Вероятность и статистика": "Математика",
    "Литература": "Русский язык и литература", "Русский язык": "Русский язык и литература",
    "Обществознание": "История", "ОДНКНР": "История", "ОРКСЭ": "Музыка",
    "Физика (профиль)": "Физика", "Индивидуальный проект": "История",
    "Химия": "Биология и химия", "Биология": "Биология и химия", "ОБЗР": "География",
    "Изобразительное искусство": "Музыка", "Литературное чтение": "Начальная школа",
}  # fmt: skip


@dataclass
class Week:
    """A week being filled: who is busy in each cell, what each class had on each day."""

    teachers: dict[tuple[int, int], set[int]] = field(default_factory=lambda: defaultdict(set))
    classes: dict[tuple[int, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    had: dict[tuple[int, str, str], int] = field(default_factory=lambda: defaultdict(int))

    def has_room(self, unit: Unit, day: int, slot: int) -> bool:
        """Whether classes and teachers are free and the day does not repeat the subject."""
        cell, subject = (day, slot), unit.groups[0].subject
        often = 2 if unit.groups[0].hours > 5 else 1
        for plan in unit.classes:
            if plan.name in self.classes[cell] or slot > daily_limit(plan.level, day):
                return False
            if self.had[day, plan.name, subject] >= often:
                return False
        return not any(g.teacher in self.teachers[cell] for g in unit.groups)

    def place(self, unit: Unit, day: int, slot: int) -> None:
        """Put one hour of the unit into a cell."""
        unit.left -= 1
        for plan in unit.classes:
            self.classes[day, slot].add(plan.name)
            self.had[day, plan.name, unit.groups[0].subject] += 1
        for group in unit.groups:
            self.teachers[day, slot].add(group.teacher)
            group.cells.append((day, slot))


def weave(units: list[Unit], random: Random) -> int:
    """Place the units into the week without clashes; returns how many hours found no place.

    Slot by slot: each class takes the subject it is furthest behind with, whose teachers are free.
    """
    week = Week()
    for slot in range(1, MAX_SLOTS + 1):
        days = list(range(DAYS))
        random.shuffle(days)
        for day in days:
            random.shuffle(units)
            units.sort(key=lambda u: (-len(u.classes), -u.left, -len(u.groups)))
            for unit in units:
                if unit.left and week.has_room(unit, day, slot):
                    week.place(unit, day, slot)
    return sum(unit.left for unit in units)


def daily_limit(level: int, day: int) -> int:
    """The most lessons of a level on a weekday (`domain.md` A3)."""
    if level == 1:
        return 5 if day == 2 else 4
    if level <= 4:
        return 5
    return 6 if level <= 6 else 7
