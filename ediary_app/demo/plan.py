"""Classes, groups, loads and a week without clashes (классы, группы, нагрузка, расписание)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from ediary_app.demo import corpus
from ediary_app.demo.people import Pupil
from ediary_app.school.values import EnrolmentEnd, GroupKind, Marking

MAX_LOAD = 26


@dataclass(frozen=True)
class Stay:
    """The part of the year a pupil spent in a class, when it was not the whole year."""

    since: date | None = None
    until: date | None = None
    reason: EnrolmentEnd | None = None

    def covers(self, day: date) -> bool:
        """Whether the pupil was in the class on a day."""
        return (self.since is None or day >= self.since) and (
            self.until is None or day <= self.until
        )


WHOLE_YEAR = Stay()


@dataclass
class ClassPlan:
    """A class of one year: its pupils and the units its week is made of."""

    level: int
    letter: str
    pupils: list[Pupil]
    id: int = 0
    teacher: int = 0
    stays: dict[int, Stay] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """7А."""
        return f"{self.level}{self.letter}"

    def stay(self, pupil: Pupil) -> Stay:
        """When a pupil was in this class."""
        return self.stays.get(pupil.id, WHOLE_YEAR)


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

    def stay(self, pupil: Pupil) -> Stay:
        """When a pupil was in this group: as long as in the class."""
        return self.home.stay(pupil) if self.home else WHOLE_YEAR

    def present(self, day: date) -> list[Pupil]:
        """The members on a day."""
        if self.home is None or not self.home.stays:
            return self.pupils
        return [p for p in self.pupils if self.home.stay(p).covers(day)]


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
    pupils = [p for plan in tens for p in plan.pupils if p.ability > 3.9 and p.id not in plan.stays]
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
