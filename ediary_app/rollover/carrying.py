"""Writing the plan down (исполнение плана): the year and its classes first, then pupils."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert, select

from ediary_app.access.context import Context
from ediary_app.kernel import events
from ediary_app.kernel.among import among
from ediary_app.kernel.bulk import Lists
from ediary_app.rollover import rules
from ediary_app.rollover.models import RolloverTrace
from ediary_app.rollover.snapshot import member
from ediary_app.rollover.values import Choices, Fate, Plan, PlannedGroup, Snapshot, Way
from ediary_app.school.lists import CALENDAR, LISTS
from ediary_app.school.values import EnrolmentEnd, GroupKind, SchoolEvent

trace = RolloverTrace.__table__  # type: ignore[attr-defined]
OWNERS: dict[str, Lists] = {name: owner for owner in (CALENDAR, LISTS) for name in owner.tables}
ENDS = {
    Way.PROMOTED: EnrolmentEnd.PROMOTION, Way.STAYS: EnrolmentEnd.PROMOTION,
    Way.FINISHES: EnrolmentEnd.GRADUATED, Way.LEAVES: EnrolmentEnd.LEFT,
}  # fmt: skip


@dataclass
class Step:
    """One transaction's part of the turn, with the trace it leaves."""

    ctx: Context
    rollover_id: int
    traced: list[dict[str, Any]] = field(default_factory=list)

    def add(self, table: str, rows: Sequence[Mapping[str, Any]]) -> list[int]:
        """Make rows."""
        common = {"school_id": self.ctx.school_id}
        ids = OWNERS[table].add(self.ctx.session, table, [{**common, **row} for row in rows])
        if ids:
            self._note(table, made=ids, changed={})
        return ids

    def change(self, table: str, rows: Mapping[int, Mapping[str, Any]]) -> None:
        """Change rows, remembering what stood there."""
        before = OWNERS[table].rows(self.ctx.session, table, rows)
        OWNERS[table].change(self.ctx.session, table, rows)
        changed = {
            str(i): [{name: before[i][name] for name in values}, values]
            for i, values in rows.items()
        }
        if changed:
            self._note(table, made=[], changed=events.plain(changed))

    def _note(self, table: str, **what: Any) -> None:
        self.traced.append({"rollover_id": self.rollover_id, "subject": table, **what})

    def leave_trace(self) -> None:
        """Write the trace down."""
        if self.traced:
            self.ctx.session.execute(insert(trace), self.traced)


def make_frame(step: Step, plan: Plan) -> int:
    """The next year with its calendar, classes, groups and assignments; returns the year."""
    year_id = plan.year.id or _make_year(step, plan)
    in_year = {"year_id": year_id}
    step.add("level_plan", [{**in_year, "level": n, "term_kind": kind} for n, kind in plan.plans])
    step.add("term", [
        {**in_year, "kind": t.kind, "number": t.number, "starts_on": t.starts_on,
         "ends_on": t.ends_on}
        for t in plan.terms
    ])  # fmt: skip
    step.add("holiday", [
        {**in_year, "name": h.key, "starts_on": h.starts_on, "ends_on": h.ends_on,
         "level_from": h.level_from, "level_to": h.level_to}
        for h in plan.holidays
    ])  # fmt: skip
    classes = {c.key: c.id for c in plan.classes} | _make_classes(step, plan, year_id)
    _make_groups(step, plan, year_id, classes)
    return year_id


def _make_year(step: Step, plan: Plan) -> int:
    year = {"name": plan.year.name, "starts_on": plan.year.starts_on, "ends_on": plan.year.ends_on}
    (made,) = step.add("school_year", [year])
    step.ctx.record(SchoolEvent.YEAR_OPENED, ("school_year", made), facts={"name": plan.year.name})
    return made


def _make_classes(step: Step, plan: Plan, year_id: int) -> dict[tuple[int, str], int]:
    new = [c for c in plan.classes if not c.id]
    ids = step.add("school_class", [
        {"year_id": year_id, "level": c.key[0], "letter": c.key[1],
         "class_teacher_id": c.teacher_id, "shift": c.shift, "days_a_week": c.days_a_week}
        for c in new
    ])  # fmt: skip
    return dict(zip((c.key for c in new), ids, strict=True))


def _make_groups(
    step: Step, plan: Plan, year_id: int, classes: Mapping[tuple[int, str], int]
) -> None:
    new = [g for g in plan.groups if not g.id]
    ids = step.add("teaching_group", [_group_row(g, year_id, classes) for g in new])
    step.add("assignment", [
        {"group_id": group_id, "teacher_id": teacher, "starts_on": plan.year.starts_on,
         "ends_on": None, "is_main": is_main}
        for group_id, group in zip(ids, new, strict=True)
        for teacher, is_main in group.teachers
    ])  # fmt: skip


def _group_row(
    group: PlannedGroup, year_id: int, classes: Mapping[tuple[int, str], int]
) -> dict[str, Any]:
    return {
        "year_id": year_id, "subject_id": group.subject_id, "level": group.level,
        "class_id": classes[group.key] if group.key else None, "name": group.name,
        "kind": group.kind, "marking": group.marking, "weekly_hours": group.weekly_hours,
    }  # fmt: skip


def move_pupils(
    step: Step, school: Snapshot, chosen: Choices, plan: Plan, ids: Collection[int]
) -> None:
    """End the enrolments of these pupils and begin those of the next year, with their groups."""
    fates = [f for f in plan.fates if f.pupil.student_id in ids and f.way in ENDS]
    step.change("enrolment", {f.pupil.enrolment_id: _ending(f, school, plan, chosen)
                              for f in fates})  # fmt: skip
    classes = {c.key: c.id for c in plan.classes}
    into = {f.pupil.student_id: classes[f.to] for f in fates if f.to is not None}
    start = plan.year.starts_on
    made = step.add("enrolment", [
        {"student_id": student, "class_id": class_id, "starts_on": start, "ends_on": None,
         "order_number": chosen.order_number, "end_order": "", "end_reason": None}
        for student, class_id in into.items()
    ])  # fmt: skip
    step.add("group_member", [
        {"group_id": group, "student_id": student, "starts_on": start, "ends_on": None}
        for group, student in _memberships(step.ctx, school, plan, into)
    ])  # fmt: skip
    _tell(step, fates, dict(zip(into, made, strict=True)), into)


def _ending(fate: Fate, school: Snapshot, plan: Plan, chosen: Choices) -> dict[str, Any]:
    return {
        "ends_on": rules.last_day(fate.way, school.year, plan.year, chosen),
        "end_reason": ENDS[fate.way].value,
        "end_order": chosen.order_number,
    }


def _memberships(
    ctx: Context, school: Snapshot, plan: Plan, into: Mapping[int, int]
) -> list[tuple[int, int]]:
    """Group and pupil: the whole class's groups, and the parts the pupil was in before."""
    whole: dict[int, list[int]] = {}
    for group in school.target_groups:
        if group.kind == GroupKind.WHOLE_CLASS and group.class_id is not None:
            whole.setdefault(group.class_id, []).append(group.id)
    wanted = {(g, student) for student, of in into.items() for g in whole.get(of, ())}
    wanted |= {(g.id, m) for g in plan.groups if g.id for m in g.members if m in into}
    there = ctx.session.execute(
        select(member.c.group_id, member.c.student_id).where(
            among(member.c.student_id, sorted(into)),
            among(member.c.group_id, [g.id for g in school.target_groups]),
        )
    )
    return sorted(wanted - {(r.group_id, r.student_id) for r in there})


def _tell(
    step: Step, fates: Sequence[Fate], made: Mapping[int, int], into: Mapping[int, int]
) -> None:
    """What happened to each pupil stands in the pupil's own history."""
    for fate in fates:
        student = fate.pupil.student_id
        facts = {"class_id": fate.pupil.class_id, "reason": ENDS[fate.way].value,
                 "rollover_id": step.rollover_id}  # fmt: skip
        step.ctx.record(SchoolEvent.ENROLMENT_ENDED, ("enrolment", fate.pupil.enrolment_id),
                        about=student, facts=facts)  # fmt: skip
        if student in made:
            facts = {"class_id": into[student], "rollover_id": step.rollover_id}
            step.ctx.record(SchoolEvent.STUDENT_ENROLLED, ("enrolment", made[student]),
                            about=student, facts=facts)  # fmt: skip
