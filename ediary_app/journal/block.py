"""Many cells at once (заполнение блоком): a paste, a filled column, a whole test of a class.

One act, one transaction, the same number of statements for one line and for a thousand. Each line
is judged by itself: a refused one says why and the others are saved.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.journal import attendance as presences
from ediary_app.journal import rules
from ediary_app.journal.marks import MarkSet, author, check_open, tell_mark
from ediary_app.journal.models import Mark, Work
from ediary_app.journal.standing import CodeLine, Lines, MarkLine, Standing, standing_in
from ediary_app.journal.values import MarkValue
from ediary_app.kernel import bulk, errors
from ediary_app.kernel.i18n import _
from ediary_app.school.values import Marking

mark, work = Mark.__table__, Work.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class LineDone:
    """What became of one line: saved as which version, or refused and why."""

    version: int = 0
    code: str = ""
    message: str = ""


@dataclass(frozen=True)
class BlockDone:
    """The lines of a block in their order."""

    lines: tuple[LineDone, ...] = ()


@dataclass(frozen=True, eq=False)
class _MarkChange:
    """What becomes of one mark."""

    lesson: Row[Any]
    line: MarkLine
    before: Row[Any] | None
    value: MarkValue | None

    @property
    def work(self) -> tuple[int, int, int]:
        return self.line.lesson_id, self.line.kind_id, self.line.number

    @property
    def version(self) -> int:
        return self.before.version + 1 if self.before else 1

    @property
    def comment(self) -> str:
        kept = self.before.comment if self.before and self.value else ""
        return self.line.comment or kept


@use_case(requires=Permission.MARK_SET)
def enter_block(ctx: Context, *, lesson_id: int, lines: Lines) -> BlockDone:
    """Write many marks and attendance codes of lessons the actor teaches, in one act.

    `lesson_id` is the lesson the block begins in: without the right to it nothing is done. Every
    line is guarded by its own `expected_version`.
    """
    standing = standing_in(ctx, lesson_id, lines)
    changes: list[presences.Change | _MarkChange] = []
    done: dict[int, LineDone] = {}
    for index, line in sorted(enumerate(lines), key=lambda one: isinstance(one[1], MarkLine)):
        try:
            change = _judged(ctx, standing, line)
        except errors.AppError as refusal:
            done[index] = LineDone(code=refusal.code, message=refusal.text())
            continue
        changes.extend([change] if change is not None else [])
        done[index] = LineDone(change.version if change else standing.version(line))
    presences.write_presence(ctx, [c for c in changes if isinstance(c, presences.Change)])
    _write_marks(ctx, standing, [c for c in changes if isinstance(c, _MarkChange)])
    return BlockDone(tuple(done[index] for index in range(len(lines))))


def _judged(
    ctx: Context, standing: Standing, line: MarkLine | CodeLine
) -> presences.Change | _MarkChange | None:
    """The change a line asks for, None where all is so already; or its refusal."""
    lesson = standing.lessons.get(line.lesson_id)
    if lesson is None:
        raise errors.NotFound(_("There is no such lesson, or it is not yours."))
    check_open(ctx, lesson)
    _check_once(standing, line)
    _check_member(standing, lesson, line.student_id)
    if isinstance(line, CodeLine):
        return _judged_code(standing, lesson, line)
    return _judged_mark(standing, lesson, line)


def _check_once(standing: Standing, line: MarkLine | CodeLine) -> None:
    work_of = (line.kind_id, line.number) if isinstance(line, MarkLine) else ()
    place = (line.op, line.lesson_id, line.student_id, *work_of)
    if place in standing.taken:
        raise errors.Invalid(_("This cell stands twice among the entries."), code="twice")
    standing.taken.add(place)


def _check_member(standing: Standing, lesson: Row[Any], student_id: int) -> None:
    spans = standing.members.get((lesson.group_id, student_id), ())
    if not any(s.starts_on <= lesson.date <= (s.ends_on or lesson.date) for s in spans):
        raise errors.NotFound(
            _("This pupil is not in the group on that day, or there is no such kind of work.")
        )


def _judged_code(standing: Standing, lesson: Row[Any], line: CodeLine) -> presences.Change | None:
    place = (line.lesson_id, line.student_id)
    asked = presences.Presence(
        student_id=line.student_id,
        code=line.code,
        minutes_late=line.minutes_late,
        expected_version=line.expected_version,
    )
    change = presences.change_of(lesson, asked, standing.codes.get(place))
    standing.absent[place] = line.code
    return change


def _judged_mark(standing: Standing, lesson: Row[Any], line: MarkLine) -> _MarkChange | None:
    before = standing.mark(line)
    if line.kind_id not in standing.kinds and before is None:
        raise errors.NotFound(_("There is no such kind of work any more."))
    value = _value(line.value, Marking(lesson.marking))
    if value is not None:
        absence = standing.absent.get((line.lesson_id, line.student_id))
        rules.check_absence(absence, value, line.comment)
    now = before.value if before else None
    if line.expected_version not in (None, before.version if before else 0):
        raise errors.Conflict(
            _("Somebody else changed this mark meanwhile: it is {value} now.", value=now or "—")
        )
    said = line.comment in ("", before.comment if before else "")
    return None if value == now and said else _MarkChange(lesson, line, before, value)


def _value(text: str | None, marking: Marking) -> MarkValue | None:
    if not text:
        return None
    if text not in {value.value for value in MarkValue}:
        raise errors.Invalid(_("There is no mark {value}.", value=text), code="no_such_mark")
    rules.check_value(MarkValue(text), marking)
    return MarkValue(text)


def _write_marks(ctx: Context, standing: Standing, changes: list[_MarkChange]) -> None:
    """All marks in three statements: the works they stand in, new marks, changed ones."""
    _make_works(ctx, standing, changes)
    rows = {change: _row(ctx, change) for change in changes}
    new = [change for change in changes if change.before is None]
    made = [{**_place(c), "work_id": standing.works[c.work], **rows[c]} for c in new]
    ids = dict(zip(new, bulk.insert_many(ctx.session, mark, made), strict=True))
    ids |= {c: int(c.before.id) for c in changes if c.before is not None}
    kept = {ids[c]: rows[c] for c in changes if c.before is not None}
    bulk.update_many(ctx.session, mark, kept)
    for change in changes:
        _tell(ctx, standing, change, ids[change])


def _tell(ctx: Context, standing: Standing, change: _MarkChange, mark_id: int) -> None:
    line, was = change.line, change.before.value if change.before else None
    value = change.value.value if change.value else ""
    done = MarkSet(mark_id, standing.works[change.work], value, change.version)
    tell_mark(
        ctx, change.lesson, was, done, line.student_id, line.comment, line.reason, line.kind_id
    )


def _make_works(ctx: Context, standing: Standing, changes: Iterable[_MarkChange]) -> None:
    missing = {c.work: c.lesson for c in changes if c.work not in standing.works}
    made = [
        {
            "school_id": lesson.school_id,
            "group_id": lesson.group_id,
            "lesson_id": place[0],
            "kind_id": place[1],
            "number": place[2],
            "title": "",
        }
        for place, lesson in missing.items()
    ]
    ids = bulk.insert_many(ctx.session, work, made)
    standing.works.update(zip(missing, ids, strict=True))


def _place(change: _MarkChange) -> dict[str, Any]:
    lesson = change.lesson
    return {
        "school_id": lesson.school_id,
        "group_id": lesson.group_id,
        "lesson_id": lesson.id,
        "student_id": change.line.student_id,
    }


def _row(ctx: Context, change: _MarkChange) -> dict[str, Any]:
    return {
        "value": change.value,
        "comment": change.comment,
        "version": change.version,
        "set_by": author(ctx, change.lesson),
        "set_at": ctx.now,
    }
