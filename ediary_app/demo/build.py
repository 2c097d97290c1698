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
from ediary_app.demo import calendar, corpus, kinds, schema, topics, words
from ediary_app.demo.bulk import Bulk
from ediary_app.demo.classes import SchoolPlan
from ediary_app.demo.history import Chain
from ediary_app.demo.people import Registry
from ediary_app.demo.plan import GroupPlan
from ediary_app.demo.records import Given, Highlights, Past, fill
from ediary_app.kernel import clock, errors
from ediary_app.kernel.i18n import _
from ediary_app.timetable.values import LessonState

PASSWORD = "demo-school-5"
"""The password of every demo account; a demo holds no real person."""
SMALL_CLASSES = {1: "А", 5: "А", 7: "А"}
SIZES = {"small": (1, SMALL_CLASSES, 1), "school": (1, None, 2), "town": (10, None, 2)}
"""Size → number of schools, classes by level (None: the usual 24), years of history."""
RECENT = timedelta(days=4)
"""How long a teacher may be behind with the journal."""
LESSON_COLUMNS = (
    "id", "school_id", "group_id", "teacher_id", "room_id", "entry_id", "date", "slot", "starts_at",
    "ends_at", "state", "topic", "kind", "roll_called_at", "no_homework", "version",
)  # fmt: skip


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
            code: bulk.add(
                schema.KIND, school_id=self.school_id, code=code, name=title, glyph=glyph,
                weight=weight, position=position, is_assessment=weight >= 300, is_archived=False,
            )
            for position, (code, title, glyph, weight) in enumerate(kinds.WORK_KINDS)
        }  # fmt: skip

    def make(self, levels: dict[int, str] | None, years: int) -> list[SignIn]:
        """The school with its years; returns the sign-ins to show."""
        plan = SchoolPlan(self.bulk, self.random, self.people, self.school_id, self.today)
        start = calendar.year_start(self.today)
        starts = [_years_before(start, back) for back in range(years - 1, -1, -1)]
        bells = calendar.make_bells(self.bulk, self.school_id, starts)
        plan.enrol_everybody(start, levels, years)
        for back, first in zip(range(years - 1, -1, -1), starts, strict=True):
            year = calendar.make_year(self.bulk, self.school_id, first)
            plan.begin_year(year, back)
            self._live_through(plan, year, bells)
        self.chain.seal(self.now)
        plan.staffing.give_roles()
        return self._sign_ins(plan, year)

    def _live_through(self, plan: SchoolPlan, year: calendar.Year, bells: calendar.Bells) -> None:
        days = list(year.school_days())
        past = Past(self.bulk, self.random, self.chain, self.school_id, self.kinds,
                    plan.staffing.actors, plan.stars, plan.away,
                    self._highlights(days))  # fmt: skip
        numbers: dict[int, int] = {}
        for index, day in enumerate(days):
            rows: list[tuple[object, ...]] = []
            held: list[Given] = []
            for cell in plan.lessons_on(day.weekday()):
                group = cell.group
                if year.rests(group.level, day):
                    continue
                number = numbers[group.id] = numbers.get(group.id, -1) + 1
                times = bells.at(group.level, day, cell.slot)
                given = self._given(group, day, cell.slot, number, times[1])
                filled = given.at < self.now and not self._is_left_open(day)
                if filled:
                    self._plan_homework(given, _next_day(group, days, index))
                    held.append(given)
                rows.append(self._lesson_row(given, cell.entry, cell.room, times, filled))
            self.bulk.add_many(schema.LESSON, LESSON_COLUMNS, rows)
            for given in held:
                fill(past, given)

    def _given(self, group: GroupPlan, day: date, slot: int, number: int, ends: time) -> Given:
        topic = topics.topic_of(group.subject, group.level, number, 34 * len(group.cells))
        lesson_id = self.bulk.next_id(schema.LESSON)
        return Given(lesson_id, group, day, self._moment(day, ends), number, slot, topic)

    def _lesson_row(
        self, given: Given, entry: int, room: int, times: tuple[time, time], filled: bool
    ) -> tuple[object, ...]:
        group = given.group
        return (
            given.id, self.school_id, group.id, group.teacher, room, entry, given.on, given.slot,
            *times, LessonState.HELD if filled else LessonState.PLANNED,
            given.topic if filled else "", kinds.lesson_kind(group.subject, given.number),
            given.at if filled else None, given.no_homework or group.level == 1, 1,
        )  # fmt: skip

    def _plan_homework(self, given: Given, due: date | None) -> None:
        """Homework, or the teacher's word that there is none; in the last days perhaps neither."""
        if due is not None and self.random.random() < words.homework_share(given.group.subject):
            given.homework_due = due if given.group.level > 1 else None
        forgotten = self.today - given.on <= RECENT and self.random.random() < 0.15
        given.no_homework = given.homework_due is None and not forgotten

    def _highlights(self, days: list[date]) -> Highlights:
        """Days of which the example family's diary has something to tell."""
        gone = [day for day in days if day < self.today]
        return Highlights(self.today, tuple(gone[-8:-6] or gone[:1]), tuple(gone[-2:]))

    def _moment(self, day: date, at: time) -> datetime:
        return datetime.combine(day, at, self.zone).astimezone(UTC)

    def _is_left_open(self, day: date) -> bool:
        """A few lessons of the last days are still to be filled, as in life."""
        recent = self.today - day <= RECENT
        return recent and self.random.random() < (0.25 if day == self.today else 0.06)

    def _sign_ins(self, plan: SchoolPlan, year: calendar.Year) -> list[SignIn]:
        shown = [
            self._named(role, login, person) for role, login, person in self._examples(plan, year)
        ]
        office = (
            (Role.DEPUTY_HEAD, "Заместитель директора по учебно-воспитательной работе"),
            (Role.REGISTRAR, "Секретарь учебной части"),
            (Role.DATA_OFFICER, "Ответственный за обработку персональных данных"),
            (Role.ADMINISTRATOR, "Системный администратор"),
            (Role.DIRECTOR, "Директор"),
        )
        for role, post in office:
            person, _name = self.people.staff(post, role.value, role)
            shown.append(self._named(role, role.value, person))
        return shown

    def _examples(self, plan: SchoolPlan, year: calendar.Year) -> list[tuple[Role, str, int]]:
        """A parent of two, a pupil, a teacher with lessons today, the pupil's class teacher."""
        pupil = plan.example_pupil()
        day = next((d for d in year.school_days() if d >= self.today), year.end)
        return [
            (Role.PARENT, "parent", pupil.guardians[0]),
            (Role.STUDENT, "student", pupil.id),
            (Role.TEACHER, "teacher", plan.example_teacher(day.weekday())),
            (Role.CLASS_TEACHER, "class_teacher", plan.example_class_teacher()),
        ]

    def _named(self, role: Role, login: str, person: int) -> SignIn:
        """The sign-in of a person under the login that says their role."""
        account_id, _login, name = self.people.accounts[person]
        login = f"{self.people.prefix}{login}"
        self.bulk.rename(schema.ACCOUNT, account_id, login=login)
        return SignIn(role.value, login, PASSWORD, name, self.short)


def _years_before(start: date, back: int) -> date:
    return start.replace(year=start.year - back)


def _next_day(group: GroupPlan, days: list[date], index: int) -> date | None:
    weekdays = {day for day, _slot in group.cells}
    return next((d for d in days[index + 1 : index + 15] if d.weekday() in weekdays), None)


def sign_in_table(rows: Iterable[SignIn]) -> str:
    """The sign-ins as text for the terminal."""
    lines = [f"{r.role:<14} {r.login:<12} {r.password}   {r.name}" for r in rows]
    return "\n".join(lines)


__all__ = ["PASSWORD", "SIZES", "SignIn", "make", "sign_in_table"]
