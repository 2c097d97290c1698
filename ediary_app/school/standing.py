"""What each person is to the school, in words (кто это): 7А; мать: Петров Иван, 7А; учитель."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.kernel.i18n import _
from ediary_app.school import names, policy
from ediary_app.school.roster import enrolment, guardianship, person, school_class, staff
from ediary_app.school.values import KINSHIP_NAMES, Kinship


@dataclass
class Standings:
    """What is known of several people at once."""

    said: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    pupils: set[int] = field(default_factory=set)
    left: set[int] = field(default_factory=set)
    limited: set[int] = field(default_factory=set)
    stays: dict[int, Any] = field(default_factory=dict)

    def words(self, person_id: int) -> str:
        """All that a person is."""
        return "; ".join(self.said.get(person_id, ()))


def of_people(ctx: Context, ids: Collection[int]) -> Standings:
    """What these people are, in three statements; children only those the actor knows."""
    known = Standings(stays=last_stays(ctx, ids))
    for row in known.stays.values():
        _say_class(ctx, known, row)
    for row in _children(ctx, ids):
        kin = KINSHIP_NAMES[Kinship(row.kinship)]
        child = names.list_name(row.family_name, row.given_name)
        known.said[row.guardian_id].append(f"{kin}: {child}")
        if row.court_limit:
            known.limited.add(row.guardian_id)
    if policy.keeps_school(ctx):
        posts = select(staff.c.person_id, staff.c.post).where(staff.c.person_id.in_(ids))
        for person_id, post in ctx.session.execute(posts):
            known.said[person_id].append(post or str(_("member of staff")))
    return known


def last_stays(ctx: Context, ids: Collection[int]) -> dict[int, Any]:
    """Pupil → the enrolment of today; without one the next, or else the last there was."""
    rows = ctx.session.execute(
        select(
            enrolment.c.student_id, enrolment.c.class_id, enrolment.c.starts_on,
            enrolment.c.ends_on, school_class.c.level, school_class.c.letter,
        )
        .join(school_class, school_class.c.id == enrolment.c.class_id)
        .where(enrolment.c.student_id.in_(ids), enrolment.c.school_id == ctx.school_id)
        .order_by(enrolment.c.starts_on, enrolment.c.id)
    )  # fmt: skip
    found: dict[int, Any] = {}
    for row in rows:
        before = found.get(row.student_id)
        lasts = before is not None and (before.ends_on is None or before.ends_on >= ctx.today)
        if not lasts:
            found[row.student_id] = row
    return found


def _say_class(ctx: Context, known: Standings, row: Any) -> None:
    title = f"{row.level}{row.letter}"
    known.pupils.add(row.student_id)
    if row.ends_on is not None and row.ends_on < ctx.today:
        known.left.add(row.student_id)
        day = row.ends_on.strftime("%d.%m.%Y")
        known.said[row.student_id].append(str(_("{title} until {day}", title=title, day=day)))
    else:
        known.said[row.student_id].append(str(_("pupil of {title}", title=title)))


def _children(ctx: Context, ids: Collection[int]) -> Any:
    g = guardianship.c
    return ctx.session.execute(
        select(g.guardian_id, g.kinship, g.court_limit, person.c.family_name, person.c.given_name)
        .join(person, person.c.id == g.student_id)
        .where(g.guardian_id.in_(ids), g.student_id.in_(policy.kept_students(ctx)))
        .order_by(person.c.sort_key)
    )
