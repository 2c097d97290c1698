"""A page of the journal as large as the bars say (большая страница): 35 pupils by 80 lessons."""

from __future__ import annotations

import random
from datetime import date, timedelta

from sqlalchemy import text

from bench.cast import Cast, Sheet
from bench.figures import say
from ediary_app import tables, wiring
from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.journal import page
from ediary_app.kernel.settings import Settings

assert tables

PUPILS, LESSONS, FILLED = 35, 80, 0.4
EMPTY_COLUMNS = 14
"""The last lessons stay without marks: what the bench enters goes there."""


def first_group(cast: Cast, sheet: Sheet) -> int:
    """The group that the journal of this teacher opens with."""
    shift = int(cast.school.environment["EDIARY_CLOCK_SHIFT_SECONDS"])
    runtime = wiring.start(Settings(database_url=cast.school.url, clock_shift_seconds=shift))
    groups = perform(page.my_groups, actor=SessionToken(sheet.cookie))
    runtime.database.dispose()
    return groups.items[0].id


def enlarge(cast: Cast, group_id: int) -> None:
    """Give a group 35 pupils and 80 lessons in the present term, and marks in many of them."""
    chance = random.Random(5)
    today = cast.now.date()
    with cast.engine.begin() as connection:
        run = connection.execute
        found = run(text(_GROUP), {"group": group_id, "today": today}).mappings().one()
        known = {"group": group_id, "school": found["school_id"], "today": today}
        run(text(_MEMBERS), {**known, "year": found["year_starts"]})
        pupils = [row[0] for row in run(text(_PUPILS_OF), known)][:PUPILS]
        run(text(_FEWER), {**known, "last": pupils[-1]})
        first = _day(found["starts_on"])
        days = [first + timedelta(days=n) for n in range(200)]
        days = [day for day in days if day <= today and day.weekday() < 6]
        has = run(
            text(
                "SELECT count(*) FROM lesson WHERE group_id = :group AND date BETWEEN"
                " :first AND :last"
            ),
            {**known, "first": days[0], "last": found["ends_on"]},
        )
        for number in range(LESSONS - has.scalar_one()):
            place = {"day": days[number % len(days)], "slot": 20 + number // len(days)}
            run(text(_LESSON), {**known, **place, "teacher": found["teacher_id"]})
        lessons = [row[0] for row in run(text(_LESSONS_OF), {**known, "first": days[0]})]
        for lesson in lessons[:-EMPTY_COLUMNS]:
            asked = {**known, "lesson": lesson, "kind": found["kind_id"]}
            work = run(text(_WORK), asked).scalar()
            for pupil in pupils if work else ():
                if chance.random() < FILLED:
                    run(
                        text(_MARK),
                        {
                            **asked,
                            "work": work,
                            "pupil": pupil,
                            "now": cast.now,
                            "value": str(chance.randint(2, 5)),
                            "teacher": found["teacher_id"],
                        },
                    )
    say(f"a page of {len(pupils)} pupils and {LESSONS} lessons, group {group_id}")


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


_GROUP = """
SELECT g.school_id, y.starts_on AS year_starts, t.starts_on, t.ends_on,
       (SELECT min(a.teacher_id) FROM assignment a WHERE a.group_id = g.id) AS teacher_id,
       (SELECT min(k.id) FROM work_kind k WHERE k.school_id = g.school_id
                                            AND NOT k.is_archived) AS kind_id
FROM teaching_group g
JOIN school_year y ON y.id = g.year_id
JOIN level_plan p ON p.year_id = g.year_id AND p.level = g.level
JOIN term t ON t.year_id = g.year_id AND t.kind = p.term_kind
           AND t.starts_on <= :today AND t.ends_on >= :today
WHERE g.id = :group
"""
_MEMBERS = """
INSERT INTO group_member (school_id, group_id, student_id, starts_on)
SELECT e.school_id, :group, e.student_id, :year
FROM enrolment e
WHERE e.school_id = :school AND e.ends_on IS NULL
  AND e.student_id NOT IN (SELECT student_id FROM group_member WHERE group_id = :group)
ORDER BY e.student_id LIMIT 35
"""
_PUPILS_OF = """
SELECT DISTINCT m.student_id, p.sort_key FROM group_member m JOIN person p ON p.id = m.student_id
WHERE m.group_id = :group AND m.ends_on IS NULL ORDER BY p.sort_key
"""
_FEWER = """
DELETE FROM group_member WHERE group_id = :group AND ends_on IS NULL AND student_id IN (
    SELECT id FROM person WHERE sort_key > (SELECT sort_key FROM person WHERE id = :last))
"""
_LESSON = """
INSERT INTO lesson (school_id, group_id, teacher_id, date, slot, state, topic, kind, no_homework,
                    version)
VALUES (:school, :group, :teacher, :day, :slot, 'held', '', '', false, 1)
"""
_LESSONS_OF = """
SELECT id FROM lesson WHERE group_id = :group AND date >= :first AND date <= :today
ORDER BY date, slot
"""
_WORK = """
INSERT INTO work (school_id, group_id, lesson_id, kind_id, number, title)
SELECT :school, :group, :lesson, :kind, 1, ''
WHERE NOT EXISTS (SELECT 1 FROM work WHERE lesson_id = :lesson AND kind_id = :kind AND number = 1)
RETURNING id
"""
_MARK = """
INSERT INTO mark (school_id, group_id, lesson_id, work_id, student_id, value, comment, set_by,
                  set_at, version)
VALUES (:school, :group, :lesson, :work, :pupil, :value, '', :teacher, :now, 1)
"""
