"""Making demo schools (создание демонстрационной школы): `ediary demo --size small|school|town`."""

from __future__ import annotations

import random as randomness
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from ediary_app.access.passwords import hash_password
from ediary_app.access.performing import Runtime
from ediary_app.access.values import Role
from ediary_app.demo import calendar, classes, corpus, schema
from ediary_app.demo.bulk import Bulk
from ediary_app.demo.classes import SchoolPlan
from ediary_app.demo.history import Chain
from ediary_app.demo.people import Registry
from ediary_app.demo.records import Given, Past, fill, topic_of
from ediary_app.kernel import clock, errors
from ediary_app.kernel.i18n import _
from ediary_app.timetable.values import LessonState

PASSWORD = "demo-school-5"
"""The password of every demo account; a demo holds no real person."""
SIZES = {"small": (1, {1: "А", 5: "А", 7: "А"}, 1), "school": (1, None, 2), "town": (10, None, 2)}
"""Size → number of schools, classes by level (None: the usual 24), years of history."""
WORK_KINDS = (
    ("OTV", "Ответ на уроке", "О", 100), ("DZ", "Домашнее задание", "Д", 100),
    ("KR", "Контрольная работа", "К", 300), ("DIKT", "Контрольный диктант, изложение, сочинение", "Ди", 300),
    ("AKR", "Административная контрольная", "АК", 300), ("VPR", "ВПР", "В", 0),
    ("PR", "Проверочная работа", "П", 200), ("LAB", "Лабораторная работа", "Л", 200),
    ("PRAK", "Практическая работа", "Пр", 200), ("TEST", "Тест", "Т", 200),
    ("SR", "Самостоятельная работа", "С", 150), ("PROJ", "Проект", "Пт", 200),
    ("NORM", "Норматив", "Н", 100), ("TETR", "Ведение тетради", "Те", 50),
)  # fmt: skip
LESSON_COLUMNS = ("id", "school_id", "group_id", "teacher_id", "room_id", "entry_id", "date", "slot",
                  "starts_at", "ends_at", "state", "topic", "kind", "roll_called_at", "no_homework",
                  "version")  # fmt: skip


@dataclass(frozen=True)
class SignIn:
    """An account to try the demo with."""

    role: str
    login: str
    password: str
    name: str
    school: str


def make(runtime: Runtime, size: str, seed: int) -> list[SignIn]:
    """Fill an empty database; refuses one that already holds a school."""
    with runtime.database.session(writes=False) as session:
        if session.scalar(select(func.count()).select_from(schema.SCHOOL)):
            raise errors.Conflict(
                _("This database already holds a school. The demo needs an empty one.")
            )
    schools, levels, years = SIZES[size]
    bulk = Bulk(runtime.database, schema.ALL)
    secret = hash_password(PASSWORD)
    sign_ins: list[SignIn] = []
    for index in range(schools):
        maker = _Maker(runtime, bulk, index, seed, secret)
        sign_ins += maker.make(levels, years)
    bulk.finish()
    return sign_ins


class _Maker:
    """Makes one school; the seed and the school's number decide everything."""

    def __init__(self, runtime: Runtime, bulk: Bulk, index: int, seed: int, secret: str) -> None:
        self.bulk, self.index = bulk, index
        self.random = randomness.Random(f"{seed}/{index}")
        self.now, self.zone = runtime.clock(), ZoneInfo(runtime.zone)
        self.today = clock.school_day(self.now, runtime.zone)
        code, name, self.short = corpus.SCHOOLS[index % len(corpus.SCHOOLS)]
        self.school_id = bulk.add(
            schema.SCHOOL, name=name, short_name=self.short, code=code, address="г. Югорск"
        )
        prefix = "" if index == 0 else f"{code}-"
        self.people = Registry(bulk, self.random, self.school_id, secret, self.now, prefix)
        self.chain = Chain(bulk, self.random, self.school_id)
        self.kinds = {
            code: bulk.add(schema.KIND, school_id=self.school_id, code=code, name=title, glyph=glyph,
                           weight=weight, position=position, is_assessment=weight >= 300,
                           is_archived=False)
            for position, (code, title, glyph, weight) in enumerate(WORK_KINDS)
        }  # fmt: skip

    def make(self, levels: dict[int, str] | None, years: int) -> list[SignIn]:
        """The school with its years; returns the sign-ins to show."""
        plan = SchoolPlan(self.bulk, self.random, self.people, self.school_id)
        bells = calendar.make_bells(self.bulk, self.school_id)
        start = calendar.year_start(self.today)
        plan.enrol_everybody(start, levels)
        for back in range(years - 1, -1, -1):
            year = calendar.make_year(self.bulk, self.school_id, _years_before(start, back))
            plan.begin_year(year, back)
            self._live_through(plan, year, bells)
        self.chain.seal(self.now)
        return self._sign_ins(plan) if self.index == 0 else []

    def _live_through(
        self, plan: SchoolPlan, year: calendar.Year, bells: dict[int, tuple[time, time]]
    ) -> None:
        past = Past(self.bulk, self.random, self.chain, self.school_id, self.kinds, plan.actors, {})
        days = list(year.school_days())
        numbers: dict[int, int] = {}
        for index, day in enumerate(days):
            lessons = []
            for slot, group, entry_id, room_id in plan.lessons_on(day.weekday()):
                number = numbers[group.id] = numbers.get(group.id, -1) + 1
                ended = self._moment(day, bells[slot][1])
                lesson_id = self.bulk.next_id(schema.LESSON)
                given = Given(lesson_id, group, day, ended, number)
                filled = ended < self.now and not self._is_left_open(day, slot)
                lessons.append(self._lesson_row(given, slot, entry_id, room_id, bells, filled))
                if filled:
                    plan.waiting.append((given, _next_day(plan, group, days, index)))
            self.bulk.add_many(schema.LESSON, LESSON_COLUMNS, lessons)
            for given, due in plan.waiting:
                fill(past, given, homework_due=due)
            plan.waiting.clear()

    def _lesson_row(  # noqa: PLR0917
        self, given: Given, slot: int, entry: int, room: int, bells: dict[int, tuple[time, time]],
        filled: bool,
    ) -> tuple[object, ...]:  # fmt: skip
        group = given.group
        topic = topic_of(group.subject, given.number) if filled else ""
        return (
            given.id, self.school_id, group.id, group.teacher, room, entry, given.on, slot,
            *bells[slot], LessonState.HELD if filled else LessonState.PLANNED, topic, "",
            given.at if filled else None, group.level == 1, 1,
        )  # fmt: skip

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def _is_left_open(self, day: date, slot: int) -> bool:
        """A few lessons of the last days are still to be filled, as in life."""
        recent = (self.today - day) <= timedelta(days=4)
        return recent and self.random.random() < (0.25 if day == self.today else 0.06)

    def _sign_ins(self, plan: SchoolPlan) -> list[SignIn]:
        shown = list(plan.examples())
        office = (
            (Role.DEPUTY_HEAD, "deputy", "Заместитель директора"),
            (Role.REGISTRAR, "registrar", "Секретарь"),
            (Role.DATA_OFFICER, "officer", "Специалист по защите данных"),
            (Role.ADMINISTRATOR, "admin", "Системный администратор"),
            (Role.DIRECTOR, "director", "Директор"),
        )
        for role, login, post in office:
            _person, name = self.people.staff(post, login, role)
            shown.append((role, login, name))
        return [SignIn(role.value, login, PASSWORD, name, self.short) for role, login, name in shown]


def _years_before(start: date, back: int) -> date:
    return start.replace(year=start.year - back)


def _next_day(
    plan: SchoolPlan, group: classes.GroupPlan, days: list[date], index: int
) -> date | None:
    weekdays = {day for day, _slot in group.cells}
    return next((d for d in days[index + 1 : index + 15] if d.weekday() in weekdays), None)


def sign_in_table(rows: Iterable[SignIn]) -> str:
    """The sign-ins as text for the terminal."""
    lines = [f"{r.role:<14} {r.login:<12} {r.password}   {r.name}" for r in rows]
    return "\n".join(lines)


__all__ = ["PASSWORD", "SIZES", "SignIn", "make", "sign_in_table"]
