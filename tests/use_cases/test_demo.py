"""The demo school is lifelike: nothing impossible, the same for the same seed, alive today."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from ediary_app.access import signin
from ediary_app.access.context import system_actor
from ediary_app.access.credentials import SessionToken, Stranger
from ediary_app.access.performing import Runtime, perform, use_runtime
from ediary_app.audit import queries as audit
from ediary_app.demo import build, schema
from ediary_app.demo.build import SignIn
from ediary_app.journal import diary
from ediary_app.kernel import errors
from ediary_app.kernel.db import Database
from tests.conftest import DATABASES, FixedClock, fresh_database

TODAY = date(2026, 11, 18)
AFTERNOON = datetime(2026, 11, 18, 8, 30, tzinfo=UTC)
"""Half past one of a Wednesday in Yugorsk: most lessons of the day are over."""
SEED = 5
MEMBER_THEN = """JOIN lesson l ON l.id = x.lesson_id
  LEFT JOIN group_member m ON m.group_id = l.group_id AND m.student_id = x.student_id
   AND m.starts_on <= l.date AND (m.ends_on IS NULL OR m.ends_on >= l.date)"""


@dataclass
class Made:
    """A demo school and the sign-ins it printed."""

    runtime: Runtime
    sign_ins: list[SignIn]

    def rows(self, sql: str, **values: Any) -> list[Any]:
        with self.runtime.database.session(writes=False) as session:
            return list(session.execute(text(sql), values))

    def count(self, sql: str, **values: Any) -> int:
        return int(self.rows(f"SELECT count(*) FROM ({sql}) AS found", **values)[0][0])

    def person_of(self, role: str) -> int:
        login = next(s.login for s in self.sign_ins if s.role == role)
        sql = ("SELECT r.person_id FROM account_role r JOIN account a ON a.id = r.account_id"
               " WHERE a.login = :login")  # fmt: skip
        return int(self.rows(sql, login=login)[0][0])


def made_at(url: str, now: datetime, seed: int = SEED) -> Made:
    runtime = Runtime(database=Database(url), clock=FixedClock(now))
    use_runtime(runtime)
    return Made(runtime, build.make(runtime, "small", seed))


@pytest.fixture(scope="module", params=DATABASES)
def demo(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Made]:
    """The small school on a Wednesday in November, made once and only read."""
    made = made_at(fresh_database(request, tmp_path_factory.mktemp("demo"), "demo"), AFTERNOON)
    yield made
    made.runtime.database.dispose()


@pytest.fixture
def another(sqlite_template: Path, tmp_path: Path) -> str:
    """An empty database for one more school."""
    path = tmp_path / "another.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


def digest(connection: Connection) -> str:
    """What a school holds, spelled the same on both databases; password hashes differ by nature."""
    spelled = hashlib.sha256()
    for table in schema.ALL:
        columns = [c for c in table.c if c.name != "password_hash"]
        key = list(table.primary_key)
        for row in connection.execute(table.select().with_only_columns(*columns).order_by(*key)):
            spelled.update(repr(tuple(row)).encode())
    return spelled.hexdigest()


def digest_of(made: Made) -> str:
    with made.runtime.database.engine.connect() as connection:
        return digest(connection)


def test_every_role_signs_in_with_what_was_printed(database_url: str) -> None:
    demo = made_at(database_url, AFTERNOON)
    roles = {"parent", "student", "teacher", "class_teacher", "deputy_head", "registrar",
             "data_officer", "administrator"}  # fmt: skip
    assert roles <= {s.role for s in demo.sign_ins}
    for shown in demo.sign_ins:
        signed = perform(
            signin.sign_in, actor=Stranger(), name=shown.login, password=shown.password
        )
        assert signed.token, shown.role


def test_the_same_seed_makes_the_same_school_on_both_databases(demo: Made, another: str) -> None:
    assert digest_of(demo) == digest_of(made_at(another, AFTERNOON))


def test_another_seed_makes_another_school(demo: Made, another: str) -> None:
    assert digest_of(demo) != digest_of(made_at(another, AFTERNOON, seed=6))


def test_a_database_with_a_school_is_refused(demo: Made) -> None:
    with pytest.raises(errors.Conflict):
        build.make(demo.runtime, "small", SEED)


def test_the_history_is_sealed_and_whole(demo: Made) -> None:
    use_runtime(demo.runtime)
    found = perform(audit.verification, actor=system_actor("test"))
    assert found.is_clean
    assert found.unsealed == 0
    assert found.sealed > 5_000


def test_every_mark_stands_as_its_history_tells(demo: Made) -> None:
    told: dict[int, list[dict[str, str]]] = {}
    with demo.runtime.database.engine.connect() as connection:
        event, personal = schema.EVENT, schema.PERSONAL
        statement = (
            event.select()
            .join(personal, personal.c.event_id == event.c.id)
            .with_only_columns(event.c.subject_id, personal.c.personal_values)
            .where(event.c.subject == "mark")
            .order_by(event.c.id)
        )
        for mark_id, values in connection.execute(statement):
            told.setdefault(mark_id, []).append(values)
    marks = demo.rows("SELECT id, value, comment, version FROM mark")
    assert {m.id for m in marks} == set(told)
    for mark in marks:
        history = told[mark.id]
        assert len(history) == mark.version
        assert (history[-1]["value"], history[-1]["comment"]) == (mark.value, mark.comment)
        assert all(b["before"] == a["value"] for a, b in pairwise(history))


@pytest.mark.parametrize("who", ["teacher_id", "room_id"])
def test_nobody_teaches_twice_at_once_and_no_room_is_taken_twice(demo: Made, who: str) -> None:
    sql = f"SELECT {who} FROM lesson GROUP BY date, slot, {who} HAVING count(*) > 1"
    assert demo.count(sql) == 0


def test_no_pupil_is_in_two_lessons_at_once(demo: Made) -> None:
    twice = """SELECT l.date, l.slot, m.student_id FROM lesson l
      JOIN group_member m ON m.group_id = l.group_id AND m.starts_on <= l.date
       AND (m.ends_on IS NULL OR m.ends_on >= l.date)
      GROUP BY l.date, l.slot, m.student_id HAVING count(*) > 1"""
    assert demo.count(twice) == 0


def test_there_are_no_lessons_on_days_of_rest(demo: Made) -> None:
    resting = """SELECT l.id FROM lesson l JOIN teaching_group g ON g.id = l.group_id
      JOIN holiday h ON h.year_id = g.year_id AND l.date BETWEEN h.starts_on AND h.ends_on
       AND g.level BETWEEN h.level_from AND h.level_to"""
    assert demo.count(resting) == 0
    outside = """SELECT l.id FROM lesson l JOIN teaching_group g ON g.id = l.group_id
      JOIN school_year y ON y.id = g.year_id WHERE l.date NOT BETWEEN y.starts_on AND y.ends_on"""
    assert demo.count(outside) == 0
    with demo.runtime.database.engine.connect() as connection:
        days = set(connection.execute(schema.LESSON.select().with_only_columns(
            schema.LESSON.c.date)).scalars())  # fmt: skip
    assert {day.weekday() for day in days} == set(range(5))


def test_a_class_has_every_hour_of_its_plan_and_never_waits(demo: Made) -> None:
    cells: dict[tuple[int, int], set[int]] = {}
    sql = """SELECT g.class_id, e.weekday, e.slot FROM timetable_entry e
      JOIN teaching_group g ON g.id = e.group_id WHERE g.kind <> 'individual'"""
    for class_id, weekday, slot in demo.rows(sql):
        cells.setdefault((class_id, weekday), set()).add(slot)
    assert all(slots == set(range(1, len(slots) + 1)) for slots in cells.values())
    assert demo.count("SELECT id FROM teaching_group WHERE weekly_hours < 1") == 0


def test_marks_are_given_as_the_rules_allow(demo: Made) -> None:
    absent = """SELECT x.id FROM mark x
      JOIN attendance a ON a.lesson_id = x.lesson_id AND a.student_id = x.student_id
      WHERE a.code IN ('Н', 'Б', 'УП', 'НП') AND x.comment = ''"""
    assert demo.count(absent) == 0
    without = """SELECT x.id FROM mark x JOIN teaching_group g ON g.id = x.group_id
      WHERE g.marking = 'none' OR g.level = 1"""
    assert demo.count(without) == 0
    assert demo.count("SELECT id FROM mark WHERE value NOT IN ('2', '3', '4', '5')") == 0


@pytest.mark.parametrize("table", ["mark", "attendance"])
def test_only_members_of_the_day_are_marked_and_counted(demo: Made, table: str) -> None:
    strangers = f"SELECT x.id FROM {table} x {MEMBER_THEN} WHERE m.id IS NULL"
    assert demo.count(strangers) == 0
    assert demo.count(f"SELECT id FROM {table}") > 100


def test_marks_spread_as_in_a_real_school(demo: Made) -> None:
    counted = dict(demo.rows("SELECT value, count(*) FROM mark GROUP BY value"))
    total = sum(counted.values())
    share = {value: count / total for value, count in counted.items()}
    assert 0.01 < share["2"] < 0.10
    assert 0.12 < share["3"] < 0.32
    assert 0.30 < share["4"] < 0.50
    assert 0.22 < share["5"] < 0.48


def test_what_is_past_is_filled_and_what_comes_is_planned(demo: Made) -> None:
    future = "SELECT id FROM lesson WHERE date > :today AND (state <> 'planned' OR topic <> '')"
    assert demo.count(future, today=TODAY) == 0
    old = "SELECT id FROM lesson WHERE date < :day AND (state <> 'held' OR topic = '')"
    assert demo.count(old, day=TODAY - timedelta(days=5)) == 0
    nobody = "SELECT id FROM lesson WHERE date < :day AND roll_called_at IS NULL"
    assert demo.count(nobody, day=TODAY - timedelta(days=5)) == 0


def test_every_pupil_has_somebody_and_families_differ(demo: Made) -> None:
    alone = """SELECT s.person_id FROM student s
      LEFT JOIN guardianship g ON g.student_id = s.person_id WHERE g.id IS NULL"""
    assert demo.count(alone) == 0
    assert demo.count("SELECT id FROM guardianship WHERE court_limit") == 1
    assert demo.count("SELECT id FROM guardianship WHERE on_paper") > 1
    two = "SELECT guardian_id FROM guardianship GROUP BY guardian_id HAVING count(*) > 1"
    assert demo.count(two) > 2


def test_namesakes_do_not_share_a_class(demo: Made) -> None:
    twins = """SELECT e.class_id, p.family_name, p.given_name FROM enrolment e
      JOIN person p ON p.id = e.student_id
      GROUP BY e.class_id, p.family_name, p.given_name HAVING count(*) > 1"""
    assert demo.count(twins) == 0


def test_the_example_parent_has_two_children_with_a_living_diary(demo: Made) -> None:
    children = [row[0] for row in demo.rows(
        "SELECT student_id FROM guardianship WHERE guardian_id = :id AND NOT court_limit"
        " ORDER BY student_id", id=demo.person_of("parent"))]  # fmt: skip
    assert len(children) == 2
    child = demo.person_of("student")
    assert child in children
    told = {
        "marks today": "SELECT x.id FROM mark x JOIN lesson l ON l.id = x.lesson_id"
                       " WHERE x.student_id = :child AND l.date = :today",
        "an absence": "SELECT id FROM attendance WHERE student_id = :child AND code = 'Б'",
        "praise": "SELECT id FROM remark WHERE student_id = :child AND kind = 'praise'",
        "homework due": "SELECT h.id FROM homework h JOIN group_member m ON m.group_id = h.group_id"
                        " WHERE m.student_id = :child AND h.due_on > :today",
        "subgroups": "SELECT g.id FROM teaching_group g JOIN group_member m ON m.group_id = g.id"
                     " WHERE m.student_id = :child AND g.kind = 'subgroup'",
    }  # fmt: skip
    missing = [
        what
        for what, sql in told.items()
        if demo.count(sql, **{k: v for k, v in {"child": child, "today": TODAY}.items()
                              if f":{k}" in sql}) == 0
    ]  # fmt: skip
    assert missing == []


@pytest.mark.parametrize("weekday", range(5))
def test_the_example_teacher_has_lessons_whenever_school_is(another: str, weekday: int) -> None:
    day = date(2027, 2, 1) + timedelta(days=weekday)
    made = made_at(another, datetime(2027, 2, 1, 4, tzinfo=UTC) + timedelta(days=weekday))
    lessons = "SELECT id FROM lesson WHERE teacher_id = :id AND date = :day"
    assert made.count(lessons, id=made.person_of("teacher"), day=day) > 0


def test_in_summer_the_demo_shows_the_year_that_ended(another: str) -> None:
    made = made_at(another, datetime(2026, 8, 3, 6, tzinfo=UTC))
    assert made.rows("SELECT name FROM school_year") == [("2025/26",)]
    assert made.count("SELECT id FROM lesson WHERE state <> 'held'") == 0
    teacher = made.person_of("teacher")
    last_week = "SELECT id FROM lesson WHERE teacher_id = :id AND date > '2026-05-19'"
    assert made.count(last_week, id=teacher) > 3


def test_in_summer_the_diary_opens_at_the_last_week_of_school(another: str) -> None:
    made = made_at(another, datetime(2026, 7, 14, 6, tzinfo=UTC))
    signed = perform(signin.sign_in, actor=Stranger(), name="parent", password=build.PASSWORD)
    child = made.person_of("student")
    week = perform(diary.diary_week, actor=SessionToken(signed.token), student_id=child)
    assert week.monday == date(2026, 5, 25)
    assert sum(len(day.lessons) for day in week.days) > 5


def test_on_the_first_morning_nothing_has_happened_yet(another: str) -> None:
    made = made_at(another, datetime(2026, 9, 1, 2, tzinfo=UTC))
    assert made.count("SELECT id FROM mark") == 0
    assert made.count("SELECT id FROM lesson WHERE date = '2026-09-01'") > 5
