"""Who sees what of a journal: illness, co-teachers, substitutes, the own class, search."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import attendance, days, history, lessons, page, sheet
from ediary_app.kernel import errors
from ediary_app.school.models import Assignment
from tests.given import TODAY, YEAR_START, Given
from tests.use_cases.test_lesson import Scene, a_scene, mean_of, statements


@pytest.fixture
def scene(given: Given) -> Scene:
    return a_scene(given, pupils=3)


def set_code(scene: Scene, code: str | None, student: int = 0, **more: object) -> int:
    return perform(
        attendance.set_attendance,
        actor=scene.teacher,
        lesson_id=scene.lesson_id,
        student_id=scene.pupils[student].id,
        code=code,
        **more,
    )


def codes_seen(scene: Scene, who: SessionToken) -> list[str]:
    shown = perform(page.journal_page, actor=who, group_id=scene.group_id)
    return [code[2] for code in shown.codes]


def test_illness_is_shown_to_class_teacher_and_own_teacher_and_is_an_absence_to_others(
    given: Given,
) -> None:
    school = given.school()
    leader, orlova = given.teacher(school, "Классная"), given.teacher(school)
    seventh = given.school_class(school, 7, "А", leader.id)
    pupils = [given.student(seventh, "Петров")]
    algebra = given.group(seventh, "Алгебра", pupils, orlova)
    lesson = given.lesson(algebra, orlova)
    teacher = given.signed_in(orlova, Role.TEACHER)
    scene = Scene(given, teacher, lesson.id, algebra.id, 0, pupils, school, seventh)
    set_code(scene, "Б")
    deputy = given.signed_in(given.teacher(school, "Завуч"), Role.DEPUTY_HEAD)
    director = given.signed_in(given.teacher(school, "Директор"), Role.DIRECTOR)
    own = given.signed_in(leader, Role.CLASS_TEACHER)
    assert [codes_seen(scene, who) for who in (teacher, own, deputy, director)] == [
        ["Б"], ["Б"], ["Н"], ["Н"],
    ]  # fmt: skip
    told = perform(history.cell_history, actor=deputy, lesson_id=lesson.id, student_id=pupils[0].id)
    assert [(c.value, c.is_attendance) for c in told] == [("Н", True)]
    with pytest.raises(errors.Denied):
        perform(sheet.lesson_sheet, actor=deputy, lesson_id=lesson.id)


def test_only_who_may_fill_a_lesson_finds_the_way_into_it(scene: Scene) -> None:
    given, school = scene.given, scene.school
    director = given.signed_in(given.teacher(school, "Директор"), Role.DIRECTOR)  # type: ignore[arg-type]
    deputy = given.signed_in(given.teacher(school, "Завуч"), Role.DEPUTY_HEAD)  # type: ignore[arg-type]
    opens = [
        perform(page.journal_page, actor=who, group_id=scene.group_id).opens_lessons
        for who in (scene.teacher, deputy, director)
    ]
    assert opens == [True, False, False]


def test_a_co_teacher_of_the_group_works_in_its_lessons(scene: Scene) -> None:
    given = scene.given
    second = given.teacher(scene.school, "Вторая")  # type: ignore[arg-type]
    given.save(
        Assignment(
            school_id=second.school_id,
            group_id=scene.group_id,
            teacher_id=second.id,
            starts_on=YEAR_START,
            is_main=False,
        )
    )
    co_teacher = given.signed_in(second, Role.TEACHER)
    assert scene.set_mark("4", actor=co_teacher).value == "4"
    assert scene.set_mark("5").version == 2
    told = perform(
        history.cell_history,
        actor=co_teacher,
        lesson_id=scene.lesson_id,
        student_id=scene.pupils[0].id,
    )
    assert [(c.who, c.value, c.work) for c in told] == [
        ("Вторая В. И.", "4", "Ответ на уроке"),
        ("Орлова В. И.", "5", "Ответ на уроке"),
    ]


def test_a_substitute_works_in_the_one_lesson_and_opens_no_journal(scene: Scene) -> None:
    given = scene.given
    stand_in = given.teacher(scene.school, "Заменова")  # type: ignore[arg-type]
    algebra = scene.given.group(scene.in_class, "Физика", scene.pupils, None)  # type: ignore[arg-type]
    lesson = given.lesson(algebra, stand_in, slot=4)
    who = given.signed_in(stand_in, Role.TEACHER)
    scene.lesson_id = lesson.id
    made = scene.set_mark("5", actor=who)
    assert len(perform(history.mark_history, actor=who, mark_id=made.mark_id)) == 1
    with pytest.raises(errors.NotFound):
        perform(page.journal_page, actor=who, group_id=algebra.id)


def test_two_works_of_one_kind_stand_as_two_marks_in_the_cell(scene: Scene) -> None:
    scene.set_mark("4", number=1)
    scene.set_mark("5", number=2, comment="за пунктуацию")
    shown = perform(page.journal_page, actor=scene.teacher, group_id=scene.group_id)
    assert [work[2] for work in shown.works] == [1, 2]
    assert shown.marks == ((0, 0, "4", 1, ""), (0, 1, "5", 1, "за пунктуацию"))
    assert mean_of(shown, 0) == "4,50"
    opened = perform(sheet.lesson_sheet, actor=scene.teacher, lesson_id=scene.lesson_id)
    assert [work[2] for work in opened.works] == [1, 2]


@pytest.mark.parametrize(
    "more", [{"comment": "а" * 501}, {"reason": "а" * 501}, {"number": 0}, {"number": 10}]
)
def test_what_fits_no_line_of_the_journal_is_refused(scene: Scene, more: dict[str, object]) -> None:
    with pytest.raises(errors.Invalid):
        scene.set_mark("5", **more)


def test_a_dot_needs_no_comment_and_late_pupils_are_not_absent(scene: Scene) -> None:
    set_code(scene, "Н")
    assert scene.set_mark(".").value == "."
    set_code(scene, "ОП", 1, minutes_late=7)
    assert scene.set_mark("5", student=1).value == "5"
    with pytest.raises(errors.Invalid):
        set_code(scene, "ОП", 2, minutes_late=91)


def test_somebody_elses_attendance_topic_and_homework_are_not_overwritten(scene: Scene) -> None:
    assert set_code(scene, "Н", expected_version=0) == 1
    with pytest.raises(errors.Conflict):
        set_code(scene, "Б", expected_version=0)
    assert set_code(scene, "Н", expected_version=0) == 1
    to = {"actor": scene.teacher, "lesson_id": scene.lesson_id}
    perform(lessons.set_topic, topic="Степень", former="", **to)
    with pytest.raises(errors.Conflict, match="conflict"):
        perform(lessons.set_topic, topic="Корень", former="", **to)
    perform(lessons.set_homework, text="№ 1", expected_version=0, **to)
    with pytest.raises(errors.Conflict):
        perform(lessons.set_homework, text="№ 2", expected_version=0, **to)
    assert perform(sheet.lesson_sheet, **to).homework == "№ 1"


def test_the_next_topic_is_what_a_parallel_group_took(scene: Scene) -> None:
    given = scene.given
    other = given.school_class(scene.school, 7, "Б")  # type: ignore[arg-type]
    ahead = given.group(other, "Алгебра", [], given.teacher(scene.school, "Быстрова"))  # type: ignore[arg-type]
    teacher = given.teacher(scene.school, "Быстрова")  # type: ignore[arg-type]
    for back, topic in ((9, "Степень"), (8, "Корень")):
        lesson = given.lesson(ahead, teacher, on=TODAY - timedelta(days=back))
        lesson.topic = topic
        given.save(lesson)
    to = {"actor": scene.teacher, "lesson_id": scene.lesson_id}
    perform(lessons.set_topic, topic="Степень", **to)
    later = perform(days.teacher_day, actor=scene.teacher, on=TODAY + timedelta(days=2))
    following = perform(sheet.lesson_sheet, actor=scene.teacher, lesson_id=later.lessons[0].id)
    assert (following.last_topic, following.next_topic) == ("Степень", "Корень")


def test_the_class_teacher_sees_who_of_the_own_class_is_missing_today(given: Given) -> None:
    school = given.school()
    leader = given.teacher(school, "Классная")
    seventh = given.school_class(school, 7, "А", leader.id)
    pupils = [given.student(seventh, f"Петров{'а' * n}") for n in range(3)]
    algebra = given.group(seventh, "Алгебра", pupils, leader)
    lesson = given.lesson(algebra, leader)
    who = given.signed_in(leader, Role.CLASS_TEACHER)
    scene = Scene(given, who, lesson.id, algebra.id, 0, pupils, school, seventh)
    set_code(scene, "Н", 0)
    set_code(scene, "Б", 2)
    own = perform(days.teacher_day, actor=who).own_class
    assert own is not None
    assert (own.name, own.size) == ("7А", 3)
    assert [(name, codes) for _id, name, codes in own.pupils] == [
        ("Петров Иван", ((2, "Н"),)),
        ("Петроваа Иван", ((2, "Б"),)),
    ]
    assert statements(given, lambda: perform(days.teacher_day, actor=who)) <= 12


def test_groups_are_found_by_any_words_and_paged(scene: Scene) -> None:
    given = scene.given
    for subject in ("Физика", "Химия", "Геометрия"):
        given.group(scene.in_class, subject, [], None)  # type: ignore[arg-type]
    deputy = given.signed_in(given.teacher(scene.school, "Завуч"), Role.DEPUTY_HEAD)  # type: ignore[arg-type]
    whole = perform(page.my_groups, actor=deputy, limit=2)
    assert (len(whole.items), whole.total) == (2, 4)
    found = perform(page.my_groups, actor=deputy, search="7а ХИМ 2026")
    assert [(g.name, g.subject) for g in found.items] == [("7А", "Химия")]
    assert [g.is_mine for g in perform(page.my_groups, actor=scene.teacher).items] == [True]


def test_a_teacher_taken_off_a_group_reads_its_journal_no_more(scene: Scene) -> None:
    given = scene.given
    former, faithful = given.teacher(scene.school, "Прежняя"), given.teacher(scene.school, "Верная")  # type: ignore[arg-type]
    for teacher, last in ((former, TODAY - timedelta(days=1)), (faithful, TODAY)):
        given.save(
            Assignment(
                school_id=teacher.school_id, group_id=scene.group_id, teacher_id=teacher.id,
                starts_on=YEAR_START, ends_on=last,
            )
        )  # fmt: skip
    gone = given.signed_in(former, Role.TEACHER)
    assert perform(page.my_groups, actor=gone).total == 0
    with pytest.raises(errors.NotFound):
        perform(page.journal_page, actor=gone, group_id=scene.group_id)
    still = given.signed_in(faithful, Role.TEACHER)
    assert perform(page.journal_page, actor=still, group_id=scene.group_id).rows
