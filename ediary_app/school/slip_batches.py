"""Codes for the whole school (коды всей школе): made in the background, sheet by sheet.

A sheet waits sealed, the key outside the database, until it is put away or an hour is over; only
who asked for it can open it. Nothing else of a code is kept but its digest.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, timedelta

import orjson
from sqlalchemy import ColumnElement, and_, delete, insert, or_, select

from ediary_app.access import vault
from ediary_app.access.context import Actor, Context, actor_permissions
from ediary_app.access.usecase import use_case
from ediary_app.access.values import AccessEvent, Permission, Role
from ediary_app.jobs import queries as jobs
from ediary_app.jobs import schedules, service
from ediary_app.jobs.kinds import Work, job_kind
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school import code_slips, codes, roster
from ediary_app.school.roster import PersonKind
from ediary_app.school.slip_models import SlipSheet

sheet = SlipSheet.__table__  # type: ignore[attr-defined]
KIND, SWEEP = "school.code_slips", "school.sweep_code_slips"
KEPT_FOR = timedelta(hours=1)
MOST = 4000


@dataclass(frozen=True)
class SheetLine:
    """A sheet that waits to be downloaded, and until when."""

    id: int
    slips: int
    until: datetime


@dataclass(frozen=True)
class Sheets:
    """My sheets, and whether more are being made."""

    lines: tuple[SheetLine, ...] = ()
    is_busy: bool = False


@use_case(requires=Permission.CODE_ISSUE)
def issue_for_school(ctx: Context, *, kind: PersonKind | None = None) -> int:
    """New codes for every pupil and parent who has never signed in; gives the work's id."""
    family = [kind] if kind else [PersonKind.STUDENT, PersonKind.GUARDIAN]
    each = [codes.person.c.id.in_(roster.people(ctx, "", 0, one)) for one in family]
    found = select(codes.person.c.id).where(or_(*each), ~codes.has_signed_in())
    ids = list(ctx.session.scalars(found.order_by(codes.person.c.sort_key).limit(MOST)))
    if kind is PersonKind.STAFF or not ids:
        raise errors.NotFound(_("Every pupil and parent has signed in already."))
    if jobs.is_under_way(ctx, KIND):
        raise errors.Conflict(_("Codes are being made at this moment."))
    job_id = service.start(ctx, KIND, items=ids)
    ctx.record(AccessEvent.SLIPS_ASKED, ("job", job_id), facts={"people": len(ids)})
    return job_id


@job_kind(
    KIND, title=_("Codes for the whole school"), batch=code_slips.AT_ONCE, result="/admin/codes"
)
def make(ctx: Context, work: Work) -> None:
    """Make one sheet's codes with the office's rights, whoever asked, and seal them."""
    issued = codes.issue(_as_office(ctx, work), list(work.items))
    if not issued.slips:
        return
    plain = orjson.dumps([asdict(slip) for slip in issued.slips]).decode()
    ctx.session.execute(
        insert(sheet).values(
            school_id=work.school_id, account_id=work.account_id, job_id=work.job_id,
            slips=len(issued.slips), sealed=vault.seal(plain), expires_at=ctx.now + KEPT_FOR,
        )
    )  # fmt: skip


def _as_office(ctx: Context, work: Work) -> Context:
    """The registrar's rights: an account above them is left out, as in the office itself."""
    who = Actor(
        account_id=work.account_id, school_id=work.school_id, role=Role.REGISTRAR,
        permissions=actor_permissions(Role.REGISTRAR), language=ctx.actor.language,
    )  # fmt: skip
    return replace(ctx, actor=who)


@use_case(requires=Permission.CODE_ISSUE, writes=False)
def my_sheets(ctx: Context) -> Sheets:
    """The sheets I have asked for and not put away yet."""
    rows = ctx.session.execute(
        select(sheet.c.id, sheet.c.slips, sheet.c.expires_at).where(_mine(ctx)).order_by(sheet.c.id)
    )
    return Sheets(tuple(SheetLine(*row) for row in rows), jobs.is_under_way(ctx, KIND))


@use_case(requires=Permission.CODE_ISSUE, writes=False)
def sheet_papers(ctx: Context, *, sheet_id: int) -> tuple[str, ...]:
    """One of my sheets, opened, to be drawn."""
    sealed = ctx.session.scalar(select(sheet.c.sealed).where(_mine(ctx), sheet.c.id == sheet_id))
    plain = vault.opened(sealed)
    if plain is None:
        raise errors.NotFound(_("This sheet is gone. Make new codes for those who need them."))
    return code_slips.sheets(ctx, tuple(_slip(row) for row in orjson.loads(plain)))


def _slip(row: dict[str, str]) -> code_slips.SlipShown:
    until = date.fromisoformat(row["until"])
    return code_slips.SlipShown(row["name"], row["who"], row["login"], row["code"], until)


@use_case(requires=Permission.CODE_ISSUE)
def put_away(ctx: Context) -> None:
    """Forget my sheets: they are printed."""
    gone = ctx.session.execute(delete(sheet).where(_mine(ctx)).returning(sheet.c.job_id)).all()
    if gone:
        ctx.record(AccessEvent.SLIPS_PUT_AWAY, ("job", gone[0].job_id), facts={"count": len(gone)})


def _mine(ctx: Context) -> ColumnElement[bool]:
    mine: ColumnElement[bool] = and_(
        sheet.c.account_id == ctx.actor.account_id,
        sheet.c.school_id == ctx.school_id,
        sheet.c.expires_at > ctx.now,
    )
    return mine


@job_kind(SWEEP, title=_("Forgetting code slips that were not printed"))
def sweep(ctx: Context, work: Work) -> None:
    """Forget sheets that have waited for an hour."""
    ctx.session.execute(delete(sheet).where(sheet.c.expires_at <= ctx.now))


schedules.every(SWEEP, SWEEP, timedelta(minutes=10))
