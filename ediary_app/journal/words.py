"""Praise, remarks, recommendations (похвала, замечания, рекомендации): read by the family, kept
by who wrote them.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import bindparam, select

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import children, news, periods
from ediary_app.journal.models import Remark
from ediary_app.journal.page import TermChoice
from ediary_app.journal.values import RemarkKind
from ediary_app.kernel.db import AnyRow
from ediary_app.school import names
from ediary_app.school.models import Group, Person, Subject
from ediary_app.timetable.models import Lesson

lesson, group, subject = Lesson.__table__, Group.__table__, Subject.__table__  # type: ignore[attr-defined]
remark, person = Remark.__table__, Person.__table__  # type: ignore[attr-defined]
MOST_WORDS = 300


@dataclass(frozen=True)
class Said:
    """What a teacher wrote to a pupil, with the lesson's subject and the teacher's name."""

    id: int
    kind: str
    on: date
    subject: str
    text: str
    who: str
    is_new: bool


@dataclass(frozen=True)
class WordsOfTeachers:
    """A period of words to a pupil: how many of each kind, then each, the newest first."""

    student_id: int = 0
    term_id: int = 0
    terms: tuple[TermChoice, ...] = ()
    kind: str = ""
    praise: int = 0
    remarks: int = 0
    recommendations: int = 0
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class OpenWords:
    """The page of words: the family and what was written to the open child."""

    family: children.Family = children.NOBODY
    shown: WordsOfTeachers = WordsOfTeachers()


@use_case(requires=Permission.DIARY_READ, writes=False)
def open_words(
    ctx: Context,
    *,
    child_id: int = 0,
    term_id: int = periods.WHOLE_YEAR,
    kind: RemarkKind | None = None,
    since: datetime | None = None,
) -> OpenWords:
    """What teachers wrote to the open child in a period, of one kind or of all."""
    family = children.opened(ctx, child_id)
    if not family.child_id:
        return OpenWords()
    terms, chosen = periods.chosen(ctx, family.child_id, term_id)
    if chosen is None:
        return OpenWords(family, WordsOfTeachers(student_id=family.child_id))
    last = since or news.seen_at(ctx, [family.child_id]).get(family.child_id)
    span = {"first": chosen.starts_on, "last": chosen.ends_on}
    rows = ctx.session.execute(_SAID, {"student": family.child_id, **span}).all()
    counts = Counter(row.kind for row in rows)
    shown = WordsOfTeachers(
        student_id=family.child_id,
        term_id=chosen.id,
        terms=terms,
        kind=kind or "",
        praise=counts[RemarkKind.PRAISE],
        remarks=counts[RemarkKind.REMARK],
        recommendations=counts[RemarkKind.RECOMMENDATION],
        said=tuple(_said(row, last) for row in rows if kind in (None, row.kind)),
    )
    return OpenWords(family, shown)


def _said(row: AnyRow, since: datetime | None) -> Said:
    return Said(
        id=row.id,
        kind=row.kind,
        on=row.date,
        subject=row.subject or "",
        text=row.text,
        who=names.full_name(row.family_name, row.given_name, row.middle_name),
        is_new=since is not None and row.written_at > since,
    )


_SAID = (
    select(
        remark.c.id, remark.c.kind, remark.c.date, remark.c.text, remark.c.written_at,
        subject.c.name.label("subject"), person.c.family_name, person.c.given_name,
        person.c.middle_name,
    )
    .select_from(remark)
    .join(person, person.c.id == remark.c.written_by)
    .join(lesson, lesson.c.id == remark.c.lesson_id, isouter=True)
    .join(group, group.c.id == lesson.c.group_id, isouter=True)
    .join(subject, subject.c.id == group.c.subject_id, isouter=True)
    .where(
        remark.c.student_id == bindparam("student"),
        ~remark.c.is_removed,
        remark.c.date.between(bindparam("first"), bindparam("last")),
    )
    .order_by(remark.c.date.desc(), remark.c.id.desc())
    .limit(MOST_WORDS)
)  # fmt: skip
