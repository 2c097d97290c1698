"""Two cards side by side (сверка двух карточек): fields, what would move, what forbids it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.access.models import Account, AccountRole
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.duplicates import looking, moving, references
from ediary_app.kernel.db import AnyRow, metadata
from ediary_app.kernel.i18n import LazyText, _
from ediary_app.school.models import Enrolment, Guardianship, SchoolClass
from ediary_app.school.people_resources import SEXES

account, role = Account.__table__, AccountRole.__table__  # type: ignore[attr-defined]
enrolment = Enrolment.__table__  # type: ignore[attr-defined]
guardianship = Guardianship.__table__  # type: ignore[attr-defined]
school_class = SchoolClass.__table__  # type: ignore[attr-defined]
FOREVER = date.max
FIELDS: dict[str, LazyText] = {
    "person.family_name": _("Family name"), "person.given_name": _("Given name"),
    "person.middle_name": _("Patronymic"), "person.birth_date": _("Date of birth"),
    "person.sex": _("Sex"), "student.file_number": _("File number"),
    "staff_member.post": _("Post"), "staff_member.personnel_number": _("Personnel number"),
    "staff_member.left_on": _("Left on"),
}  # fmt: skip
"""The fields of a card that a merge may take from either side."""
MOVES: dict[str, LazyText] = {
    "enrolment": _("Enrolments"), "guardianship": _("Representatives and children"),
    "account_role": _("Ways to sign in"), "contact": _("Contacts"), "mark": _("Marks"),
    "attendance": _("Notes of attendance"), "assignment": _("Teaching assignments"),
    "group_member": _("Memberships in groups"), "lesson": _("Lessons"),
    "timetable_entry": _("Lessons of the weekly timetable"), "homework": _("Homework"),
    "remark": _("Remarks"), "school_class": _("Classes led"),
}  # fmt: skip
OTHER = _("Other records")


@dataclass(frozen=True)
class FieldLine:
    """One field of both cards."""

    name: str
    title: str
    one: str
    other: str
    differs: bool


@dataclass(frozen=True)
class Moves:
    """How many records of a kind would move."""

    title: str
    count: int


@dataclass(frozen=True)
class SignIn:
    """An account of one of the two, in use or not."""

    id: int
    login: str
    is_used: bool


@dataclass(frozen=True)
class PairView:
    """Two cards side by side before a merge; `one` is the card that stays."""

    id: int = 0
    kept_id: int = 0
    gone_id: int = 0
    fields: tuple[FieldLine, ...] = ()
    moves: tuple[Moves, ...] = ()
    accounts: tuple[SignIn, ...] = ()
    """The accounts to choose from, when both cards sign in in the same role."""
    refusals: tuple[str, ...] = ()


@use_case(requires=Permission.PEOPLE_MERGE, writes=False)
def side_by_side(ctx: Context, *, pair_id: int, is_swapped: bool = False) -> PairView:
    """Both cards of a pair; swapped, the other one stays."""
    pair = looking.pair_of_school(ctx, pair_id)
    kept, gone = pair.one_id, pair.other_id
    if is_swapped:
        kept, gone = gone, kept
    return PairView(
        pair_id, kept, gone, _fields(ctx, kept, gone), _moves(ctx, gone),
        accounts(ctx, kept, gone), tuple(map(str, refusals(ctx, kept, gone))),
    )  # fmt: skip


def card(ctx: Context, person_id: int) -> dict[str, dict[str, Any]]:
    """The rows a card is made of, table by table."""
    found = {}
    for name in ("person", *references.CARDS):
        table = metadata.tables[name]
        key = references.key_of(table)
        row = ctx.session.execute(select(table).where(key == person_id)).mappings().first()
        if row is not None:
            found[name] = dict(row)
    return found


def _fields(ctx: Context, kept: int, gone: int) -> tuple[FieldLine, ...]:
    one, other = card(ctx, kept), card(ctx, gone)
    lines = []
    for name, title in FIELDS.items():
        table, _dot, column = name.partition(".")
        mine, theirs = (_spoken(side.get(table, {}).get(column)) for side in (one, other))
        if mine or theirs:
            lines.append(FieldLine(name, str(title), mine, theirs, mine != theirs))
    return tuple(lines)


def _spoken(value: Any) -> str:
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    return str(SEXES.get(value, value or ""))


def _moves(ctx: Context, gone: int) -> tuple[Moves, ...]:
    counts: Counter[str] = Counter()
    for column in references.columns():
        if column.table.name not in references.WITHDRAWN:
            words = str(MOVES.get(str(column.table.name), OTHER))
            counts[words] += len(moving.rows(ctx, column, gone))
    return tuple(Moves(words, n) for words, n in counts.items() if n)


def refusals(ctx: Context, kept: int, gone: int) -> tuple[LazyText, ...]:
    """Why these two cannot be one."""
    said = []
    if _represents(ctx, kept, gone):
        said.append(_("One is the representative of the other: they are two people."))
    if overlap := _overlap(ctx, kept, gone):
        said.append(
            _("Both are in a class at the same time ({one} and {other}): end one of the "
              "enrolments first.", one=overlap[0], other=overlap[1])
        )  # fmt: skip
    return tuple(said)


def _represents(ctx: Context, kept: int, gone: int) -> bool:
    two = (kept, gone)
    both = guardianship.c.guardian_id.in_(two) & guardianship.c.student_id.in_(two)
    return ctx.session.scalar(select(guardianship.c.id).where(both).limit(1)) is not None


def _overlap(ctx: Context, kept: int, gone: int) -> tuple[str, str] | None:
    rows = ctx.session.execute(
        select(enrolment.c.student_id, enrolment.c.starts_on, enrolment.c.ends_on,
               school_class.c.level, school_class.c.letter)
        .join(school_class, school_class.c.id == enrolment.c.class_id)
        .where(enrolment.c.student_id.in_((kept, gone)))
    ).all()  # fmt: skip
    for a in (r for r in rows if r.student_id == kept):
        for b in (r for r in rows if r.student_id == gone):
            if _meet(a, b):
                return f"{a.level}{a.letter}", f"{b.level}{b.letter}"
    return None


def _meet(a: AnyRow, b: AnyRow) -> bool:
    is_first_over = (a.ends_on or FOREVER) < b.starts_on
    return not is_first_over and not (b.ends_on or FOREVER) < a.starts_on


def accounts(ctx: Context, kept: int, gone: int) -> tuple[SignIn, ...]:
    """Accounts between which one must choose: both cards sign in in one role, by two accounts."""
    rows = ctx.session.execute(
        select(role.c.person_id, role.c.role, account.c.id, account.c.login,
               account.c.password_hash.is_not(None).label("is_used"))
        .join(account, account.c.id == role.c.account_id)
        .where(role.c.person_id.in_((kept, gone)), role.c.is_active)
        .order_by(account.c.id)
    ).all()  # fmt: skip
    roles = {person: {r.role for r in rows if r.person_id == person} for person in (kept, gone)}
    both = roles[kept] & roles[gone]
    found = {r.id: SignIn(r.id, r.login, r.is_used) for r in rows if r.role in both}
    return tuple(found.values()) if len(found) > 1 else ()
