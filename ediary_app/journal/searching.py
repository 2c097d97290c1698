"""Groups, lessons and files in the search everywhere (журналы, уроки, файлы в поиске)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select, true

from ediary_app.access.context import Context
from ediary_app.access.values import Permission
from ediary_app.journal import dates, policy
from ediary_app.journal.models import StoredFile
from ediary_app.kernel.folding import fold, folded
from ediary_app.kernel.i18n import _
from ediary_app.lowcode.everywhere import LOOKED_AT, Candidate, Source, declare
from ediary_app.lowcode.tolerance import Asked, Near, Rank, Reading
from ediary_app.school import policy as school_policy
from ediary_app.school.models import Group, SchoolClass, Subject
from ediary_app.timetable.models import Lesson

group, subject = Group.__table__, Subject.__table__  # type: ignore[attr-defined]
school_class, lesson = SchoolClass.__table__, Lesson.__table__  # type: ignore[attr-defined]
file = StoredFile.__table__  # type: ignore[attr-defined]
BEFORE, AFTER = timedelta(days=14), timedelta(days=7)
"""Without a date, the lessons of these days are looked through."""
DAYS = {"вчера": -1, "сегодня": 0, "завтра": 1, "yesterday": -1, "today": 0, "tomorrow": 1}


@dataclass(frozen=True)
class When:
    """A line without its date, and the days it asks for."""

    asked: Asked
    first: date
    last: date
    is_said: bool


def _when(asked: Asked, today: date) -> When:
    """The date of a line as people write it: `вчера`, `18.11`, `18 ноября`, `ноябрь`."""
    first, last, is_said, readings = today - BEFORE, today + AFTER, False, []
    for reading in asked.readings:
        one = reading
        day = next((DAYS[w] for w in one.words if w in DAYS), None)
        found = dates.asked(one.text, today)
        if day is not None:
            first = last = today + timedelta(days=day)
        elif found.first is not None and found.last is not None:
            first, last = found.first, found.last
            one = replace(one, words=_without_date(one, found))
        is_said = is_said or day is not None or found.first is not None
        readings.append(replace(one, words=tuple(w for w in one.words if w not in DAYS)))
    return When(replace(asked, readings=tuple(readings)), first, last, is_said)


def _without_date(one: Reading, found: dates.Asked) -> tuple[str, ...]:
    kept = set(found.words)
    return tuple(word for word in one.words if word in kept)


def _of_class(ctx: Context) -> Callable[[Reading], list[ColumnElement[bool]]]:
    def conditions(reading: Reading) -> list[ColumnElement[bool]]:
        is_class = (school_class.c.level == reading.level) & (
            school_class.c.letter == reading.letter
        )
        return [is_class] if reading.level else []

    return conditions


def _within(*columns: Any) -> Select[Any]:
    """Groups with their subject and class."""
    return (
        select(group.c.id.label("group_id"), group.c.name.label("group_name"),
               subject.c.name.label("subject"), *columns)
        .join(subject, subject.c.id == group.c.subject_id)
        .outerjoin(school_class, school_class.c.id == group.c.class_id)
    )  # fmt: skip


def _groups(ctx: Context, asked: Asked) -> Iterable[Candidate]:
    """Journals of the present year that the actor may read, by subject, class and group."""
    key = folded(subject.c.name + " " + group.c.name)
    found = _within().where(
        group.c.id.in_(policy.readable_groups(ctx)),
        group.c.year_id == school_policy.present_year(ctx), asked.fits(key, _of_class(ctx)),
    )  # fmt: skip
    ordered = found.order_by(group.c.level, group.c.name, group.c.id).limit(LOOKED_AT)
    for row in ctx.session.execute(ordered):
        key_said = fold(f"{row.subject} {row.group_name}".lower())
        yield Candidate(key_said, f"{row.subject}, {row.group_name}", "",
                        f"/journal?group={row.group_id}")  # fmt: skip


def _lessons(ctx: Context, asked: Asked) -> Iterable[tuple[Rank, Candidate]]:
    """Lessons of the days asked for, or of these days: the nearest to today first."""
    when = _when(asked, ctx.today)
    has_words, key = any(when.asked.readings), folded(subject.c.name + " " + group.c.name)
    fits = when.asked.fits(key, _of_class(ctx)) if has_words else true()
    is_mine = lesson.c.teacher_id == ctx.actor.person_id
    found = _within(lesson.c.id, lesson.c.date, lesson.c.slot, is_mine.label("is_mine")).join(
        lesson, lesson.c.group_id == group.c.id
    ).where(
        lesson.c.school_id == ctx.school_id, lesson.c.date.between(when.first, when.last),
        or_(is_mine, group.c.id.in_(policy.readable_groups(ctx))), fits,
    )  # fmt: skip
    for row in ctx.session.execute(found.order_by(lesson.c.date.desc()).limit(LOOKED_AT)):
        said = fold(f"{row.subject} {row.group_name}".lower())
        rank = when.asked.rank(said) if has_words else (Near.PREFIX, 0, 0)
        if rank is not None:
            day, far = row.date.strftime("%d.%m.%Y"), abs((row.date - ctx.today).days)
            note = str(_("{day}, lesson {slot}", day=day, slot=row.slot))
            title = f"{row.subject}, {row.group_name}"
            yield rank, Candidate(said, title, note, _lesson_at(ctx, row), far * 20 + row.slot)


def _lesson_at(ctx: Context, row: Any) -> str:
    """The lesson itself for who teaches it, the journal page for who only reads."""
    teaches = row.is_mine and ctx.actor.may(Permission.LESSON_TEACH)
    return f"/lesson/{row.id}" if teaches else f"/journal?group={row.group_id}"


def _files(ctx: Context, asked: Asked) -> Iterable[Candidate]:
    """Files beside homework by their names, the newest first."""
    key, is_mine = folded(file.c.name), lesson.c.teacher_id == ctx.actor.person_id
    found = _within(file.c.name, lesson.c.id, lesson.c.date, is_mine.label("is_mine")).join(
        lesson, lesson.c.group_id == group.c.id
    ).join(file, file.c.lesson_id == lesson.c.id).where(
        file.c.school_id == ctx.school_id, ~file.c.is_removed, asked.fits(key),
        or_(is_mine, group.c.id.in_(policy.readable_groups(ctx))),
    )  # fmt: skip
    ordered = found.order_by(file.c.id.desc()).limit(LOOKED_AT)
    for n, row in enumerate(ctx.session.execute(ordered)):
        note = f"{row.subject}, {row.group_name}, {row.date.strftime('%d.%m.%Y')}"
        key_said = fold(row.name.lower()).replace(".", " ").replace("_", " ")
        yield Candidate(key_said, row.name, note, _lesson_at(ctx, row), n)


GROUPS = declare(Source("groups", _("Journals"), Permission.JOURNAL_READ, _groups))
LESSONS = declare(Source("lessons", _("Lessons"), Permission.JOURNAL_READ, _lessons))
FILES = declare(Source("files", _("Files of lessons"), Permission.JOURNAL_READ, _files))
