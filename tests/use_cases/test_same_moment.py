"""Two people write the same thing at the same moment: nothing is lost and each is told.

On PostgreSQL both have read before either writes; SQLite lets its writers in one by one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import event, func, select

from ediary_app.access.context import system_actor
from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import attendance, history, lessons, sheet
from ediary_app.journal import models as journal
from ediary_app.kernel import errors
from ediary_app.kernel.events import Event, EventPersonal
from ediary_app.school import models as school
from ediary_app.school import movement
from tests.given import TODAY, YEAR_START, Given
from tests.use_cases.test_block import enter, line
from tests.use_cases.test_lesson import Scene, a_scene


@pytest.fixture
def scene(given: Given) -> Scene:
    return a_scene(given, pupils=3)


@pytest.fixture
def second(scene: Scene) -> SessionToken:
    """A second teacher of the same group."""
    given, made = scene.given, scene.school
    teacher = given.teacher(made, "Соколова")  # type: ignore[arg-type]
    given.save(
        school.Assignment(
            school_id=made.id,  # type: ignore[attr-defined]
            group_id=scene.group_id,
            teacher_id=teacher.id,
            starts_on=YEAR_START,
            is_main=False,
        )
    )
    return given.signed_in(teacher, Role.TEACHER)


@contextmanager
def both_meet_at(given: Given, beginning: str) -> Iterator[None]:
    """Each thread's first statement that begins so waits for the other thread's."""
    engine, met = given.runtime.database.engine, threading.Barrier(2)
    been: set[int] = set()

    def wait(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        me = threading.get_ident()
        if me not in been and statement.startswith(beginning):
            been.add(me)
            met.wait(timeout=10)

    if given.runtime.database.is_sqlite:
        yield
        return
    event.listen(engine, "before_cursor_execute", wait)
    yield
    event.remove(engine, "before_cursor_execute", wait)


def at_once(given: Given, beginning: str, *acts: Callable[[], Any]) -> list[Any]:
    """What the acts gave, or the refusals they met."""

    def outcome(act: Callable[[], Any]) -> Any:
        try:
            return act()
        except errors.AppError as refusal:
            return refusal

    with both_meet_at(given, beginning), ThreadPoolExecutor(len(acts)) as hands:
        return list(hands.map(outcome, acts))


def refusals(outcomes: list[Any]) -> list[errors.AppError]:
    return [found for found in outcomes if isinstance(found, errors.AppError)]


def count(given: Given, model: Any) -> int:
    with given.runtime.database.session(writes=False) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.mark.parametrize("beginning", ["INSERT INTO work", "UPDATE mark"])
def test_one_act_that_arrives_twice_at_once_is_done_once_and_answered_alike(
    scene: Scene, beginning: str
) -> None:
    before = scene.set_mark("4").version if beginning.startswith("UPDATE") else 0

    def act() -> object:
        return scene.set_mark("5", expected_version=before, key="one-tap")

    one, other = at_once(scene.given, beginning, act, act)
    assert one == other
    assert one.version == before + 1


def test_two_teachers_and_one_empty_cell(scene: Scene, second: SessionToken) -> None:
    outcomes = at_once(
        scene.given,
        "INSERT INTO work",
        lambda: scene.set_mark("5", expected_version=0),
        lambda: scene.set_mark("2", expected_version=0, actor=second),
    )
    (refused,) = refusals(outcomes)
    (done,) = [found for found in outcomes if found is not refused]
    assert isinstance(refused, errors.Conflict)
    assert f"it is {done.value} now" in refused.text() or f"сейчас {done.value}" in refused.text()
    assert (count(scene.given, journal.Mark), count(scene.given, journal.Work)) == (1, 1)


def test_two_blocks_over_one_empty_column(scene: Scene, second: SessionToken) -> None:
    outcomes = at_once(
        scene.given,
        "INSERT INTO work",
        lambda: enter(scene, [line(scene, n, "5", expected_version=0) for n in range(3)]),
        lambda: enter(
            scene, [line(scene, n, "2", expected_version=0) for n in (2, 1, 0)], actor=second
        ),
    )
    assert refusals(outcomes) == []
    said = sorted([tuple(done.code for done in lines) for lines in outcomes])
    assert said == [("",) * 3, ("conflict",) * 3]
    assert (count(scene.given, journal.Mark), count(scene.given, journal.Work)) == (3, 1)


def test_a_block_and_a_mark_in_one_filled_cell(scene: Scene, second: SessionToken) -> None:
    scene.set_mark("4")
    outcomes = at_once(
        scene.given,
        "UPDATE mark",
        lambda: enter(scene, [line(scene, n, "5", expected_version=1 - bool(n)) for n in range(3)]),
        lambda: scene.set_mark("2", expected_version=1, actor=second),
    )
    block_lines = next(found for found in outcomes if isinstance(found, tuple))
    is_first = block_lines[0].code == ""
    assert len(refusals(outcomes)) == int(is_first)
    assert [done.code for done in block_lines][1:] == ["", ""]
    with scene.given.runtime.database.session(writes=False) as session:
        marks_there = session.scalars(select(journal.Mark).order_by(journal.Mark.id)).all()
    assert [m.value for m in marks_there] == ["5" if is_first else "2", "5", "5"]
    assert marks_there[0].version == 2


def test_two_teachers_and_one_filled_cell(scene: Scene, second: SessionToken) -> None:
    first = scene.set_mark("4")
    outcomes = at_once(
        scene.given,
        "UPDATE mark",
        lambda: scene.set_mark("5", expected_version=1),
        lambda: scene.set_mark("2", expected_version=1, actor=second),
    )
    (refused,) = refusals(outcomes)
    assert isinstance(refused, errors.Conflict)
    changes = perform(history.mark_history, actor=scene.teacher, mark_id=first.mark_id)
    assert [change.before for change in changes] == ["", "4"]


def test_the_first_marks_of_a_work_for_two_pupils(scene: Scene, second: SessionToken) -> None:
    outcomes = at_once(
        scene.given,
        "INSERT INTO work",
        lambda: scene.set_mark("5", student=0, expected_version=0),
        lambda: scene.set_mark("4", student=1, expected_version=0, actor=second),
    )
    assert refusals(outcomes) == []
    assert len({done.work_id for done in outcomes}) == 1
    assert (count(scene.given, journal.Mark), count(scene.given, journal.Work)) == (2, 1)


def test_the_attendance_of_one_pupil(scene: Scene, second: SessionToken) -> None:
    def call(actor: SessionToken, code: str) -> int:
        return perform(
            attendance.set_attendance,
            actor=actor,
            lesson_id=scene.lesson_id,
            student_id=scene.pupils[0].id,
            code=code,
            expected_version=1,
        )

    perform(
        attendance.set_attendance,
        actor=scene.teacher,
        lesson_id=scene.lesson_id,
        student_id=scene.pupils[0].id,
        code="Н",
    )
    outcomes = at_once(
        scene.given,
        "SELECT attendance",
        lambda: call(scene.teacher, "УП"),
        lambda: call(second, "НП"),
    )
    (refused,) = refusals(outcomes)
    assert isinstance(refused, errors.Conflict)
    assert 2 in outcomes


def test_the_homework_of_one_lesson(scene: Scene, second: SessionToken) -> None:
    def give(actor: SessionToken, words: str, expected: int = 1) -> object:
        return perform(
            lessons.set_homework,
            actor=actor,
            lesson_id=scene.lesson_id,
            text=words,
            expected_version=expected,
        )

    give(scene.teacher, "№ 1", 0)
    outcomes = at_once(
        scene.given,
        "SELECT homework",
        lambda: give(scene.teacher, "№ 2"),
        lambda: give(second, "№ 3"),
    )
    (refused,) = refusals(outcomes)
    assert isinstance(refused, errors.Conflict)
    found = perform(sheet.lesson_sheet, actor=scene.teacher, lesson_id=scene.lesson_id)
    assert found.homework_version == 2
    assert found.homework in refused.text()


def test_the_topic_of_one_lesson(scene: Scene, second: SessionToken) -> None:
    def write(actor: SessionToken, words: str) -> None:
        perform(lessons.set_topic, actor=actor, lesson_id=scene.lesson_id, topic=words, former="")

    outcomes = at_once(
        scene.given,
        "SELECT lesson.topic",
        lambda: write(scene.teacher, "Дроби"),
        lambda: write(second, "Степени"),
    )
    (refused,) = refusals(outcomes)
    assert isinstance(refused, errors.Conflict)


def test_one_pupil_is_moved_once(scene: Scene) -> None:
    given, made = scene.given, scene.school
    classes = [given.school_class(made, 7, letter) for letter in "БВ"]  # type: ignore[arg-type]
    office = system_actor("office", made.id)  # type: ignore[attr-defined]

    def move(class_id: int | None) -> int:
        return perform(
            movement.move_student,
            actor=office,
            student_id=scene.pupils[0].id,
            class_id=class_id,
            on=TODAY,
        )

    at_once(given, "UPDATE enrolment", *(lambda c=c: move(c.id) for c in classes))
    with given.runtime.database.session(writes=False) as session:
        open_ones = session.scalars(
            select(school.Enrolment.class_id).where(
                school.Enrolment.student_id == scene.pupils[0].id,
                school.Enrolment.ends_on.is_(None),  # type: ignore[union-attr]
            )
        ).all()
    assert len(open_ones) == 1


@pytest.fixture
def moved(given: Given, scene: Scene) -> tuple[Any, int]:
    """A pupil who was moved today: the office that did it, and a third class."""
    clerk = given.actor(None, Role.REGISTRAR, scene.school.id)  # type: ignore[attr-defined]
    target, third = (given.school_class(scene.school, letter=x) for x in "ДЕ")  # type: ignore[arg-type]
    move = {"student_id": scene.pupils[0].id, "class_id": target.id, "on": TODAY}
    perform(movement.move_student, actor=clerk, **move)
    return clerk, third.id or 0


def test_two_take_back_the_same_movement(
    given: Given, scene: Scene, moved: tuple[Any, int]
) -> None:
    clerk, _third = moved

    def undo() -> None:
        perform(movement.undo_movement, actor=clerk, student_id=scene.pupils[0].id)

    before = count(given, school.GroupMember)
    (refused,) = refusals(at_once(given, "UPDATE enrolment", undo, undo))
    assert isinstance(refused, errors.Conflict | errors.NotFound)
    story = perform(movement.student_movement, actor=clerk, student_id=scene.pupils[0].id)
    assert [(stay.until, stay.reason) for stay in story] == [(None, None)]
    assert count(given, school.GroupMember) == before
    with given.runtime.database.session(writes=False) as session:
        kinds = list(session.scalars(select(Event.kind)))
    assert kinds.count("school.movement_undone") == 1


def test_a_movement_is_taken_back_while_the_pupil_moves_on(
    given: Given, scene: Scene, moved: tuple[Any, int]
) -> None:
    clerk, third = moved
    whose = {"actor": clerk, "student_id": scene.pupils[0].id}

    def undo() -> None:
        perform(movement.undo_movement, **whose)

    def move_on() -> int:
        later = TODAY + timedelta(days=1)
        return perform(movement.move_student, **whose, class_id=third, on=later)

    at_once(given, "UPDATE enrolment", undo, move_on)
    story = perform(movement.student_movement, **whose)
    assert [stay.until for stay in story].count(None) == 1
    assert all(a.until and a.until < b.since for a, b in pairwise(story))


def test_what_a_teacher_typed_can_be_erased(scene: Scene) -> None:
    """Words may name people: they are never among an event's lasting facts."""
    common = {"actor": scene.teacher, "lesson_id": scene.lesson_id}
    perform(lessons.set_topic, topic="Доклад Кенаревой", **common)
    for words in ("Кенаревой повторить", "Кенаревой пересказать", ""):
        perform(lessons.set_homework, text=words, due_on=TODAY + timedelta(days=2), **common)
    with scene.given.runtime.database.session(writes=False) as session:
        facts = str(session.scalars(select(Event.facts)).all())
        values = str(session.scalars(select(EventPersonal.values)).all())
    assert "Кенарев" not in facts
    assert values.count("Кенарев") == 5
