"""The turn of the school year: planned, carried out in parts, repeated, taken back to the byte."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from ediary_app import tables, wiring
from ediary_app.access.context import Actor, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.audit import queries as audit
from ediary_app.audit import sealing
from ediary_app.jobs import running
from ediary_app.jobs import service as jobs
from ediary_app.jobs.pump import run_step
from ediary_app.kernel import errors
from ediary_app.rollover import choosing, queries, service, undo
from ediary_app.rollover.queries import Desk
from ediary_app.rollover.values import Reason, Way
from ediary_app.school import models as school
from ediary_app.school.values import GroupKind, Marking
from tests.given import YEAR_START, Given

SYSTEM = system_actor("tests")
TOUCHED = (
    "school_year", "level_plan", "term", "holiday", "school_class", "teaching_group", "assignment",
    "enrolment", "group_member",
)  # fmt: skip
NEXT_START = date(2027, 9, 1)
assert wiring.LONG_WORK


class Town:
    """A small school: two fifth classes, a sixth, an eleventh, a ninth, a first."""

    def __init__(self, given: Given) -> None:
        self.given = given
        made = self.made = given.school()
        self.teacher = given.teacher(made)
        leader = given.teacher(made, "Соколова")
        self.classes = {
            name: given.school_class(made, int(name[:-1]), name[-1], leader.id)
            for name in ("1А", "2А", "5А", "5Б", "6А", "9А", "11А")
        }
        self.pupils = {
            name: [given.student(found, f"Ученик{letter}{name}") for letter in "АБВ"]
            for name, found in self.classes.items()
        }
        for name, found in self.classes.items():
            members = self.pupils[name]
            marking = Marking.NONE if name == "1А" else Marking.FIVE
            given.group(found, "Русский язык", members, self.teacher, marking)
        given.group(self.classes["5А"], "Природоведение", self.pupils["5А"], self.teacher)
        given.group(self.classes["6А"], "Обществознание", self.pupils["6А"], self.teacher)
        self.part = self._part()
        self.office = given.actor(None, Role.REGISTRAR, made.id)

    def _part(self) -> school.Group:
        russian = self.given._subject(self.made.id, "Русский язык")
        part = self.given.save(school.Group(
            school_id=self.made.id, year_id=self.classes["5А"].year_id, subject_id=russian.id,
            class_id=self.classes["5А"].id, level=5, name="5А, 1-я группа",
            kind=GroupKind.SUBGROUP, marking=Marking.FIVE,
        ))  # fmt: skip
        for pupil in self.pupils["5А"][:2]:
            self.given.save(school.GroupMember(
                school_id=self.made.id, group_id=part.id, student_id=pupil.id,
                starts_on=YEAR_START,
            ))  # fmt: skip
        return part  # type: ignore[no-any-return]

    def desk(self) -> Desk:
        return perform(queries.desk, actor=self.office)

    def choose(self, function: Any, **what: Any) -> None:
        perform(function, actor=self.office, **what)

    def turn(self) -> int:
        moved = perform(service.start, actor=self.office)
        work_off()
        return moved

    def dump(self, *names: str) -> dict[str, list[tuple[Any, ...]]]:
        """Every byte of the touched tables."""
        with self.given.runtime.database.session(writes=False) as session:
            return {
                name: [tuple(r) for r in session.execute(
                    select(tables.metadata.tables[name]).order_by("id"))]
                for name in names or TOUCHED
            }  # fmt: skip

    def class_now(self, pupil: school.Person) -> list[tuple[str, date, date | None, str | None]]:
        with self.given.runtime.database.session(writes=False) as session:
            rows = session.execute(
                select(school.SchoolClass, school.Enrolment)
                .join(school.Enrolment, school.Enrolment.class_id == school.SchoolClass.id)
                .where(school.Enrolment.student_id == pupil.id)
                .order_by(school.Enrolment.starts_on)
            ).all()
        return [(c.name, e.starts_on, e.ends_on, e.end_reason) for c, e in rows]

    def groups_of(self, pupil: school.Person) -> set[str]:
        """Names and subjects of the pupil's groups of the next year."""
        with self.given.runtime.database.session(writes=False) as session:
            rows = session.execute(
                select(school.Group.name, school.Subject.name)
                .join(school.GroupMember, school.GroupMember.group_id == school.Group.id)
                .join(school.Subject, school.Subject.id == school.Group.subject_id)
                .where(
                    school.GroupMember.student_id == pupil.id,
                    school.GroupMember.starts_on == NEXT_START,
                )
            )
            return {f"{subject}, {name}" for name, subject in rows}


def work_off() -> None:
    """Do by hand what waits, as a worker would."""
    for bundle in perform(running.claim, actor=SYSTEM):
        for step in perform(running.steps_of, actor=SYSTEM, bundle=bundle):
            run_step(step)


@pytest.fixture
def town(given: Given) -> Town:
    return Town(given)


def test_the_preview_shows_each_class_and_writes_nothing(town: Town) -> None:
    before = town.dump()
    desk = town.desk()
    line = next(c for c in desk.classes if c.name == "5А")
    assert (line.into, line.pupils, line.goes) == ("6А", 3, 3)
    eleventh = next(c for c in desk.classes if c.name == "11А")
    assert (eleventh.must_finish, eleventh.finishing) == (True, 3)
    assert (desk.next_name, desk.starts_on) == ("2027/28", NEXT_START)
    assert town.dump() == before


def test_pupils_go_up_with_their_class_and_the_eldest_finish(town: Town) -> None:
    assert town.turn() == 21
    assert town.class_now(town.pupils["5А"][0])[-1] == ("6А", NEXT_START, None, None)
    old = town.class_now(town.pupils["5А"][0])[0]
    assert old == ("5А", YEAR_START, date(2027, 8, 31), "promotion")
    finished = town.class_now(town.pupils["11А"][0])
    assert finished == [("11А", YEAR_START, date(2027, 5, 26), "graduated")]


def test_groups_follow_where_the_subject_is_taught(town: Town) -> None:
    left = {(line.group, line.subject, line.reason) for line in town.desk().left}
    not_taught = "the subject is not taught at the next level"
    assert ("5А", "Природоведение", not_taught) in left
    town.turn()
    assert town.groups_of(town.pupils["5А"][0]) == {
        "Русский язык, 6А", "Русский язык, 6А, 1-я группа", "Обществознание, 6А",
    }  # fmt: skip
    assert town.groups_of(town.pupils["5А"][2]) == {"Русский язык, 6А", "Обществознание, 6А"}


def test_teachers_and_the_levels_marking_come_with_the_groups(town: Town) -> None:
    town.turn()
    with town.given.runtime.database.session(writes=False) as session:
        second = session.scalars(
            select(school.Group)
            .join(school.SchoolClass, school.SchoolClass.id == school.Group.class_id)
            .where(school.SchoolClass.level == 2, school.SchoolClass.year_id != 1)
            .where(school.Group.year_id != town.classes["2А"].year_id)
        ).one()
        teachers = session.scalars(
            select(school.Assignment).where(school.Assignment.group_id == second.id)
        ).all()
    assert second.marking == Marking.FIVE, "the first class has no marks, the second has"
    assert [(a.teacher_id, a.starts_on) for a in teachers] == [(town.teacher.id, NEXT_START)]


def test_single_pupils_have_their_own_way(town: Town) -> None:
    stays, goes, other = town.pupils["5А"]
    town.choose(choosing.choose_pupil, student_id=stays.id, way=Way.STAYS, to="6:Б")
    town.choose(choosing.choose_pupil, student_id=goes.id, way=Way.LEAVES)
    town.choose(choosing.choose_pupil, student_id=other.id, way=Way.PROMOTED, to="6:Б")
    town.turn()
    assert town.class_now(goes)[-1][3] == "left"
    assert town.class_now(other)[-1][0] == "6Б"
    assert town.groups_of(other) == {"Русский язык, 6Б", "Обществознание, 6Б"}


def test_a_pupil_without_a_class_to_stay_in_is_held_and_named(town: Town) -> None:
    pupil = town.pupils["6А"][0]
    town.choose(choosing.choose_pupil, student_id=pupil.id, way=Way.PROMOTED, to="8:Я")
    held = [line for line in town.desk().own if line.way == Way.HELD]
    assert [(line.id, line.reason_code) for line in held] == [(pupil.id, Reason.NO_CLASS)]
    town.turn()
    assert len(town.class_now(pupil)) == 1


def test_some_levels_now_and_the_others_later(town: Town) -> None:
    town.choose(choosing.choose_levels, levels=(5,))
    assert town.turn() == 6
    assert len(town.class_now(town.pupils["6А"][0])) == 1
    town.choose(choosing.choose_levels, levels=tuple(range(1, 12)))
    assert town.turn() == 15
    assert town.class_now(town.pupils["6А"][0])[-1][0] == "7А"


def test_twice_gives_the_same(town: Town) -> None:
    town.turn()
    once = town.dump()
    assert town.turn() == 0
    assert town.dump() == once
    assert town.desk().moving == 0


def test_new_first_classes_have_the_letters_that_were_typed(town: Town) -> None:
    town.choose(choosing.choose_first, letters="а, Б мат")
    assert town.desk().first_letters == "А, Б, мат"
    town.choose(choosing.choose_first, letters="А; Б")
    town.turn()
    new = {c.name for c in town.desk().made_classes if c.is_first}
    assert new == {"1А", "1Б"}


def test_undo_restores_every_byte(town: Town) -> None:
    before = town.dump()
    town.turn()
    desk = town.desk()
    assert desk.may_undo
    assert perform(undo.undo, actor=town.office, rollover_id=desk.rollover_id) == 21
    assert town.dump() == before
    town.turn()
    assert town.class_now(town.pupils["5А"][0])[-1][0] == "6А"


def test_undo_is_refused_while_something_new_depends_on_it(town: Town) -> None:
    town.turn()
    desk = town.desk()
    given, new = town.given, next(c for c in desk.made_classes if c.name == "6А")
    pupil = given.person(town.made, "Новый")
    given.save(school.Student(person_id=pupil.id, school_id=town.made.id))
    given.save(school.Enrolment(school_id=town.made.id, student_id=pupil.id, class_id=new.id,
                                starts_on=NEXT_START))  # fmt: skip
    depends = {line.title: line.count for line in town.desk().depends}
    assert depends == {"Pupils enrolled by hand": 1}
    with pytest.raises(errors.Conflict, match="rollover_used"):
        perform(undo.undo, actor=town.office, rollover_id=desk.rollover_id)


def test_a_cancelled_turn_goes_on_where_it_stopped_or_is_taken_back(town: Town) -> None:
    before = town.dump()
    assert perform(service.start, actor=town.office) == 21
    desk = town.desk()
    assert desk.is_live
    with pytest.raises(errors.Conflict):
        town.choose(choosing.choose_first, letters="А")
    perform(jobs.cancel_job, actor=town.office, job_id=desk.job_id)
    work_off()
    assert town.desk().moving == 21
    perform(undo.undo, actor=town.office, rollover_id=desk.rollover_id)
    assert town.dump() == before


def test_choices_are_kept_and_checked(town: Town) -> None:
    days = {"starts_on": date(2027, 9, 1), "ends_on": date(2028, 5, 31),
            "leaving_on": date(2027, 6, 30)}  # fmt: skip
    town.choose(choosing.choose_dates, **days, order_number="77-у")
    assert (town.desk().ends_on, town.desk().order_number) == (date(2028, 5, 31), "77-у")
    for wrong in ({"starts_on": date(2027, 5, 1)}, {"ends_on": date(2029, 5, 1)},
                  {"leaving_on": date(2027, 9, 1)}):  # fmt: skip
        with pytest.raises(errors.Invalid):
            town.choose(choosing.choose_dates, **{**days, **wrong})
    town.choose(choosing.choose_term, term="quarter:1", starts_on=date(2027, 9, 1),
                ends_on=date(2027, 10, 22))  # fmt: skip
    first = next(term for term in town.desk().terms if term.key == "quarter:1")
    assert (first.starts_on, first.ends_on) == (date(2027, 9, 1), date(2027, 10, 22))
    with pytest.raises(errors.Invalid):
        town.choose(choosing.choose_term, term="quarter:2", starts_on=date(2026, 1, 1),
                    ends_on=date(2027, 10, 22))  # fmt: skip


def test_each_pupils_history_tells_it_and_the_chain_is_whole(town: Town) -> None:
    town.turn()
    desk = town.desk()
    perform(undo.undo, actor=town.office, rollover_id=desk.rollover_id)
    sealing.seal_all(town.given.runtime)
    assert perform(audit.verification, actor=system_actor("verify")).is_clean
    pupil = town.pupils["5А"][0].id
    with town.given.runtime.database.session(writes=False) as session:
        event = tables.metadata.tables["event"]
        kinds = session.scalars(
            select(event.c.kind).where(event.c.about_id == pupil).order_by(event.c.id)
        ).all()
    assert list(kinds) == [
        "school.enrolment_ended", "school.student_enrolled", "school.movement_undone",
    ]  # fmt: skip


def test_a_neighbours_school_is_not_touched(town: Town, given: Given) -> None:
    other = Town(given)
    town.turn()
    assert len(other.class_now(other.pupils["5А"][0])) == 1
    stranger = given.actor(None, Role.REGISTRAR, other.made.id)
    with pytest.raises(errors.NotFound):
        perform(undo.undo, actor=stranger, rollover_id=town.desk().rollover_id)
    with pytest.raises(errors.NotFound):
        perform(choosing.choose_pupil, actor=stranger, student_id=town.pupils["5А"][0].id)


def test_a_teacher_may_not_turn_the_year(town: Town) -> None:
    teacher: Actor = town.given.actor(town.teacher, Role.TEACHER)
    with pytest.raises(errors.Denied):
        perform(service.start, actor=teacher)
