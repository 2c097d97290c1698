"""Lines of the wizard made of the plan (строки предпросмотра)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from ediary_app.kernel.i18n import _
from ediary_app.rollover import rules
from ediary_app.rollover.values import (
    REASONS,
    WAY_NAMES,
    Choices,
    Fate,
    Key,
    Plan,
    Room,
    Snapshot,
    Way,
)
from ediary_app.rollover.views import ClassLine, LeftLine, NewClassLine, OwnLine, TermLine
from ediary_app.school.values import TERM_NAMES, TermKind


def titled(key: Key) -> str:
    """7А."""
    return f"{key[0]}{key[1]}"


def terms(plan: Plan) -> tuple[TermLine, ...]:
    """The terms of the next year."""
    return tuple(
        TermLine(t.key, str(_(TERM_NAMES[TermKind(t.kind)].message, n=t.number)), t.starts_on,
                 t.ends_on)
        for t in plan.terms
    )  # fmt: skip


def holidays(plan: Plan) -> tuple[TermLine, ...]:
    """Its days without lessons."""
    return tuple(TermLine(h.key, h.key, h.starts_on, h.ends_on) for h in plan.holidays)


def classes(school: Snapshot, chosen: Choices, plan: Plan) -> tuple[ClassLine, ...]:
    """This year's classes with what becomes of each."""
    ways: dict[int, Counter[Way]] = {}
    for fate in plan.fates:
        ways.setdefault(fate.pupil.class_id, Counter())[fate.way] += 1
    return tuple(_class(room, chosen, ways.get(room.id, Counter())) for room in school.classes)


def _class(room: Room, chosen: Choices, ways: Counter[Way]) -> ClassLine:
    choice = rules.choice_of(room, chosen)
    goes_on = choice.is_now and not choice.finishes
    return ClassLine(
        room.id, titled((room.level, room.letter)), room.level, ways.total(), choice.is_now,
        choice.finishes, room.level >= rules.LAST_LEVEL, choice.letter,
        str(choice.teacher_id or ""), titled((room.level + 1, choice.letter)) if goes_on else "",
        ways[Way.PROMOTED] + ways[Way.STAYS], ways[Way.FINISHES], ways[Way.LEAVES],
        ways[Way.HELD],
    )  # fmt: skip


def new_classes(plan: Plan, teachers: Mapping[str, str]) -> tuple[NewClassLine, ...]:
    """The next year's classes with how many come into each."""
    coming = Counter(fate.to for fate in plan.fates if fate.to)
    groups = Counter(g.key for g in plan.groups if g.key)
    return tuple(
        NewClassLine(
            c.id, titled(c.key), coming[c.key], groups[c.key],
            teachers.get(str(c.teacher_id or ""), ""),
            c.key[0] == 1, c.id > 0,
        )
        for c in plan.classes
    )  # fmt: skip


def outcome(fate: Fate) -> str:
    """`6А`, or in words why not."""
    if fate.to is not None and fate.way is Way.PROMOTED:
        return titled(fate.to)
    words = str(WAY_NAMES[fate.way])
    if fate.to is not None:
        return f"{words}: {titled(fate.to)}"
    return f"{words}: {REASONS[fate.reason]}" if fate.reason else words


def own(school: Snapshot, fate: Fate, name: str) -> OwnLine:
    """A pupil with a way of their own."""
    room = next(c for c in school.classes if c.id == fate.pupil.class_id)
    return OwnLine(
        fate.pupil.student_id, name, titled((room.level, room.letter)), fate.way.value,
        str(WAY_NAMES[fate.way]), titled(fate.to) if fate.to else "",
        str(REASONS[fate.reason]) if fate.reason else "", fate.reason or "",
    )  # fmt: skip


def left(plan: Plan, subjects: Mapping[int, str]) -> tuple[LeftLine, ...]:
    """What is not taken over, or wants a hand."""
    return tuple(
        LeftLine(one.group, subjects.get(one.subject_id, ""), str(REASONS[one.reason]))
        for one in plan.left
    )
