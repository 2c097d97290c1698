"""Search in a diary (поиск в дневнике): topics, homework, comments to marks, words of teachers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import Field
from sqlalchemy import Select, and_, func, literal, or_, select, union_all
from sqlalchemy.sql.elements import ColumnElement

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import children, dates
from ediary_app.journal.diary_rows import IN_GROUP_THAT_DAY
from ediary_app.journal.models import Homework, Mark, Remark, Work, WorkKind
from ediary_app.kernel.db import AnyRow
from ediary_app.kernel.folding import fold, folded
from ediary_app.school.models import Group, GroupMember, Subject
from ediary_app.timetable.models import Lesson

lesson, group, subject = Lesson.__table__, Group.__table__, Subject.__table__  # type: ignore[attr-defined]
mark, work, kind = Mark.__table__, Work.__table__, WorkKind.__table__  # type: ignore[attr-defined]
member, homework = GroupMember.__table__, Homework.__table__  # type: ignore[attr-defined]
remark = Remark.__table__  # type: ignore[attr-defined]
PAGE = 20
Line = Annotated[str, Field(max_length=200)]
"""What is typed into the search (строка поиска)."""
PageNumber = Annotated[int, Field(ge=1, le=500)]


@dataclass(frozen=True)
class Found:
    """One thing that was found: `kind` is topic, homework, mark, or the kind of a remark."""

    kind: str
    id: int
    on: date
    subject: str
    text: str
    value: str


@dataclass(frozen=True)
class SearchPage:
    """A page of what was found, the newest first."""

    student_id: int = 0
    asked: str = ""
    total: int = 0
    page: int = 1
    pages: int = 0
    found: tuple[Found, ...] = ()


@dataclass(frozen=True)
class OpenSearch:
    """The page of the search: the family and what was found in the open child's diary."""

    family: children.Family = children.NOBODY
    page: SearchPage = SearchPage()


@use_case(requires=Permission.DIARY_READ, writes=False)
def search_diary(
    ctx: Context, *, child_id: int = 0, search: Line = "", page: PageNumber = 1
) -> OpenSearch:
    """What of the open child's diary holds every word of a line, on the date in it if there is one.

    An empty line finds nothing; case and ё do not matter.
    """
    family = children.opened(ctx, child_id)
    if not family.child_id:
        return OpenSearch()
    asked = dates.asked(fold(search), ctx.today)
    if not asked.words and asked.first is None:
        return OpenSearch(family, SearchPage(student_id=family.child_id))
    rows = ctx.session.execute(_found(family.child_id, asked, page)).all()
    total = rows[0].total if rows else 0
    shown = SearchPage(
        student_id=family.child_id,
        asked=search.strip(),
        total=total,
        page=page,
        pages=-(-total // PAGE),
        found=tuple(_thing(row) for row in rows),
    )
    return OpenSearch(family, shown)


def _thing(row: AnyRow) -> Found:
    return Found(row.kind, row.id, row.on, row.subject, row.text, row.value)


def _found(student_id: int, asked: dates.Asked, page: int) -> Select[Any]:
    every = union_all(
        _topics(student_id, asked),
        _homework(student_id, asked),
        _marks(student_id, asked),
        _remarks(student_id, asked),
    ).subquery()
    return (
        select(every, func.count().over().label("total"))
        .order_by(every.c.on.desc(), every.c.kind, every.c.id.desc())
        .limit(PAGE)
        .offset(PAGE * (page - 1))
    )


def _holds(on: Any, asked: dates.Asked, *texts: Any) -> ColumnElement[bool]:
    """Every word occurs in one of the texts, and the day is the one that was asked for."""
    joined = texts[0]
    for text in texts[1:]:
        joined = joined + " " + text
    words = [folded(joined).contains(word, autoescape=True) for word in asked.words]
    when = [] if asked.first is None else [on.between(asked.first, asked.last)]
    return and_(*words, *when)


def _columns(name: Any, row_id: Any, on: Any, of: Any, text: Any, value: Any) -> list[Any]:
    columns = {"id": row_id, "on": on, "subject": of, "text": text, "value": value}
    return [_kind(name).label("kind"), *(c.label(label) for label, c in columns.items())]


def _kind(name: Any) -> Any:
    return literal(name) if isinstance(name, str) else name


_NONE = literal("")


def _topics(student_id: int, asked: dates.Asked) -> Select[Any]:
    return (
        select(
            *_columns("topic", lesson.c.id, lesson.c.date, subject.c.name, lesson.c.topic, _NONE)
        )
        .select_from(member)
        .join(lesson, IN_GROUP_THAT_DAY)
        .join(group, group.c.id == member.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .where(
            member.c.student_id == student_id,
            lesson.c.topic != "",
            _holds(lesson.c.date, asked, subject.c.name, lesson.c.topic),
        )
    )


def _homework(student_id: int, asked: dates.Asked) -> Select[Any]:
    h = homework.c
    return (
        select(*_columns("homework", h.id, h.due_on, subject.c.name, h.text, _NONE))
        .select_from(member)
        .join(homework, h.group_id == member.c.group_id)
        .join(group, group.c.id == member.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .where(
            member.c.student_id == student_id,
            member.c.starts_on <= h.due_on,
            or_(member.c.ends_on.is_(None), member.c.ends_on >= h.due_on),
            _holds(h.due_on, asked, subject.c.name, h.text),
        )
    )


def _marks(student_id: int, asked: dates.Asked) -> Select[Any]:
    """Marks with a comment; without one, where the search is for a day or for the kind of work."""
    said = kind.c.name + ". " + mark.c.comment
    return (
        select(*_columns("mark", mark.c.id, lesson.c.date, subject.c.name, said, mark.c.value))
        .select_from(mark)
        .join(lesson, lesson.c.id == mark.c.lesson_id)
        .join(work, work.c.id == mark.c.work_id)
        .join(kind, kind.c.id == work.c.kind_id)
        .join(group, group.c.id == mark.c.group_id)
        .join(subject, subject.c.id == group.c.subject_id)
        .where(
            mark.c.student_id == student_id,
            mark.c.value.is_not(None),
            mark.c.value != ".",
            _holds(lesson.c.date, asked, subject.c.name, kind.c.name, mark.c.comment),
        )
    )


def _remarks(student_id: int, asked: dates.Asked) -> Select[Any]:
    name = func.coalesce(subject.c.name, "")
    return (
        select(*_columns(remark.c.kind, remark.c.id, remark.c.date, name, remark.c.text, _NONE))
        .select_from(remark)
        .join(lesson, lesson.c.id == remark.c.lesson_id, isouter=True)
        .join(group, group.c.id == lesson.c.group_id, isouter=True)
        .join(subject, subject.c.id == group.c.subject_id, isouter=True)
        .where(
            remark.c.student_id == student_id,
            ~remark.c.is_removed,
            _holds(remark.c.date, asked, name, remark.c.text),
        )
    )
