"""Doing the turn of the year (выполнить перевод): the frame at once, the pupils as a job."""

from __future__ import annotations

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.jobs import service as jobs
from ediary_app.jobs.kinds import Work, job_kind
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.rollover import carrying, drafts, rules, snapshot
from ediary_app.rollover.carrying import Step
from ediary_app.rollover.values import Choices, Plan, RolloverEvent, RolloverState

KIND = "rollover.move"
PUPILS_AT_ONCE = 100


@use_case(requires=Permission.YEAR_TURN)
def start(ctx: Context) -> int:
    """Turn the year as chosen (перевести): repeated, it does only what is not done yet.

    The year, its classes, groups and assignments are written at once; a job moves the pupils.
    Returns the number of pupils to be moved.
    """
    year = snapshot.year_to_turn(ctx)
    row = drafts.in_force(ctx, year.id)
    chosen = drafts.choices_in(row)
    plan = rules.plan_of(snapshot.taken(ctx, year.id, chosen), chosen)
    _check(plan)
    step = Step(ctx, row.id)
    target_id = carrying.make_frame(step, plan)
    step.leave_trace()
    items = [fate.pupil.student_id for fate in plan.fates if fate.way in carrying.ENDS]
    counts = counted(plan)
    drafts.set_values(
        ctx, row.id, state=RolloverState.STARTED.value, target_id=target_id, counts=counts,
        account_id=ctx.actor.account_id, started_at=ctx.now,
    )  # fmt: skip
    if items:
        job_id = jobs.start(ctx, KIND, items=items, arguments={"rollover": row.id})
        drafts.set_values(ctx, row.id, job_id=job_id)
    ctx.record(RolloverEvent.STARTED, ("rollover", row.id), facts=counts)
    return len(items)


def counted(plan: Plan) -> dict[str, int]:
    """How much a plan makes and whom it moves."""
    ways = [fate.way.value for fate in plan.fates]
    made = {"classes": sum(not c.id for c in plan.classes),
            "groups": sum(not g.id for g in plan.groups)}  # fmt: skip
    return {**{way: ways.count(way) for way in sorted(set(ways))}, **made}


def _check(plan: Plan) -> None:
    """The terms of one kind follow each other."""
    last = None
    for term in sorted(plan.terms, key=lambda t: (t.kind, t.number)):
        if last is not None and last.kind == term.kind and term.starts_on <= last.ends_on:
            raise errors.Invalid(_("Two terms of the next year overlap: correct their dates."))
        if term.ends_on > plan.year.ends_on or term.starts_on < plan.year.starts_on:
            raise errors.Invalid(_("A term lies within its school year."))
        last = term


@job_kind(KIND, title=_("Moving pupils to the next school year"), batch=PUPILS_AT_ONCE)
def move_batch(ctx: Context, work: Work) -> None:
    """Move the pupils of a batch by the plan as it is now: who was moved already is left."""
    row = drafts.of_school(ctx, int(work.arguments["rollover"]))
    if row.state != RolloverState.STARTED:
        return
    chosen: Choices = drafts.choices_in(row)
    school = snapshot.taken(ctx, row.year_id, chosen)
    step = Step(ctx, row.id)
    plan = rules.plan_of(school, chosen)
    carrying.move_pupils(step, school, chosen, plan, set(work.items))
    step.leave_trace()
    facts = {"by": work.account_id, "pupils": len(work.items)}
    ctx.record(RolloverEvent.MOVED, ("rollover", row.id), facts=facts)
