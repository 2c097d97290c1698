"""A teacher's lesson: roll-call, marks, topic, homework, words, history, and who is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from sqlalchemy import event as sa_event
from sqlalchemy import func, select

from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import attendance, days, history, lessons, marks, page, rules, sheet
from ediary_app.journal.models import Mark
from ediary_app.journal.values import AttendanceCode, MarkValue, RemarkKind
from ediary_app.kernel import errors, eventlog
from ediary_app.school.models import Person
from ediary_app.school.values import Marking
from ediary_app.timetable.models import Lesson
from ediary_app.timetable.values import LessonState
from tests.conftest import FixedClock
from tests.given import TODAY, Given


@dataclass
class Scene:
    """A class with an algebra lesson today and its people."""

    given: Given
    teacher: SessionToken
    lesson_id: int
    group_id: int
    kind_id: int
    pupils: list[Person]
    school: object
    in_class: object

    def set_mark(self, value: str | None, student: int = 0, **more: object) -> marks.MarkSet:
        return perform(
            marks.set_mark,
            actor=more.pop("actor", self.teacher),  # type: ignore[arg-type]
            key=more.pop("key", None),  # type: ignore[arg-type]
            lesson_id=self.lesson_id,
            student_id=self.pupils[student].id,
            kind_id=self.kind_id,
            value=value,
            **more,
        )


@pytest.fixture
def scene(given: Given) -> Scene:
    return a_scene(given, pupils=3)


def a_scene(given: Given, pupils: int, marking: Marking = Marking.FIVE) -> Scene:
    school = given.school()
    orlova = given.teacher(school)
    seventh = given.school_class(school, 7, "А")
    children = [given.student(seventh, f"Петров{'а' * n}", "Иван") for n in range(pupils)]
    algebra = given.group(seventh, "Алгебра", children, orlova, marking)
    lesson = given.lesson(algebra, orlova)
    given.lesson(algebra, orlova, on=TODAY + timedelta(days=2))
    return Scene(
        given,
        given.signed_in(orlova, Role.TEACHER),
        lesson.id,
        algebra.id,
        given.kind_id(school),
        children,
        school,
        seventh,
    )


def test_a_mark_is_set_changed_and_taken_away_and_its_history_tells(scene: Scene) -> None:
    first = scene.set_mark("4", comment="у доски")
    scene.set_mark("5", reason="описка")
    gone = scene.set_mark(None)
    assert (first.value, gone.value, gone.version) == ("4", "", 3)
    told = perform(history.mark_history, actor=scene.teacher, mark_id=first.mark_id)
    assert [(c.before, c.value, c.comment, c.reason) for c in told] == [
        ("", "4", "у доски", ""),
        ("4", "5", "", "описка"),
        ("5", "", "", ""),
    ]
    assert {c.who for c in told} == {"Орлова В. И."}


def test_a_double_tap_has_one_effect(scene: Scene) -> None:
    answers = [scene.set_mark("5", key="tap-1") for _ in range(2)]
    assert answers[0] == answers[1]
    with scene.given.runtime.database.session(writes=False) as session:
        assert session.scalar(select(func.count()).select_from(Mark)) == 1
        assert session.scalar(select(Mark.version)) == 1


def test_somebody_elses_change_is_not_overwritten(scene: Scene) -> None:
    scene.set_mark("4", expected_version=0)
    with pytest.raises(errors.Conflict, match="conflict"):
        scene.set_mark("3", expected_version=0)
    assert scene.set_mark("3", expected_version=1).version == 2


@pytest.mark.parametrize(
    ("marking", "value", "code"),
    [(Marking.NONE, "5", "no_marks"), (Marking.PASS, "5", "mark_not_used"),
     (Marking.FIVE, "1", "mark_not_used")],
)  # fmt: skip
def test_a_mark_the_group_is_not_given_is_refused(
    given: Given, marking: Marking, value: str, code: str
) -> None:
    scene = a_scene(given, 1, marking)
    with pytest.raises(errors.Invalid) as refusal:
        scene.set_mark(value)
    assert refusal.value.code == code


def test_a_lesson_that_has_not_come_cannot_be_filled(scene: Scene, clock: FixedClock) -> None:
    clock.now -= timedelta(days=1)
    with pytest.raises(errors.Invalid) as refusal:
        scene.set_mark("5")
    assert refusal.value.code == "lesson_in_future"


def test_a_mark_for_an_absent_pupil_needs_a_comment(scene: Scene) -> None:
    perform(
        attendance.set_attendance,
        actor=scene.teacher,
        lesson_id=scene.lesson_id,
        student_id=scene.pupils[0].id,
        code="Б",
    )
    with pytest.raises(errors.Invalid) as refusal:
        scene.set_mark("5")
    assert refusal.value.code == "absent_needs_comment"
    assert scene.set_mark("5", comment="долг за 10 ноября").value == "5"


def test_neighbours_are_refused_as_if_there_were_no_lesson(scene: Scene) -> None:
    given = scene.given
    neighbour = given.signed_in(given.teacher(scene.school, "Соседова"), Role.TEACHER)  # type: ignore[arg-type]
    far = given.school("Школа № 2")
    stranger = given.signed_in(given.teacher(far, "Чужова"), Role.TEACHER)
    mother = given.signed_in(given.guardian_of(scene.pupils[0]), Role.PARENT)
    for who in (neighbour, stranger):
        with pytest.raises(errors.NotFound):
            scene.set_mark("5", actor=who)
        with pytest.raises(errors.NotFound):
            perform(sheet.lesson_sheet, actor=who, lesson_id=scene.lesson_id)
        with pytest.raises(errors.NotFound):
            perform(page.journal_page, actor=who, group_id=scene.group_id)
    with pytest.raises(errors.Denied):
        scene.set_mark("5", actor=mother)


def test_a_pupil_of_another_class_cannot_be_marked(scene: Scene) -> None:
    other = scene.given.student(scene.given.school_class(scene.school, 8, "Б"))  # type: ignore[arg-type]
    scene.pupils.append(other)
    with pytest.raises(errors.NotFound):
        scene.set_mark("5", student=3)


def test_the_roll_call_is_one_act_and_may_be_repeated(scene: Scene) -> None:
    entries = [{"student_id": p.id, "code": None} for p in scene.pupils]
    entries[0]["code"] = "Н"
    entries[1] |= {"code": "ОП", "minutes_late": 7}
    for _again in range(2):
        absent = perform(
            attendance.take_roll, actor=scene.teacher, lesson_id=scene.lesson_id, entries=entries
        )
        assert absent == 1
    shown = perform(sheet.lesson_sheet, actor=scene.teacher, lesson_id=scene.lesson_id)
    assert shown.roll_called
    assert [(p[2], p[3], p[4]) for p in shown.pupils] == [("Н", 0, 1), ("ОП", 7, 1), ("", 0, 0)]


def test_homework_is_due_at_the_next_lesson_unless_a_date_is_given(scene: Scene) -> None:
    due = perform(
        lessons.set_homework,
        actor=scene.teacher,
        lesson_id=scene.lesson_id,
        text="№ 214",
        minutes=20,
    )
    assert due == date(2026, 11, 20)
    with pytest.raises(errors.Invalid):
        perform(
            lessons.set_homework,
            actor=scene.teacher,
            lesson_id=scene.lesson_id,
            text="№ 214",
            due_on=date(2026, 11, 1),
        )
    perform(lessons.set_homework, actor=scene.teacher, lesson_id=scene.lesson_id, text="")
    shown = perform(sheet.lesson_sheet, actor=scene.teacher, lesson_id=scene.lesson_id)
    assert shown.homework == ""


def test_the_day_tells_what_is_unfinished(scene: Scene) -> None:
    day = perform(days.teacher_day, actor=scene.teacher)
    assert [(x.no_roll, x.no_topic, x.no_homework) for x in day.lessons] == [(True, True, True)]
    perform(attendance.take_roll, actor=scene.teacher, lesson_id=scene.lesson_id, entries=[])
    perform(lessons.set_topic, actor=scene.teacher, lesson_id=scene.lesson_id, topic="Степень")
    perform(lessons.set_no_homework, actor=scene.teacher, lesson_id=scene.lesson_id, none=True)
    day = perform(days.teacher_day, actor=scene.teacher)
    assert [(x.no_roll, x.no_topic, x.no_homework) for x in day.lessons] == [(False, False, False)]
    assert day.next_day == date(2026, 11, 20)


def test_praise_is_written_and_empty_words_are_refused(scene: Scene) -> None:
    write = {
        "lesson_id": scene.lesson_id,
        "student_id": scene.pupils[0].id,
        "kind": RemarkKind.PRAISE,
    }
    assert perform(lessons.write_remark, actor=scene.teacher, text="Молодец", **write) > 0
    with pytest.raises(errors.Invalid):
        perform(lessons.write_remark, actor=scene.teacher, text=" ", **write)


def test_the_page_shows_marks_absences_and_the_weighted_mean(scene: Scene) -> None:
    scene.set_mark("5")
    scene.kind_id = scene.given.kind_id(scene.school, "KR")  # type: ignore[arg-type]
    scene.set_mark("4")
    perform(
        attendance.set_attendance,
        actor=scene.teacher,
        lesson_id=scene.lesson_id,
        student_id=scene.pupils[1].id,
        code=AttendanceCode.ILL,
    )
    shown = perform(page.journal_page, actor=scene.teacher, group_id=scene.group_id)
    assert shown.marks == ((0, 0, "5", 1, ""), (0, 1, "4", 1, ""))
    assert shown.codes == ((1, 0, "Б", 0, 1),)
    assert [mean_of(shown, row) for row in range(3)] == ["4,25", "", ""]
    assert MarkValue.DOT.number is None


def mean_of(shown: page.JournalPage, row: int) -> str:
    """A pupil's weighted mean by what the page carries: the figures the grid adds up."""
    weights = {kind[0]: kind[3] for kind in shown.kinds}
    counted = [
        (int(value), weights[shown.works[work][1]])
        for at, work, value, _version, _comment in shown.marks
        if at == row and value.isdigit()
    ]
    return rules.mean_text(rules.weighted_mean(counted))


@pytest.mark.parametrize("reader", ["sheet", "page", "day"])
def test_statements_do_not_grow_with_pupils(given: Given, reader: str) -> None:
    counts = []
    for size in (2, 12):
        scene = a_scene(given, size)
        for pupil in range(size):
            scene.set_mark("5", student=pupil)
        call = {
            "sheet": (sheet.lesson_sheet, {"lesson_id": scene.lesson_id}),
            "page": (page.journal_page, {"group_id": scene.group_id}),
            "day": (days.teacher_day, {}),
        }[reader]
        counts.append(
            statements(given, lambda c=call, s=scene: perform(c[0], actor=s.teacher, **c[1]))
        )
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def statements(given: Given, act: object) -> int:
    """How many SQL statements an act runs."""
    seen: list[str] = []
    engine = given.runtime.database.engine

    def note(*args: object) -> None:
        seen.append(str(args[2]))

    sa_event.listen(engine, "before_cursor_execute", note)
    act()  # type: ignore[operator]
    sa_event.remove(engine, "before_cursor_execute", note)
    return len([s for s in seen if not s.startswith("BEGIN")])


def test_after_all_of_it_the_history_seals_clean(scene: Scene, clock: FixedClock) -> None:
    for value in ("5", "4", None):
        scene.set_mark(value)
    with scene.given.runtime.database.session() as session:
        for school_id in eventlog.schools_to_seal(session):
            eventlog.seal_pending(session, school_id, clock.now)
        assert eventlog.verify(session).is_clean


def test_the_lesson_before_is_the_last_one_not_cancelled(scene: Scene) -> None:
    states = {2: (LessonState.HELD, "Степень"), 1: (LessonState.CANCELLED, "")}
    for days_ago, (state, topic) in states.items():
        scene.given.save(
            Lesson(
                school_id=scene.school.id,  # type: ignore[attr-defined]
                group_id=scene.group_id,
                teacher_id=scene.given.teacher(scene.school).id,  # type: ignore[arg-type]
                date=TODAY - timedelta(days=days_ago),
                slot=2,
                state=state,
                topic=topic,
            )
        )
    found = perform(sheet.lesson_sheet, actor=scene.teacher, lesson_id=scene.lesson_id)
    assert found.last_topic == "Степень"
