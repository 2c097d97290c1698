"""How many statements a page costs (запросы на страницу): never more where there are more rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from bench import stock
from bench.cast import Cast
from bench.figures import at_most, show
from ediary_app import tables, wiring
from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import Runtime, perform
from ediary_app.journal import days, diary, evenings, family_day, marks, page, progress, sheet
from ediary_app.kernel.settings import Settings

assert tables


def measure(only: str) -> None:
    """Statements of each page and of a save, on a school of many rows and on a small one."""
    sizes = {size: _counted(size) for size in ("small", "school")}
    for name, count in sizes["school"].items():
        show(f"ground.statements.{name}", count, "statements", at_most(12))
        grown = max(0, count - sizes["small"][name])
        show(f"ground.statements_grown.{name}", grown, "statements", at_most(0))


def _counted(size: str) -> dict[str, int]:
    school = stock.school(size, "sqlite")
    shift = int(school.environment["EDIARY_CLOCK_SHIFT_SECONDS"])
    runtime = wiring.start(Settings(database_url=school.url, clock_shift_seconds=shift))
    found = dict(_pages(Cast(school), runtime))
    runtime.database.dispose()
    return found


def _pages(cast: Cast, runtime: Runtime) -> Iterator[tuple[str, int]]:
    reader, lesson, sheet_ = cast.readers(1)[0], cast.lessons(1)[0], cast.sheets(1)[0]
    parent, teacher = SessionToken(reader.cookie), SessionToken(lesson.cookie)
    reading: dict[str, tuple[Callable[..., Any], SessionToken, dict[str, Any]]] = {
        "diary_week": (diary.open_diary, parent, {"child_id": reader.student_id}),
        "marks_by_subject": (progress.open_marks, parent, {"child_id": reader.student_id}),
        "homework": (evenings.open_homework, parent, {"child_id": reader.student_id}),
        "family_day": (family_day.family_day, parent, {}),
        "teacher_day": (days.teacher_day, teacher, {}),
        "lesson": (sheet.lesson_sheet, teacher, {"lesson_id": lesson.id}),
        "groups": (page.my_groups, teacher, {}),
        "journal_page": (
            page.journal_page, SessionToken(sheet_.cookie), {"group_id": sheet_.group_id}
        ),
    }  # fmt: skip
    for name, (use_case, actor, arguments) in reading.items():
        with _counting(runtime) as count:
            perform(use_case, actor=actor, **arguments)
        yield name, count[0]
    mark = {"lesson_id": lesson.id, "student_id": lesson.pupils[0], "kind_id": lesson.kind_id}
    with _counting(runtime) as count:
        perform(marks.set_mark, actor=teacher, key="bench", value="5", comment="Замер", **mark)
    yield "save", count[0]


@contextmanager
def _counting(runtime: Runtime) -> Iterator[list[int]]:
    count = [0]

    def one_more(*_arguments: object) -> None:
        count[0] += 1

    event.listen(runtime.database.engine, "before_cursor_execute", one_more)
    try:
        yield count
    finally:
        event.remove(runtime.database.engine, "before_cursor_execute", one_more)
