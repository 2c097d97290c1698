"""What a family reads beside the week: a subject, attendance, homework, search, praise."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import (
    absences,
    attendance,
    evenings,
    lessons,
    news,
    periods,
    phrases,
    progress,
    seeking,
    subject_marks,
    tasks,
    words,
)
from ediary_app.kernel import errors
from tests.given import FIRST_TERM, TODAY, YEAR_START, Given
from tests.use_cases.test_diary import FRIDAY, TOMORROW, Home, a_home, change, guardianship_of

YESTERDAY = TODAY - timedelta(days=1)
READERS: dict[Any, dict[str, Any]] = {
    subject_marks.open_subject: {"subject_id": 1},
    absences.open_attendance: {},
    evenings.open_homework: {},
    words.open_words: {},
    seeking.search_diary: {"search": "урок"},
}


@pytest.fixture
def home(given: Given) -> Home:
    return a_home(given)


def subject_of(home: Home, **more: Any) -> subject_marks.SubjectMarks:
    which = {"subject_id": home.algebra.subject_id, **more}
    return perform(subject_marks.open_subject, actor=home.mother, **which).shown


def be_away(home: Home, code: str, lesson_id: int = 0, **more: Any) -> None:
    where = {"lesson_id": lesson_id or home.lesson_id, "student_id": home.child.id}
    perform(attendance.set_attendance, actor=home.teacher, code=code, **where, **more)


def write(home: Home, kind: str, text: str) -> int:
    where = {"lesson_id": home.lesson_id, "student_id": home.child.id}
    return perform(lessons.write_remark, actor=home.teacher, kind=kind, text=text, **where)


def found(home: Home, line: str, **more: Any) -> list[tuple[str, str]]:
    page = perform(seeking.search_diary, actor=home.mother, search=line, **more).page
    return [(thing.kind, thing.text) for thing in page.found]


# A subject


def test_each_mark_of_a_subject_says_what_the_mean_was_after_it(home: Home) -> None:
    home.set_mark("5")
    home.set_mark("4", kind="KR", comment="без второй задачи")
    shown = subject_of(home)
    assert (shown.subject, shown.teachers) == ("Алгебра", "Орлова Вера Ивановна")
    assert [(s.value, s.weight, s.mean, s.level) for s in shown.steps] == [
        ("5", "1", "5,00", 500),
        ("4", "3", "4,25", 425),
    ]
    assert (shown.mean, shown.steps[1].comment) == ("4,25", "без второй задачи")


def test_a_pass_leaves_the_mean_as_it_was(home: Home) -> None:
    home.set_mark("4")
    home.set_mark("ЗЧ", kind="KR")
    assert [(s.number, s.mean) for s in subject_of(home).steps] == [(4, "4,00"), (0, "4,00")]


def test_the_whole_year_holds_the_marks_of_every_term(home: Home) -> None:
    first = home.given.lesson(home.algebra, home.orlova, on=FIRST_TERM[1] - timedelta(days=2))
    home.set_mark("5")
    home.lesson_id = first.id
    home.set_mark("3", reason="контрольная была сдана позже")
    year = subject_of(home, term_id=periods.WHOLE_YEAR)
    assert [s.value for s in year.steps] == ["3", "5"]
    assert year.starts_on == YEAR_START
    assert [s.value for s in subject_of(home).steps] == ["5"]
    told = perform(progress.open_marks, actor=home.mother, term_id=periods.WHOLE_YEAR).progress
    assert [m.value for m in told.subjects[0].marks] == ["3", "5"]


def test_a_subject_that_the_child_does_not_learn_shows_nothing(home: Home) -> None:
    shown = subject_of(home, subject_id=9_999)
    assert (shown.subject, shown.steps, shown.student_id) == ("", (), home.child.id)


# Attendance


def test_attendance_tells_kinds_days_and_subjects(home: Home) -> None:
    earlier = home.given.lesson(home.algebra, home.orlova, on=YESTERDAY)
    home.given.lesson(home.algebra, home.orlova, on=YESTERDAY, slot=3)
    be_away(home, "Б", earlier.id)
    be_away(home, "ОП", minutes_late=7)
    shown = perform(absences.open_attendance, actor=home.mother).shown
    assert (shown.held, shown.missed, shown.late, shown.minutes_late) == (3, 1, 1, 7)
    assert [(k.code, k.count) for k in shown.kinds] == [("Б", 1), ("ОП", 1)]
    assert [(d.on, d.is_whole_day, len(d.lessons)) for d in shown.days] == [
        (TODAY, False, 1),
        (YESTERDAY, False, 1),
    ]
    line = shown.subjects[0]
    assert (line.subject, line.held, line.missed, line.ill, line.late) == ("Алгебра", 3, 1, 1, 1)


def test_the_picture_tells_a_whole_day_from_a_part_and_what_is_ahead(home: Home) -> None:
    part = home.given.lesson(home.algebra, home.orlova, on=YESTERDAY)
    home.given.lesson(home.algebra, home.orlova, on=YESTERDAY, slot=3)
    be_away(home, "УП", part.id)
    be_away(home, "Н")
    shown = perform(absences.open_attendance, actor=home.mother).shown
    states = {day.on: (day.state, day.missed) for week in shown.weeks for day in week.days}
    assert states[TODAY] == ("whole", 1)
    assert states[YESTERDAY] == ("some", 1)
    assert (states[FRIDAY][0], states[TOMORROW][0]) == ("ahead", "off")
    assert shown.whole_days == 1


def test_a_lesson_of_today_counts_once_its_roll_was_called(home: Home) -> None:
    assert perform(absences.open_attendance, actor=home.mother).shown.held == 0
    perform(attendance.take_roll, actor=home.teacher, lesson_id=home.lesson_id, entries=[])
    assert perform(absences.open_attendance, actor=home.mother).shown.held == 1


# Homework


def test_homework_says_what_is_done_what_is_left_and_what_is_past_due(home: Home) -> None:
    earlier = home.given.lesson(home.algebra, home.orlova, on=YESTERDAY - timedelta(days=6))
    give = {"actor": home.teacher, "minutes": 20}
    perform(lessons.set_homework, lesson_id=earlier.id, text="§ 3", due_on=YESTERDAY, **give)
    perform(lessons.set_homework, lesson_id=home.lesson_id, text="№ 5, ёмкости", **give)
    page = perform(evenings.open_homework, actor=home.son).page
    assert (page.count, page.done, page.left_minutes) == (1, 0, 20)
    assert (page.is_ticked, page.overdue) == (False, 0)
    ids = {"homework_id": page.days[0].tasks[0].id, "student_id": home.child.id, "done": True}
    perform(tasks.tick_homework, actor=home.son, **ids)
    page = perform(evenings.open_homework, actor=home.mother).page
    assert (page.done, page.left_minutes, page.days[0].done) == (1, 0, 1)
    assert (page.is_ticked, page.overdue) == (True, 1)
    past = perform(evenings.open_homework, actor=home.mother, view="overdue").page
    assert [task.text for day in past.days for task in day.tasks] == ["§ 3"]


def test_homework_is_found_by_subject_and_by_words_with_or_without_dots(home: Home) -> None:
    give = {"actor": home.teacher, "lesson_id": home.lesson_id, "text": "Ёмкости, № 5"}
    perform(lessons.set_homework, **give)

    def asked(**more: Any) -> int:
        page = perform(evenings.open_homework, actor=home.mother, **more).page
        return sum(len(day.tasks) for day in page.days)

    assert asked(search="емкости алгебра") == 1
    assert asked(search="геометрия") == 0
    assert asked(subject_id=home.algebra.subject_id) == 1
    assert asked(subject_id=9_999) == 0


# Search


def test_search_finds_topics_homework_comments_and_words_whatever_the_case(home: Home) -> None:
    perform(lessons.set_topic, actor=home.teacher, lesson_id=home.lesson_id, topic="Объём тела")
    text = {"lesson_id": home.lesson_id, "text": "Найти ОБЪЕМ куба"}
    perform(lessons.set_homework, actor=home.teacher, **text)
    home.set_mark("5", comment="объём посчитан верно")
    write(home, "praise", "Объём найден первым")
    kinds = {kind for kind, _text in found(home, "объем")}
    assert kinds == {"topic", "homework", "mark", "praise"}
    assert {kind for kind, _text in found(home, "ОБЪЁМ куба")} == {"homework"}


@pytest.mark.parametrize(
    "line", ["18.11", "18.11.2026", "2026-11-18", "18 ноября", "алгебра 18.11"]
)
def test_search_understands_a_date(home: Home, line: str) -> None:
    perform(lessons.set_topic, actor=home.teacher, lesson_id=home.lesson_id, topic="Степени")
    assert ("topic", "Степени") in found(home, line)
    assert found(home, "17.11") == []


def test_search_takes_signs_of_patterns_for_what_they_are(home: Home) -> None:
    perform(lessons.set_topic, actor=home.teacher, lesson_id=home.lesson_id, topic="Степени")
    assert found(home, "100%") == []
    assert found(home, "%") == []


def test_search_is_read_by_the_page(home: Home) -> None:
    for day in range(25):
        on = TODAY - timedelta(days=day)
        lesson = home.given.lesson(home.algebra, home.orlova, on=on, slot=4)
        perform(lessons.set_topic, actor=home.teacher, lesson_id=lesson.id, topic=f"Тема {day}")
    first = perform(seeking.search_diary, actor=home.mother, search="тема").page
    second = perform(seeking.search_diary, actor=home.mother, search="тема", page=2).page
    assert (first.total, first.pages, len(first.found), len(second.found)) == (25, 2, 20, 5)
    assert first.found[0].on > second.found[0].on


# Praise and remarks


def test_praise_stands_beside_remarks_and_each_can_be_looked_at_alone(home: Home) -> None:
    write(home, "praise", "Помог товарищу")
    write(home, "remark", "Без тетради")
    shown = perform(words.open_words, actor=home.mother).shown
    assert (shown.praise, shown.remarks, shown.recommendations) == (1, 1, 0)
    alone = perform(words.open_words, actor=home.mother, kind="praise").shown
    assert [(s.text, s.subject, s.who) for s in alone.said] == [
        ("Помог товарищу", "Алгебра", "Орлова Вера Ивановна")
    ]
    assert alone.remarks == 1


def test_words_taken_back_are_gone_from_the_family_and_stay_in_the_history(home: Home) -> None:
    where = {"lesson_id": home.lesson_id, "remark_id": write(home, "remark", "Без тетради")}
    seen = perform(news.mark_seen, actor=home.mother, student_id=home.child.id,
                   seen_at=home.given.runtime.clock())  # fmt: skip
    assert seen
    perform(phrases.remove_remark, actor=home.teacher, **where)
    perform(phrases.remove_remark, actor=home.teacher, **where)
    assert perform(words.open_words, actor=home.mother).shown.said == ()
    kept = perform(phrases.lesson_words, actor=home.teacher, lesson_id=home.lesson_id)
    assert [(said[3], said[7]) for said in kept.said] == [("Без тетради", True)]
    perform(phrases.restore_remark, actor=home.teacher, **where)
    assert perform(words.open_words, actor=home.mother).shown.remarks == 1


def test_words_are_taken_back_by_nobody_but_their_writer(home: Home, given: Given) -> None:
    remark = write(home, "remark", "Без тетради")
    other = given.teacher(home.school, "Соседова")
    theirs = given.group(home.in_class, "Физика", [home.child], other)
    lesson = given.lesson(theirs, other, slot=5)
    neighbour = given.signed_in(other, Role.TEACHER)
    for where in (home.lesson_id, lesson.id):
        with pytest.raises(errors.NotFound):
            perform(phrases.remove_remark, actor=neighbour, lesson_id=where, remark_id=remark)


def test_what_a_teacher_writes_often_is_offered_first_among_the_phrases(home: Home) -> None:
    for _time in range(2):
        write(home, "praise", "Красивое решение")
    write(home, "praise", "Один раз")
    offered = perform(phrases.lesson_words, actor=home.teacher, lesson_id=home.lesson_id).phrases
    assert offered[0] == ("praise", "Красивое решение")
    assert ("praise", "Один раз") not in offered
    assert {kind for kind, _text in offered} == {"praise", "remark", "recommendation"}


# Whose


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.__name__)
def test_a_court_limit_and_a_stranger_see_nothing(home: Home, given: Given, reader: Any) -> None:
    asked = READERS[reader]
    stranger = given.signed_in(
        given.guardian_of(given.student(home.in_class, "Чужой")), Role.PARENT
    )
    theirs = perform(reader, actor=stranger, child_id=home.child.id, **asked)
    assert theirs.family.child.id != home.child.id
    assert perform(reader, actor=home.son, **asked).family.child_id == home.child.id
    change(given, guardianship_of(home), court_limit=True)
    assert perform(reader, actor=home.mother, child_id=home.child.id, **asked).family.children == ()
