"""The week of the demo school: no clashes, no gaps, no hour lost (недельное расписание)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

from ediary_app.demo.plan import ClassPlan, Unit

DAYS = 5
MAX_SLOTS = 7
SHORTEST_DAY = 4
DEPTH = 2
Cell = tuple[int, int]


@dataclass
class Week:
    """A week being filled: who is busy in each cell, what each class had on each day."""

    teachers: dict[Cell, set[int]] = field(default_factory=lambda: defaultdict(set))
    lessons: dict[str, dict[Cell, Unit]] = field(default_factory=lambda: defaultdict(dict))
    had: dict[tuple[int, str, str], int] = field(default_factory=lambda: defaultdict(int))

    def has_room(self, unit: Unit, cell: Cell) -> bool:
        """Whether classes and teachers are free and the day does not repeat the subject."""
        (day, slot), subject = cell, unit.groups[0].subject
        often = 2 if unit.groups[0].hours > 5 else 1
        for plan in unit.classes:
            if cell in self.lessons[plan.name] or slot > daily_limit(plan.level, day):
                return False
            if self.had[day, plan.name, subject] >= often:
                return False
        return not any(g.teacher in self.teachers[cell] for g in unit.groups)

    def place(self, unit: Unit, cell: Cell) -> None:
        """Put one hour of the unit into a cell."""
        unit.left -= 1
        for plan in unit.classes:
            self.lessons[plan.name][cell] = unit
            self.had[cell[0], plan.name, unit.groups[0].subject] += 1
        for group in unit.groups:
            self.teachers[cell].add(group.teacher)
            group.cells.append(cell)

    def take(self, unit: Unit, cell: Cell) -> None:
        """Take one hour of the unit out of its cell."""
        unit.left += 1
        for plan in unit.classes:
            del self.lessons[plan.name][cell]
            self.had[cell[0], plan.name, unit.groups[0].subject] -= 1
        for group in unit.groups:
            self.teachers[cell].discard(group.teacher)
            group.cells.remove(cell)

    def of_class(self, plan: ClassPlan) -> list[tuple[Cell, Unit]]:
        """The lessons that a class has alone, and may therefore be moved."""
        return [
            (cell, unit)
            for cell, unit in sorted(self.lessons[plan.name].items(), key=lambda item: item[0])
            if len(unit.classes) == 1
        ]

    def last_slot(self, plan: ClassPlan, day: int) -> int:
        """The last lesson of a class on a day; 0 when it has none."""
        return max((slot for d, slot in self.lessons[plan.name] if d == day), default=0)

    def gaps(self, plan: ClassPlan) -> list[Cell]:
        """Cells between a class's lessons in which it would have to wait."""
        return [
            (day, slot)
            for day in range(DAYS)
            for slot in range(1, self.last_slot(plan, day))
            if (day, slot) not in self.lessons[plan.name]
        ]

    def openings(self, plan: ClassPlan) -> Iterator[Cell]:
        """Where a class could have one lesson more: its gaps, then the ends of its days."""
        yield from self.gaps(plan)
        for day in sorted(range(DAYS), key=lambda d: self.last_slot(plan, d)):
            yield day, self.last_slot(plan, day) + 1


def weave(units: list[Unit], random: Random) -> int:
    """Place the units into the week; returns how many hours are lost or waited for.

    Slot by slot each class takes the subject it is furthest behind with, whose teachers are free;
    what found no place is squeezed in by moving another lesson, and gaps are closed likewise.
    """
    week = Week()
    for slot in range(1, MAX_SLOTS + 1):
        days = list(range(DAYS))
        random.shuffle(days)
        for day in days:
            random.shuffle(units)
            units.sort(key=lambda u: (-len(u.classes), -u.left, -len(u.groups)))
            for unit in units:
                if unit.left and week.has_room(unit, (day, slot)):
                    week.place(unit, (day, slot))
    for unit in units:
        while unit.left and _seat(week, unit, list(week.openings(unit.classes[0]))):
            pass
    plans = {plan.name: plan for unit in units for plan in unit.classes}.values()
    waits = sum(not _close(week, plan, gap) for plan in plans for gap in week.gaps(plan))
    return sum(unit.left for unit in units) + waits


def _seat(week: Week, unit: Unit, openings: list[Cell], depth: int = DEPTH) -> bool:
    """Give one hour a cell among the openings, moving up to `depth` other lessons for it."""
    for cell in openings:
        if week.has_room(unit, cell):
            week.place(unit, cell)
            return True
    if depth == 0 or len(unit.classes) > 1:
        return False
    for cell, other in week.of_class(unit.classes[0]):
        week.take(other, cell)
        if week.has_room(unit, cell):
            week.place(unit, cell)
            if _seat(week, other, openings, depth - 1):
                return True
            week.take(unit, cell)
        week.place(other, cell)
    return False


def _close(week: Week, plan: ClassPlan, gap: Cell) -> bool:
    """Fill a gap with the last lesson of some day."""
    if gap not in week.gaps(plan):
        return True
    for cell, unit in _last_lessons(week, plan, gap):
        week.take(unit, cell)
        if _seat(week, unit, [gap]):
            return True
        week.place(unit, cell)
    return False


def _last_lessons(week: Week, plan: ClassPlan, gap: Cell) -> list[tuple[Cell, Unit]]:
    """Lessons at the ends of days that may leave them, the same day's first."""
    return sorted(
        (
            (cell, unit)
            for cell, unit in week.of_class(plan)
            if cell[1] == week.last_slot(plan, cell[0])
            and (cell[0] == gap[0] or cell[1] > SHORTEST_DAY)
        ),
        key=lambda item: (item[0][0] != gap[0], -item[0][1]),
    )


def daily_limit(level: int, day: int) -> int:
    """The most lessons of a level on a weekday (`domain.md` A3)."""
    if level == 1:
        return 5 if day == 2 else 4
    if level <= 4:
        return 5
    return 6 if level <= 6 else 7
