"""A family's diary: the week, what is new, who may see it, and what it costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event as sa_event

from ediary_app.access import models as access
from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal import (
    attendance,
    children,
    diary,
    evenings,
    family_day,
    history,
    lessons,
    mark_card,
    marks,
    news,
    progress,
    tasks,
)
from ediary_app.journal.models import StoredFile
from ediary_app.kernel import errors
from ediary_app.school import models as school
from ediary_app.school.models import Person
from tests.conftest import FixedClock
from tests.given import TODAY, Given

TOMORROW, FRIDAY = TODAY + timedelta(days=1), TODAY + timedelta(days=2)


@dataclass
class Home:
    """A mother, her son in 7А with algebra today and on Friday, and his teacher."""

    given: Given
    mother: SessionToken
    son: SessionToken
    teacher: SessionToken
    child: Person
    mother_person: Person
    orlova: Person
    in_class: school.SchoolClass
    algebra: school.Group
    lesson_id: int
    kind_id: int
    school: school.School

    def set_mark(self, value: str, kind: str = "OTV", **more: Any) -> marks.MarkSet:
        which = {"lesson_id": self.lesson_id, "student_id": self.child.id, "value": value}
        kind_id = self.given.kind_id(self.school, kind)
        return perform(marks.set_mark, actor=self.teacher, kind_id=kind_id, **which, **more)

    def open(self, **more: Any) -> diary.OpenDiary:
        return perform(diary.open_diary, actor=more.pop("actor", self.mother), **more)

    def day(self, on: date = TODAY, **more: Any) -> diary.DiaryDay:
        return next(d for d in self.open(on=on, **more).week.days if d.on == on)


@pytest.fixture
def home(given: Given) -> Home:
    return a_home(given)


def a_home(given: Given) -> Home:
    made = given.school()
    orlova = given.teacher(made)
    seventh = given.school_class(made, 7, "А")
    child = given.student(seventh)
    algebra = given.group(seventh, "Алгебра", [child], orlova)
    lesson = given.lesson(algebra, orlova)
    given.lesson(algebra, orlova, on=FRIDAY)
    mother = given.guardian_of(child)
    return Home(
        given=given,
        mother=given.signed_in(mother, Role.PARENT),
        son=given.signed_in(child, Role.STUDENT),
        teacher=given.signed_in(orlova, Role.TEACHER),
        child=child,
        mother_person=mother,
        orlova=orlova,
        in_class=seventh,
        algebra=algebra,
        lesson_id=lesson.id,
        kind_id=given.kind_id(made),
        school=made,
    )


def change(given: Given, row: Any, **values: Any) -> None:
    """Change a row as the office would have."""
    with given.runtime.database.session() as session:
        found = session.get(type(row), row.id)
        for name, value in values.items():
            setattr(found, name, value)


def guardianship_of(home: Home) -> school.Guardianship:
    with home.given.runtime.database.session(writes=False) as session:
        found = session.query(school.Guardianship).filter_by(guardian_id=home.mother_person.id)
        return found.one()


def test_the_week_tells_the_lesson_with_its_mark_attendance_and_topic(home: Home) -> None:
    home.set_mark("4", kind="KR", comment="у доски")
    perform(lessons.set_topic, actor=home.teacher, lesson_id=home.lesson_id, topic="Степени")
    call = {"lesson_id": home.lesson_id, "student_id": home.child.id}
    perform(attendance.set_attendance, actor=home.teacher, code="ОП", minutes_late=7, **call)
    lesson = home.day().lessons[0]
    assert (lesson.subject, lesson.starts, lesson.topic) == ("Алгебра", "08:50", "Степени")
    assert (lesson.attendance, lesson.minutes_late) == ("ОП", 7)
    assert [(m.value, m.weight, m.comment) for m in lesson.marks] == [("4", "3", "у доски")]


def test_homework_stands_on_the_day_it_is_due_and_the_parent_sees_the_tick(home: Home) -> None:
    given = {"lesson_id": home.lesson_id, "text": "№ 109", "minutes": 20}
    perform(lessons.set_homework, actor=home.teacher, **given)
    task = home.day(FRIDAY).lessons[0].tasks[0]
    assert (task.text, task.minutes, task.is_done) == ("№ 109", 20, False)
    tick = {"homework_id": task.id, "student_id": home.child.id, "done": True}
    perform(tasks.tick_homework, actor=home.son, **tick)
    assert home.day(FRIDAY).lessons[0].tasks[0].is_done
    with pytest.raises(errors.Denied):
        perform(tasks.tick_homework, actor=home.mother, **tick)


def test_homework_due_on_a_day_without_its_lesson_is_not_lost(home: Home) -> None:
    given = {"lesson_id": home.lesson_id, "text": "Доклад", "minutes": 30, "due_on": TOMORROW}
    perform(lessons.set_homework, actor=home.teacher, **given)
    day = home.day(TOMORROW)
    assert [task.text for task in day.tasks] == ["Доклад"]
    assert (day.minutes, day.norm) == (30, 150)


def test_a_file_beside_the_homework_is_named_in_the_diary_and_on_the_list(home: Home) -> None:
    perform(lessons.set_homework, actor=home.teacher, lesson_id=home.lesson_id, text="По образцу")
    home.given.save(
        StoredFile(
            school_id=home.school.id, lesson_id=home.lesson_id, name="образец.pdf", size=10,
            media_type="application/pdf", sha256="0" * 64, added_by=home.orlova.id,
            added_at=home.given.runtime.clock(),
        )
    )  # fmt: skip
    listed = perform(evenings.open_homework, actor=home.mother).page
    assert [f.name for f in home.day(FRIDAY).lessons[0].tasks[0].files] == ["образец.pdf"]
    assert [f.name for day in listed.days for x in day.tasks for f in x.files] == ["образец.pdf"]


def test_praise_and_remarks_stand_on_their_day(home: Home) -> None:
    words = {"lesson_id": home.lesson_id, "student_id": home.child.id, "kind": "praise"}
    perform(lessons.write_remark, actor=home.teacher, text="Помог товарищу", **words)
    assert [(n.kind, n.text, n.who) for n in home.day().notes] == [
        ("praise", "Помог товарищу", "Орлова В. И.")
    ]


def test_a_week_of_holidays_is_said_in_a_word_with_the_day_lessons_go_on(home: Home) -> None:
    year = home.given.year_of(home.school)
    off = {"school_id": home.school.id, "year_id": year.id, "name": "Осенние каникулы"}
    home.given.save(
        school.Holiday(**off, starts_on=date(2026, 10, 24), ends_on=date(2026, 11, 1)),
        school.Holiday(**{**off, "name": "Каникулы первого класса"}, level_to=1,
                       starts_on=date(2026, 11, 9), ends_on=date(2026, 11, 15)),
    )  # fmt: skip
    week = home.open(on=date(2026, 10, 28)).week
    assert (week.closed, week.next_on) == ("Осенние каникулы", TODAY)
    assert home.open(on=date(2026, 11, 11)).week.closed == ""


def test_on_a_weekend_the_coming_week_is_shown(home: Home, clock: FixedClock) -> None:
    clock.now += timedelta(days=3)
    week = home.open().week
    assert (week.monday, week.is_this_week) == (date(2026, 11, 23), True)


def test_the_first_visit_has_no_news_and_later_ones_tell_what_came(
    home: Home, clock: FixedClock
) -> None:
    home.set_mark("3")
    first = home.open()
    assert (first.news.is_first, first.news.things) == (True, ())
    see(home, first)
    clock.now += timedelta(hours=1)
    home.set_mark("5", kind="KR")
    given = {"lesson_id": home.lesson_id, "text": "№ 110"}
    perform(lessons.set_homework, actor=home.teacher, **given)
    found = home.open()
    assert (found.news.marks, found.news.tasks, found.news.absences) == (1, 1, 0)
    assert {(m.value, m.is_new) for m in home.day().lessons[0].marks} == {("3", False), ("5", True)}


def see(home: Home, opened: diary.OpenDiary, actor: SessionToken | None = None) -> bool:
    which = {"student_id": opened.week.student_id, "seen_at": opened.read_at}
    return perform(news.mark_seen, actor=actor or home.mother, **which)


def test_what_was_seen_is_new_no_more_for_this_reader_alone(home: Home, clock: FixedClock) -> None:
    see(home, home.open())
    see(home, home.open(actor=home.son), home.son)
    clock.now += timedelta(hours=1)
    home.set_mark("5")
    opened = home.open()
    assert see(home, opened) is True
    assert see(home, opened) is False
    assert home.open().news.things == ()
    assert home.open(since=opened.news.since).news.marks == 1
    assert home.open(actor=home.son).news.marks == 1


def test_seen_cannot_be_said_of_another_familys_child(home: Home) -> None:
    other = home.given.student(home.in_class, "Соседов")
    with pytest.raises(errors.NotFound):
        perform(
            news.mark_seen,
            actor=home.mother,
            student_id=other.id,
            seen_at=home.given.runtime.clock(),
        )


def test_the_neighbour_family_finds_nothing(home: Home) -> None:
    mark = home.set_mark("5")
    other = home.given.student(home.in_class, "Соседов")
    for person, role in ((home.given.guardian_of(other), Role.PARENT), (other, Role.STUDENT)):
        who = home.given.signed_in(person, role)
        assert home.open(actor=who, child_id=home.child.id).week.student_id == other.id
        for function, which in (
            (diary.diary_week, {"student_id": home.child.id}),
            (progress.marks_by_subject, {"student_id": home.child.id}),
            (mark_card.mark_card, {"mark_id": mark.mark_id}),
            (history.mark_history, {"mark_id": mark.mark_id}),
        ):
            with pytest.raises(errors.NotFound):
                perform(function, actor=who, **which)


def test_a_court_limit_hides_the_child_at_once(home: Home) -> None:
    assert home.open().week.student_id == home.child.id
    change(home.given, guardianship_of(home), court_limit=True)
    assert home.open(child_id=home.child.id) == diary.OpenDiary()
    assert perform(progress.open_marks, actor=home.mother) == progress.OpenMarks()
    assert perform(evenings.open_homework, actor=home.mother) == evenings.OpenHomework()
    assert perform(family_day.family_day, actor=home.mother).children == ()


@pytest.mark.parametrize(
    "dates", [{"valid_to": TODAY - timedelta(days=1)}, {"valid_from": TOMORROW}]
)
def test_a_guardianship_holds_within_its_dates(home: Home, dates: dict[str, date]) -> None:
    change(home.given, guardianship_of(home), **dates)
    assert perform(children.my_children, actor=home.mother) == ()
    change(home.given, guardianship_of(home), **dict.fromkeys(dates, TODAY))
    assert [c.id for c in perform(children.my_children, actor=home.mother)] == [home.child.id]


def test_a_parent_of_children_in_two_schools_sees_both(home: Home) -> None:
    given = home.given
    second = given.school("Школа № 2")
    daughter = given.student(given.school_class(second, 3, "Б"), "Петрова", "Мария")
    there = given.guardian_of(daughter)
    with given.runtime.database.session() as session:
        link = session.query(access.AccountRole).filter_by(person_id=home.mother_person.id).one()
        account_id = link.account_id
    given.save(
        access.AccountRole(
            account_id=account_id, school_id=second.id, person_id=there.id, role=Role.PARENT
        )
    )
    found = perform(children.my_children, actor=home.mother)
    assert [(c.class_name, c.school) for c in found] == [("7А", "Школа № 5"), ("3Б", "Школа № 2")]
    assert home.open(child_id=daughter.id).week.student_id == daughter.id


def test_a_pupil_sees_the_own_diary_alone(home: Home) -> None:
    home.given.student(home.in_class, "Соседов")
    assert [c.id for c in perform(children.my_children, actor=home.son)] == [home.child.id]
    assert home.open(actor=home.son).week.student_id == home.child.id


def test_all_children_today_tells_lessons_absences_and_what_is_due(home: Home) -> None:
    call = {"lesson_id": home.lesson_id, "student_id": home.child.id}
    perform(attendance.set_attendance, actor=home.teacher, code="Б", **call)
    given = {"lesson_id": home.lesson_id, "text": "№ 109", "minutes": 25}
    perform(lessons.set_homework, actor=home.teacher, **given)
    day = perform(family_day.family_day, actor=home.mother).children[0]
    assert (day.on, day.due_on, day.due_left, day.due_minutes) == (FRIDAY, FRIDAY, 1, 25)
    assert day.missed == 1


def test_while_lessons_go_on_today_is_shown(home: Home, clock: FixedClock) -> None:
    clock.now -= timedelta(hours=1)
    day = perform(family_day.family_day, actor=home.mother).children[0]
    assert (day.is_today, [x.place for x in day.lessons]) == (True, ["now"])


def test_reading_costs_the_same_whatever_there_is_to_read(given: Given) -> None:
    few, many = a_home(given), a_home(given)
    for on in (TODAY, TODAY - timedelta(days=1)):
        for slot in range(3, 8):
            given.lesson(many.algebra, many.orlova, on=on, slot=slot)
    sister = given.student(many.in_class, "Петрова", "Вера")
    given.save(
        school.Guardianship(
            school_id=many.school.id, guardian_id=many.mother_person.id, student_id=sister.id,
            kinship="mother",
        )
    )  # fmt: skip
    for home in (few, many):
        home.set_mark("5")
        perform(lessons.set_homework, actor=home.teacher, lesson_id=home.lesson_id, text="№ 1")
        see(home, home.open())
    for reader in (
        diary.open_diary, progress.open_marks, evenings.open_homework, family_day.family_day
    ):  # fmt: skip
        costs = [statements(given, reader, home.mother) for home in (few, many)]
        assert costs[0] == costs[1], reader.__name__
        assert costs[0] <= 12, (reader.__name__, costs)


def statements(given: Given, reader: Any, actor: SessionToken) -> int:
    """How many SQL statements a reading runs."""
    seen: list[str] = []
    engine = given.runtime.database.engine

    def note(*args: Any) -> None:
        seen.append(str(args[2]))

    sa_event.listen(engine, "before_cursor_execute", note)
    perform(reader, actor=actor)
    sa_event.remove(engine, "before_cursor_execute", note)
    return len([s for s in seen if not s.startswith("BEGIN")])
