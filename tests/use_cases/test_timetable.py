"""Dated lessons come out of the week's timetable: each once, on school days, by the right bells."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from ediary_app.access.context import Actor, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.kernel import errors
from ediary_app.kernel.eventlog import event_table
from ediary_app.school import models as school
from ediary_app.school.models import School
from ediary_app.timetable import models, service
from ediary_app.timetable.values import Parity, TimetableEvent
from tests.given import YEAR_END, YEAR_START, Given

MONDAY = date(2026, 11, 16)
SUNDAY = MONDAY + timedelta(days=6)


def lessons(given: Given) -> list[models.Lesson]:
    with given.runtime.database.session(writes=False) as session:
        found = select(models.Lesson).order_by(models.Lesson.date, models.Lesson.slot)
        return list(session.scalars(found))


def deputy(given: Given, made: School) -> Actor:
    return given.actor(given.teacher(made, "Котова"), Role.DEPUTY_HEAD)


def make(given: Given, made: School, first: date = MONDAY, last: date = SUNDAY) -> int:
    year = given.year_of(made)
    return perform(
        service.make_lessons, actor=deputy(given, made), year_id=year.id, first=first, last=last
    )


def entry(given: Given, level: int = 7, **more: Any) -> School:
    """A school with one Wednesday lesson of a class."""
    made = given.school()
    in_class = given.school_class(made, level=level)
    teacher = given.teacher(made)
    one = given.timetable_entry(given.group(in_class, taught_by=teacher), teacher)
    if more:
        with given.runtime.database.session() as session:
            statement = update(models.TimetableEntry).where(models.TimetableEntry.id == one.id)
            session.execute(statement.values(**more))
    return made


def bells(given: Given, made: School, name: str, begins: time, **more: Any) -> None:
    schedule = given.save(models.BellSchedule(school_id=made.id, name=name, **more))
    given.save(
        models.Bell(
            bell_schedule_id=schedule.id, slot=2, starts_at=begins, ends_at=time(begins.hour, 59)
        )
    )


def test_a_year_of_lessons_is_made_once(given: Given) -> None:
    made = entry(given)
    count = make(given, made, YEAR_START, YEAR_END)
    assert count == len(lessons(given)) == 39
    assert make(given, made, YEAR_START, YEAR_END) == 0
    assert {lesson.date.weekday() for lesson in lessons(given)} == {2}


def test_what_stands_is_not_touched(given: Given) -> None:
    made = entry(given)
    make(given, made)
    with given.runtime.database.session() as session:
        session.execute(update(models.Lesson).values(topic="Дроби", version=2))
    assert make(given, made, YEAR_START, YEAR_END) == 38
    assert [x.topic for x in lessons(given) if x.date == date(2026, 11, 18)] == ["Дроби"]


def test_lessons_stay_within_the_year(given: Given) -> None:
    made = entry(given)
    make(given, made, YEAR_START - timedelta(days=60), YEAR_END + timedelta(days=60))
    days = [lesson.date for lesson in lessons(given)]
    assert min(days) >= YEAR_START
    assert max(days) <= YEAR_END


@pytest.mark.parametrize(("parity", "count"), [(Parity.ODD, 20), (Parity.EVEN, 19)])
def test_odd_and_even_weeks_share_the_year(given: Given, parity: Parity, count: int) -> None:
    assert make(given, entry(given, parity=parity), YEAR_START, YEAR_END) == count


def test_an_entry_gives_lessons_between_its_dates(given: Given) -> None:
    made = entry(given, valid_from=date(2026, 11, 18), valid_to=date(2026, 11, 25))
    assert make(given, made, YEAR_START, YEAR_END) == 2


@pytest.mark.parametrize(("level", "count"), [(1, 0), (7, 1)])
def test_holidays_are_for_their_levels(given: Given, level: int, count: int) -> None:
    made = entry(given, level=level)
    given.save(
        school.Holiday(
            school_id=made.id, year_id=given.year_of(made).id, name="Дополнительные каникулы",
            starts_on=MONDAY, ends_on=SUNDAY, level_from=1, level_to=1,
        )
    )  # fmt: skip
    assert make(given, made) == count


def test_lessons_ring_by_the_bells_of_their_shift_level_and_day(given: Given) -> None:
    made = entry(given)
    bells(given, made, "Обычное", time(8, 50))
    bells(given, made, "Вторая смена", time(14, 0), shift=2)
    bells(given, made, "Первые классы", time(8, 45), level_to=1)
    bells(given, made, "Суббота", time(8, 40), weekday=5)
    make(given, made)
    assert [lesson.starts_at for lesson in lessons(given)] == [time(8, 50)]


def test_a_class_of_the_second_shift_comes_in_the_afternoon(given: Given) -> None:
    made = entry(given)
    with given.runtime.database.session() as session:
        session.execute(update(school.SchoolClass).values(shift=2))
    bells(given, made, "Обычное", time(8, 50))
    bells(given, made, "Вторая смена", time(14, 0), shift=2)
    make(given, made)
    assert [lesson.starts_at for lesson in lessons(given)] == [time(14, 0)]


def test_a_shortened_day_rings_by_its_own_bells(given: Given) -> None:
    made = entry(given)
    bells(given, made, "Обычное", time(8, 50))
    short = date(2026, 11, 18)
    bells(given, made, "Сокращённое", time(8, 35), valid_from=short, valid_to=short)
    make(given, made, short, short + timedelta(days=7))
    assert [lesson.starts_at for lesson in lessons(given)] == [time(8, 35), time(8, 50)]


def test_a_lesson_without_bells_is_made_without_times(given: Given) -> None:
    make(given, entry(given))
    assert [lesson.starts_at for lesson in lessons(given)] == [None]


def test_making_lessons_is_told(given: Given) -> None:
    made = entry(given)
    make(given, made)
    with given.runtime.database.engine.connect() as connection:
        rows = connection.execute(select(event_table.c.kind, event_table.c.facts)).all()
    assert [(kind, facts["count"]) for kind, facts in rows] == [(TimetableEvent.LESSONS_MADE, 1)]


def test_another_schools_year_is_not_there(given: Given) -> None:
    ours, theirs = entry(given), given.school("Лицей")
    with pytest.raises(errors.NotFound):
        perform(service.make_lessons, actor=deputy(given, ours),
                year_id=given.year_of(theirs).id, first=MONDAY, last=SUNDAY)  # fmt: skip
    assert lessons(given) == []


def test_a_teacher_does_not_make_the_timetable(given: Given) -> None:
    made = entry(given)
    with pytest.raises(errors.Denied):
        perform(service.make_lessons, actor=given.actor(given.teacher(made), Role.TEACHER),
                year_id=given.year_of(made).id, first=MONDAY, last=SUNDAY)  # fmt: skip


def test_the_system_makes_lessons_for_one_school_only(given: Given) -> None:
    ours, theirs = entry(given), entry(given)
    year = given.year_of(ours).id
    actor = system_actor("import", ours.id)
    perform(service.make_lessons, actor=actor, year_id=year, first=MONDAY, last=SUNDAY)
    assert {lesson.school_id for lesson in lessons(given)} == {ours.id}
    assert theirs.id != ours.id
