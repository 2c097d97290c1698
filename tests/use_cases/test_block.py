"""A whole column or a pasted block is one act: judged line by line, told event by event."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import attendance, block, history, page, works
from ediary_app.journal.models import Attendance, Mark, Work
from ediary_app.kernel import errors
from ediary_app.kernel.events import Event
from ediary_app.school.models import Group, Person
from ediary_app.timetable.models import Lesson
from ediary_app.timetable.values import LessonState
from tests.conftest import FixedClock
from tests.given import TODAY, Given
from tests.use_cases.test_lesson import Scene, a_scene, statements


@pytest.fixture
def scene(given: Given) -> Scene:
    return a_scene(given, pupils=4)


def line(scene: Scene, student: int, value: str | None, **more: Any) -> dict[str, Any]:
    """A mark of the block."""
    return {
        "op": "mark",
        "lesson_id": scene.lesson_id,
        "student_id": scene.pupils[student].id,
        "kind_id": scene.kind_id,
        "value": value,
        **more,
    }


def coded(scene: Scene, student: int, code: str | None, **more: Any) -> dict[str, Any]:
    """An attendance code of the block."""
    pupil = scene.pupils[student].id
    return {
        "op": "attendance",
        "lesson_id": scene.lesson_id,
        "student_id": pupil,
        "code": code,
        **more,
    }


def enter(scene: Scene, lines: list[dict[str, Any]], **more: Any) -> tuple[block.LineDone, ...]:
    asked = {"lesson_id": scene.lesson_id, "actor": scene.teacher, **more}
    return perform(block.enter_block, lines=lines, **asked).lines


def count(scene: Scene, model: Any) -> int:
    with scene.given.runtime.database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def page_of(scene: Scene) -> page.JournalPage:
    return perform(page.journal_page, actor=scene.teacher, group_id=scene.group_id)


def test_marks_and_codes_of_a_block_stand_on_the_page(scene: Scene) -> None:
    done = enter(
        scene,
        [
            line(scene, 0, "5"),
            line(scene, 1, "4"),
            coded(scene, 2, "Н"),
            coded(scene, 3, "ОП", minutes_late=7),
        ],
    )
    assert [(d.version, d.code) for d in done] == [(1, "")] * 4
    shown = page_of(scene)
    assert [m[:3] for m in shown.marks] == [(0, 0, "5"), (1, 0, "4")]
    assert [c[:4] for c in shown.codes] == [(2, 0, "Н", 0), (3, 0, "ОП", 7)]


def test_a_refused_line_says_why_and_the_others_are_saved(scene: Scene) -> None:
    scene.set_mark("3", student=1)
    stranger = scene.given.student(scene.given.school_class(scene.school, 8, "Б"))  # type: ignore[arg-type]
    done = enter(
        scene,
        [
            line(scene, 0, "9"),
            line(scene, 1, "5", expected_version=0),
            line(scene, 2, "4"),
            line(scene, 3, "1"),
            {**line(scene, 3, "4"), "student_id": stranger.id},
            {**line(scene, 3, "4"), "kind_id": 999_999},
            {**line(scene, 3, "4"), "lesson_id": 999_999},
            coded(scene, 3, "ОП", minutes_late=91),
        ],
    )
    assert [d.code for d in done] == [
        "no_such_mark", "conflict", "", "mark_not_used", "not_found", "not_found", "not_found",
        "invalid",
    ]  # fmt: skip
    assert all(bool(d.message) is bool(d.code) for d in done)
    assert [m[:3] for m in page_of(scene).marks] == [(1, 0, "3"), (2, 0, "4")]


def test_a_mark_beside_an_absence_of_the_same_block_needs_a_comment(scene: Scene) -> None:
    lines = [line(scene, 0, "5"), coded(scene, 0, "Н"), coded(scene, 1, "Б")]
    done = enter(scene, [*lines, line(scene, 1, "4", comment="долг за октябрь")])
    assert [d.code for d in done] == ["absent_needs_comment", "", "", ""]


def test_a_cell_that_stands_twice_is_refused_the_second_time(scene: Scene) -> None:
    done = enter(scene, [line(scene, 0, "5"), line(scene, 0, "4"), line(scene, 0, "3", number=2)])
    assert [d.code for d in done] == ["", "twice", ""]


def test_a_repeated_block_does_nothing_and_leaves_no_event(scene: Scene) -> None:
    lines = [line(scene, 0, "5"), coded(scene, 1, "Н")]
    first = enter(scene, lines)
    events = count(scene, Event)
    assert enter(scene, lines) == first
    assert count(scene, Event) == events


def test_a_block_under_one_key_is_done_once(scene: Scene) -> None:
    lines = [line(scene, n, "5", expected_version=0) for n in range(4)]
    answers = [enter(scene, lines, key="paste-1") for _ in range(2)]
    assert answers[0] == answers[1]
    assert (count(scene, Mark), count(scene, Work)) == (4, 1)


def test_every_mark_of_a_block_has_its_own_history(scene: Scene) -> None:
    enter(scene, [line(scene, n, "4") for n in range(3)])
    enter(scene, [line(scene, 0, "5", reason="описка"), line(scene, 1, None)])
    told = [
        perform(
            history.cell_history,
            actor=scene.teacher,
            lesson_id=scene.lesson_id,
            student_id=scene.pupils[n].id,
        )
        for n in range(3)
    ]
    assert [[(c.before, c.value, c.reason) for c in cell] for cell in told] == [
        [("", "4", ""), ("4", "5", "описка")],
        [("", "4", ""), ("4", "", "")],
        [("", "4", "")],
    ]


def test_a_comment_stays_when_only_the_mark_changes_and_goes_with_it(scene: Scene) -> None:
    enter(scene, [line(scene, 0, "4", comment="у доски")])
    enter(scene, [line(scene, 0, "5")])
    assert page_of(scene).marks[0][2:] == ("5", 2, "у доски")
    enter(scene, [line(scene, 0, None)])
    assert page_of(scene).marks[0][2:] == ("", 3, "")


def test_a_block_reaches_over_lessons_but_not_into_what_has_not_come(
    scene: Scene, clock: FixedClock
) -> None:
    clock.now -= timedelta(days=1)
    scene.teacher = scene.given.signed_in(teacher_of(scene), Role.TEACHER)
    lines = [line(scene, 0, "5"), {**line(scene, 0, "4"), "lesson_id": yesterday(scene)}]
    assert [d.code for d in enter(scene, lines)] == ["lesson_in_future", ""]
    clock.now += timedelta(days=1)
    scene.teacher = scene.given.signed_in(teacher_of(scene), Role.TEACHER)
    assert [d.code for d in enter(scene, lines)] == ["", ""]


def teacher_of(scene: Scene) -> Person:
    with scene.given.runtime.database.session(writes=False) as session:
        return session.get_one(Person, session.get_one(Lesson, scene.lesson_id).teacher_id)


def yesterday(scene: Scene) -> int:
    """A lesson of the same group a day before."""
    group = Group(id=scene.group_id, school_id=scene.pupils[0].school_id)
    made = scene.given.lesson(group, teacher_of(scene), on=TODAY - timedelta(days=1))
    return int(made.id or 0)


def test_only_who_teaches_enters_a_block(scene: Scene) -> None:
    given, lines = scene.given, [line(scene, 0, "5")]
    neighbour = given.signed_in(given.teacher(scene.school, "Соседова"), Role.TEACHER)  # type: ignore[arg-type]
    stranger = given.signed_in(given.teacher(given.school("Школа № 2"), "Чужова"), Role.TEACHER)
    deputy = given.signed_in(given.teacher(scene.school, "Завуч"), Role.DEPUTY_HEAD)  # type: ignore[arg-type]
    mother = given.signed_in(given.guardian_of(scene.pupils[0]), Role.PARENT)
    for who, refusal in (
        (neighbour, errors.NotFound), (stranger, errors.NotFound),
        (deputy, errors.Denied), (mother, errors.Denied),
    ):  # fmt: skip
        with pytest.raises(refusal):
            enter(scene, lines, actor=who)
        with pytest.raises(refusal):
            perform(works.set_work, actor=who, lesson_id=scene.lesson_id, kind_id=scene.kind_id)
    assert (count(scene, Mark), count(scene, Work)) == (0, 0)


def test_a_line_of_another_teachers_lesson_is_refused_among_ones_own(scene: Scene) -> None:
    given = scene.given
    other = given.teacher(scene.school, "Другая")  # type: ignore[arg-type]
    physics = given.group(scene.in_class, "Физика", scene.pupils, other)  # type: ignore[arg-type]
    theirs = given.lesson(physics, other, slot=5)
    done = enter(scene, [line(scene, 0, "5"), {**line(scene, 1, "5"), "lesson_id": theirs.id}])
    assert [d.code for d in done] == ["", "not_found"]


def test_a_block_takes_as_many_statements_for_a_class_as_for_two(given: Given) -> None:
    counts = []
    for size in (2, 14):
        scene = a_scene(given, size)
        new = [line(scene, n, "5") for n in range(size)]
        counts.append(statements(given, lambda s=scene, x=new: enter(s, x, key="new")))
        mixed = [line(scene, n, "4") for n in range(size // 2)]
        mixed += [line(scene, n, "3", number=2) for n in range(size)]
        mixed += [coded(scene, n, "ОП", minutes_late=5) for n in range(size)]
        counts.append(statements(given, lambda s=scene, x=mixed: enter(s, x, key="mixed")))
    assert counts[:2] == counts[2:]
    assert counts[0] <= 17
    assert counts[1] <= 20


def test_a_new_work_is_a_column_with_a_title_and_goes_while_it_is_empty(scene: Scene) -> None:
    asked = {"actor": scene.teacher, "lesson_id": scene.lesson_id, "kind_id": scene.kind_id}
    made = perform(works.set_work, title="Диктант", **asked)
    assert perform(works.set_work, title="Диктант № 2", **asked) == made
    assert page_of(scene).works == ((0, scene.kind_id, 1, "Диктант № 2"),)
    perform(works.remove_work, **asked)
    perform(works.remove_work, **asked)
    assert page_of(scene).works == ()
    perform(works.set_work, **asked)
    scene.set_mark("5")
    with pytest.raises(errors.Invalid) as refusal:
        perform(works.remove_work, **asked)
    assert refusal.value.code == "work_has_marks"


def test_a_work_of_no_known_kind_or_in_a_lesson_to_come_is_refused(scene: Scene) -> None:
    later = page_of(scene).columns[1][0]
    with pytest.raises(errors.NotFound):
        perform(works.set_work, actor=scene.teacher, lesson_id=scene.lesson_id, kind_id=999_999)
    with pytest.raises(errors.Invalid):
        perform(works.set_work, actor=scene.teacher, lesson_id=later, kind_id=scene.kind_id)


def test_news_of_a_page_are_what_changed_since_and_all_its_works(
    scene: Scene, clock: FixedClock
) -> None:
    scene.set_mark("5")
    clock.now += timedelta(minutes=5)
    shown = page_of(scene)
    asked = {"actor": scene.teacher, "group_id": scene.group_id, "term_id": shown.term_id}
    clock.now += timedelta(minutes=5)
    quiet = perform(page.journal_news, since=shown.read_at, **asked)
    assert (quiet.marks, quiet.codes, quiet.works, quiet.shape) == (
        (),
        (),
        shown.works,
        shown.shape,
    )
    enter(scene, [line(scene, 1, "4"), coded(scene, 2, "Н")])
    news = perform(page.journal_news, since=quiet.read_at, **asked)
    assert ([m[:3] for m in news.marks], [c[:3] for c in news.codes]) == (
        [(1, 0, "4")],
        [(2, 0, "Н")],
    )


def test_the_shape_of_a_page_changes_with_its_lessons(scene: Scene) -> None:
    before = page_of(scene)
    assert [column[3] for column in before.columns] == ["", "future"]
    assert [row[2:] for row in before.rows] == [("2026-09-01", "")] * 4
    scene.set_mark("5")
    assert page_of(scene).shape == before.shape
    with scene.given.runtime.database.session() as session:
        session.execute(update(Lesson).values(state=LessonState.CANCELLED))
    after = page_of(scene)
    assert {column[3] for column in after.columns} == {"cancelled"}
    assert after.shape != before.shape


def test_who_only_reads_finds_every_column_closed_to_writing(scene: Scene) -> None:
    deputy = scene.given.signed_in(
        scene.given.teacher(scene.school, "Завуч"),  # type: ignore[arg-type]
        Role.DEPUTY_HEAD,
    )
    shown = perform(page.journal_page, actor=deputy, group_id=scene.group_id)
    assert {column[3] for column in shown.columns} == {"other"}


def test_a_set_code_of_a_block_is_the_one_of_a_roll_call(scene: Scene) -> None:
    enter(scene, [coded(scene, 0, "Н")])
    version = perform(
        attendance.set_attendance,
        actor=scene.teacher,
        lesson_id=scene.lesson_id,
        student_id=scene.pupils[0].id,
        code="Б",
        expected_version=1,
    )
    assert (version, count(scene, Attendance)) == (2, 1)
    done = enter(scene, [coded(scene, 0, "УП", expected_version=1)])
    assert done[0].code == "conflict"
