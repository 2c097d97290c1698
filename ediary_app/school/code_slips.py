"""Slips with sign-in codes on paper (лист талонов): what the page holds is drawn, nothing kept.

A code is seen once, where it was made; the database has only its digest. So the page that shows
the slips sends them back to be drawn, and neither they nor the paper stay anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from annotated_types import MaxLen, MinLen
from sqlalchemy import FromClause, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.kernel.i18n import _
from ediary_app.kernel.settings import settings
from ediary_app.paper import slips as paper
from ediary_app.school.models import School

school: FromClause = School.__table__  # type: ignore[attr-defined]
AT_ONCE = 80
"""Slips drawn as one paper (ten pages): what is more is drawn beside it and joined."""
MOST = 300


@dataclass(frozen=True)
class SlipShown:
    """A slip as the page shows it."""

    name: Annotated[str, MaxLen(300)]
    who: Annotated[str, MaxLen(300)]
    login: Annotated[str, MaxLen(64)]
    code: Annotated[str, MinLen(1), MaxLen(32)]
    until: date


@use_case(requires=Permission.CODE_ISSUE, writes=False)
def slip_papers(
    ctx: Context, *, slips: Annotated[tuple[SlipShown, ...], MinLen(1), MaxLen(MOST)]
) -> tuple[str, ...]:
    """The sheets of slips to be drawn, in parts of ten pages."""
    return sheets(ctx, slips)


def sheets(ctx: Context, slips: tuple[SlipShown, ...]) -> tuple[str, ...]:
    """The sheets of slips to be drawn, under the school's name."""
    head = ctx.session.scalar(select(school.c.name).where(school.c.id == ctx.school_id))
    parts = [slips[n : n + AT_ONCE] for n in range(0, len(slips), AT_ONCE)]
    return tuple(_sheet(str(head), part) for part in parts)


def _sheet(head: str, slips: tuple[SlipShown, ...]) -> str:
    title = str(_("Sign-in codes"))
    return paper.slips_html(paper.SlipsPaper(head, title, tuple(map(_slip, slips))))


def _slip(slip: SlipShown) -> paper.Slip:
    address = settings().address
    lines = (
        slip.who,
        str(_("Login: {login}", login=slip.login)),
        str(_("Address: {address}", address=address.partition("//")[2])),
        str(_("Choose “I have a code from the office”.")),
        str(_("Works once, until {day}", day=f"{slip.until:%d.%m.%Y}")),
    )
    return paper.Slip(slip.name, tuple(filter(None, lines)), slip.code, f"{address}/sign-in")
