"""Groups of the next year (группы нового года): copied to where their subject is taught."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from ediary_app.rollover.values import (
    Fate,
    Key,
    Left,
    PlannedClass,
    PlannedGroup,
    Reason,
    Snapshot,
    Taught,
)
from ediary_app.school.values import GroupKind, Marking

FIRST_MARKED = 2
"""The first level with marks."""
Named = tuple[str, int]
"""Name and subject: what tells two groups of a year apart."""


@dataclass
class _Work:
    """What is known while the groups are planned, and what has been planned."""

    school: Snapshot
    models: Mapping[tuple[int, int], Taught]
    there: Mapping[Named, Taught]
    ways_up: Mapping[int, Key | Reason]
    to: Mapping[int, Key]
    made: dict[Named, PlannedGroup] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    def leave(self, group: Taught, reason: Reason) -> None:
        """Note that a group is not taken over."""
        self.left.append(Left(group.name, group.subject_id, reason))


def planned_groups(
    school: Snapshot,
    ways_up: Mapping[int, Key | Reason],
    classes: tuple[PlannedClass, ...],
    fates: tuple[Fate, ...],
) -> tuple[tuple[PlannedGroup, ...], tuple[Left, ...]]:
    """The groups of the next year, and those that are left with the reason."""
    work = _Work(
        school, _models(school.groups), {(g.name, g.subject_id): g for g in school.target_groups},
        ways_up,
        {f.pupil.student_id: f.to for f in fates if f.to is not None},
    )  # fmt: skip
    for group in school.groups:
        _take_over(work, group)
    _begin_new_subjects(work, classes)
    return tuple(work.made.values()), tuple(work.left)


def _models(groups: Iterable[Taught]) -> dict[tuple[int, int], Taught]:
    """How a subject is taught at a level: whole classes before parts of them."""
    found: dict[tuple[int, int], Taught] = {}
    for group in groups:
        known = found.get((group.level, group.subject_id))
        is_whole = group.kind == GroupKind.WHOLE_CLASS
        if known is None or (is_whole and known.kind != GroupKind.WHOLE_CLASS):
            found[group.level, group.subject_id] = group
    return found


def _take_over(work: _Work, group: Taught) -> None:
    """Copy one group a level up, or note why not."""
    where = work.ways_up.get(group.class_id) if group.class_id is not None else None
    if isinstance(where, Reason):
        return work.leave(group, where)
    level = where[0] if where else group.level + 1
    model = _model(work, group, level)
    if group.subject_id in work.school.archived:
        return work.leave(group, Reason.ARCHIVED)
    if model is None:
        return work.leave(group, Reason.NOT_TAUGHT)
    members = frozenset(m for m in group.members if _follows(work, m, level, where))
    name = _renamed(work.school, group, where, level)
    is_part = group.kind != GroupKind.WHOLE_CLASS
    if is_part and not members and (name, group.subject_id) not in work.there:
        return work.leave(group, Reason.NO_MEMBERS)
    _add(work, group, PlannedGroup(
        group.id, where, group.subject_id, level, name, group.kind, model.marking,
        model.weekly_hours if group.kind == model.kind else group.weekly_hours,
        group.teachers, members,
    ))  # fmt: skip
    return None


def _model(work: _Work, group: Taught, level: int) -> Taught | None:
    """How the subject is taught there; a level that the school has not this year is as below."""
    if any(known == level for known, _subject in work.models):
        return work.models.get((level, group.subject_id))
    is_first_marked = group.marking == Marking.NONE and level == FIRST_MARKED
    return replace(group, marking=Marking.FIVE) if is_first_marked else group


def _follows(work: _Work, student_id: int, level: int, where: Key | None) -> bool:
    """Whether a pupil of a part of a class goes where the group goes."""
    to = work.to.get(student_id)
    return to == where if where else to is not None and to[0] == level


def _renamed(school: Snapshot, group: Taught, where: Key | None, level: int) -> str:
    """`7А, 1-я группа` becomes `8А, 1-я группа`; `Поток 10` becomes `Поток 11`."""
    if where:
        room = next(c for c in school.classes if c.id == group.class_id)
        old, new = f"{room.level}{room.letter}", f"{where[0]}{where[1]}"
    else:
        old, new = str(group.level), str(level)
    return re.sub(rf"(?<!\d){re.escape(old)}(?![\w])", new, group.name)[:80]


def _add(work: _Work, group: Taught, planned: PlannedGroup) -> None:
    named = (planned.name, planned.subject_id)
    if named in work.made:
        return work.leave(group, Reason.MADE_ALREADY)
    there = work.there.get(named)
    teachers = tuple(t for t in planned.teachers if t[0] in work.school.working)
    if there is not None:
        teachers = ()
    elif len(teachers) < len(planned.teachers):
        work.leave(group, Reason.TEACHER_LEFT)
    made = replace(planned, teachers=teachers, id=there.id if there else 0)
    work.made[named] = made
    return None


def _begin_new_subjects(work: _Work, classes: tuple[PlannedClass, ...]) -> None:
    """A class meets the subjects of its level: where it has no group yet, one without a teacher."""
    has = {(g.key, g.subject_id) for g in work.made.values()}
    by_class = {c.id: c.key for c in classes if c.id}
    has |= {(by_class.get(g.class_id or 0), g.subject_id) for g in work.school.target_groups}
    taught = Counter((g.level, g.subject_id) for g in work.school.groups
                     if g.kind == GroupKind.WHOLE_CLASS)  # fmt: skip
    for planned in classes:
        for level, subject_id in sorted(taught):
            is_new = level == planned.key[0] and (planned.key, subject_id) not in has
            if is_new and subject_id not in work.school.archived:
                _begin(work, planned.key, work.models[level, subject_id])


def _begin(work: _Work, key: Key, model: Taught) -> None:
    name = f"{key[0]}{key[1]}"
    if (name, model.subject_id) in work.there or (name, model.subject_id) in work.made:
        return
    work.made[name, model.subject_id] = PlannedGroup(
        0, key, model.subject_id, key[0], name, GroupKind.WHOLE_CLASS, model.marking,
        model.weekly_hours,
    )  # fmt: skip
    work.left.append(Left(name, model.subject_id, Reason.NO_TEACHER))
