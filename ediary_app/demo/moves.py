"""Comings and goings within the present year (движение обучающихся)."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from ediary_app.demo.plan import ClassPlan, Stay
from ediary_app.school.values import EnrolmentEnd

ARRIVES = timedelta(days=35)
CHANGES = timedelta(days=42)
LEAVES = timedelta(days=47)


def move_some(
    plans: list[ClassPlan], random: Random, start: date, today: date, keep: set[int]
) -> None:
    """A few pupils come late, leave or change to the class next door; those in `keep` stay."""
    for plan in plans:
        free = [p for p in plan.pupils if p.id not in keep]
        draw = random.random()
        if draw < 0.35 and start + ARRIVES < today:
            plan.stays[random.choice(free).id] = Stay(since=start + ARRIVES)
        elif draw < 0.55 and start + LEAVES < today:
            plan.stays[random.choice(free).id] = Stay(
                until=start + LEAVES, reason=EnrolmentEnd.LEFT
            )
    _change_class(plans, random, start + CHANGES, today, keep)


def _change_class(
    plans: list[ClassPlan], random: Random, on: date, today: date, keep: set[int]
) -> None:
    """One pupil moves to the parallel class: the marks stay, the groups change."""
    pairs = [(a, b) for a in plans for b in plans if a.level == b.level > 1 and a.letter < b.letter]
    if not pairs or on >= today:
        return
    old, new = random.choice(pairs)
    pupil = random.choice([p for p in old.pupils if p.id not in keep | set(old.stays)])
    old.stays[pupil.id] = Stay(until=on - timedelta(days=1), reason=EnrolmentEnd.TRANSFER)
    new.pupils.append(pupil)
    new.stays[pupil.id] = Stay(since=on)
