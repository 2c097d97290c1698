"""The plan of the turn of the year, whatever the school looks like."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ediary_app.rollover import rules
from ediary_app.rollover.values import (
    Choices,
    ClassChoice,
    Plan,
    Pupil,
    PupilChoice,
    Reason,
    Room,
    Snapshot,
    Span,
    Taught,
    Way,
    Year,
)
from ediary_app.school.values import GroupKind

OLD = Year(1, "2026/27", date(2026, 9, 1), date(2027, 5, 26))
START = date(2027, 9, 1)
LETTERS = "АБВ"


@st.composite
def schools(draw: st.DrawFn) -> Snapshot:
    """Classes of any levels, pupils some of whom are in two, groups of every kind."""
    keys = draw(st.lists(st.tuples(st.integers(1, 11), st.sampled_from(LETTERS)), unique=True,
                         min_size=1, max_size=8))  # fmt: skip
    rooms = tuple(Room(i, *key, teacher_id=i % 4 or None) for i, key in enumerate(keys, 1))
    starts = st.sampled_from([OLD.starts_on, date(2027, 2, 1), date(2027, 10, 1)])
    pupils = tuple(
        Pupil(n, draw(st.integers(100, 120)), draw(st.sampled_from(rooms)).id, draw(starts))
        for n in range(draw(st.integers(0, 20)))
    )
    groups = tuple(_group(draw, number, rooms) for number in range(draw(st.integers(0, 12))))
    return Snapshot(
        OLD, classes=rooms, pupils=pupils, groups=groups,
        settled=frozenset(draw(st.sets(st.integers(100, 120), max_size=3))),
        archived=frozenset(draw(st.sets(st.integers(1, 4), max_size=1))),
        working=frozenset({1, 2}),
    )  # fmt: skip


def _group(draw: st.DrawFn, number: int, rooms: tuple[Room, ...]) -> Taught:
    room = draw(st.sampled_from(rooms))
    kind = draw(st.sampled_from(GroupKind))
    of_class = None if kind is GroupKind.STREAM else room.id
    members = () if kind is GroupKind.WHOLE_CLASS else (100 + number, 101 + number)
    return Taught(
        number + 1, draw(st.integers(1, 4)), of_class, room.level, f"{room.level}{room.letter}",
        kind, "five", 2, ((draw(st.integers(1, 3)), True),), members,
    )  # fmt: skip


@st.composite
def choices(draw: st.DrawFn) -> Choices:
    """Anything the office may have chosen."""
    ways = st.sampled_from([Way.PROMOTED, Way.STAYS, Way.FINISHES, Way.LEAVES, Way.LATER])
    own = st.builds(PupilChoice, ways, st.integers(0, 11), st.sampled_from(LETTERS))
    of_class = st.builds(ClassChoice, st.booleans(), st.booleans(), st.sampled_from(LETTERS),
                         st.sampled_from([None, 1, 3]))  # fmt: skip
    return Choices(
        first_letters=draw(st.none() | st.just(("А", "Б"))),
        classes=draw(st.dictionaries(st.integers(1, 8), of_class, max_size=4)),
        pupils=draw(st.dictionaries(st.integers(100, 120), own, max_size=6)),
    )


@given(schools(), choices())
def test_every_pupil_has_exactly_one_way(school: Snapshot, chosen: Choices) -> None:
    plan = rules.plan_of(school, chosen)
    assert [f.pupil for f in plan.fates] == list(school.pupils)
    for fate in plan.fates:
        assert (fate.to is not None) == (fate.way in rules.INTO_A_CLASS)
        assert (fate.reason is not None) == (fate.way is Way.HELD)


@given(schools(), choices())
def test_nobody_is_in_two_classes_at_once(school: Snapshot, chosen: Choices) -> None:
    plan = rules.plan_of(school, chosen)
    coming = Counter(f.pupil.student_id for f in plan.fates if f.to is not None)
    assert not any(n > 1 for n in coming.values())
    assert not set(coming) & school.settled
    for fate in (f for f in plan.fates if f.way not in (Way.LATER, Way.HELD)):
        last = rules.last_day(fate.way, OLD, plan.year, chosen)
        assert fate.pupil.starts_on <= last < plan.year.starts_on


@given(schools(), choices())
def test_what_is_planned_fits_the_tables(school: Snapshot, chosen: Choices) -> None:
    plan = rules.plan_of(school, chosen)
    keys = [c.key for c in plan.classes]
    assert len(set(keys)) == len(keys)
    assert all(1 <= level <= 11 for level, _letter in keys)
    named = [(g.name, g.subject_id) for g in plan.groups]
    assert len(set(named)) == len(named)
    assert all(g.key is None or g.key in keys for g in plan.groups)
    assert all(f.to in keys for f in plan.fates if f.to)


def carried_out(school: Snapshot, chosen: Choices) -> tuple[Plan, Snapshot]:
    """The school after its plan was carried out."""
    plan = rules.plan_of(school, chosen)
    ids = {c.key: c.id or 500 + n for n, c in enumerate(plan.classes)}
    gone = {f.pupil.enrolment_id for f in plan.fates if f.way not in (Way.LATER, Way.HELD)}
    return plan, Snapshot(
        OLD, Year(2, plan.year.name, plan.year.starts_on, plan.year.ends_on),
        target_has=frozenset({"term", "holiday", "level_plan"}), classes=school.classes,
        target_classes=tuple(Room(ids[c.key], *c.key, c.teacher_id) for c in plan.classes),
        pupils=tuple(p for p in school.pupils if p.enrolment_id not in gone),
        settled=school.settled | {f.pupil.student_id for f in plan.fates if f.to},
        groups=school.groups,
        target_groups=tuple(
            Taught(900 + n, g.subject_id, ids[g.key] if g.key else None, g.level, g.name, g.kind,
                   g.marking, g.weekly_hours, g.teachers)
            for n, g in enumerate(plan.groups)
        ),
        archived=school.archived, working=school.working,
    )  # fmt: skip


@given(schools(), choices())
def test_a_second_time_there_is_nothing_to_do(school: Snapshot, chosen: Choices) -> None:
    _plan, after = carried_out(school, chosen)
    again = rules.plan_of(after, chosen)
    assert all(c.id for c in again.classes)
    assert all(g.id for g in again.groups)
    assert {f.way for f in again.fates} <= {Way.LATER, Way.HELD}
    assert (again.terms, again.holidays, again.plans) == ((), (), ())


def test_a_term_keeps_its_weekdays_and_the_year_its_edges() -> None:
    terms = (
        Span("quarter:1", date(2026, 9, 1), date(2026, 10, 25), "quarter", 1),
        Span("quarter:2", date(2026, 11, 2), date(2027, 5, 26), "quarter", 2),
    )
    plan = rules.plan_of(Snapshot(OLD, terms=terms), Choices())
    assert [(t.starts_on, t.ends_on) for t in plan.terms] == [
        (START, date(2027, 10, 24)), (date(2027, 11, 1), date(2028, 5, 26)),
    ]  # fmt: skip
    assert plan.terms[1].starts_on.weekday() == terms[1].starts_on.weekday()


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_the_same_weekday_is_never_further_than_three_days(on: date) -> None:
    there = rules.same_weekday(on)
    assert there.weekday() == on.weekday()
    assert abs(there - rules.a_year_on(on)) <= timedelta(days=3)


def test_a_day_off_stays_on_its_date() -> None:
    holidays = (Span("День Победы", date(2027, 5, 9), date(2027, 5, 9)),)
    plan = rules.plan_of(Snapshot(OLD, holidays=holidays), Choices())
    assert plan.holidays[0].starts_on == date(2028, 5, 9)


@pytest.mark.parametrize(
    ("name", "class_id", "level", "expected"),
    [
        ("5А", 1, 5, "6А"),
        ("5А, 1-я группа", 1, 5, "6А, 1-я группа"),
        ("ИУП 5А", 1, 5, "ИУП 6А"),
        ("Поток 10", None, 10, "Поток 11"),
        ("Шахматы", None, 5, "Шахматы"),
    ],
)
def test_a_group_is_named_after_its_new_class(
    name: str, class_id: int | None, level: int, expected: str
) -> None:
    kind = GroupKind.WHOLE_CLASS if class_id else GroupKind.STREAM
    above = Taught(9, 1, 2, level + 1, "модель", GroupKind.WHOLE_CLASS, "five", 3)
    group = Taught(1, 1, class_id, level, name, kind, "five", 2, members=(7,))
    school = Snapshot(
        OLD, classes=(Room(1, level, "А"),), groups=(group, above),
        pupils=(Pupil(1, 7, 1, OLD.starts_on),),
    )  # fmt: skip
    plan = rules.plan_of(school, Choices())
    assert expected in {g.name for g in plan.groups if g.source_id == 1}


def test_a_teacher_who_has_left_is_named() -> None:
    above = Taught(9, 1, None, 6, "6Б", GroupKind.WHOLE_CLASS, "five", 3)
    group = Taught(1, 1, 1, 5, "5А", GroupKind.WHOLE_CLASS, "five", 2, ((77, True),))
    school = Snapshot(OLD, classes=(Room(1, 5, "А"),), groups=(group, above))
    plan = rules.plan_of(school, Choices())
    assert (Reason.TEACHER_LEFT, "5А") in {(left.reason, left.group) for left in plan.left}
    assert next(g for g in plan.groups if g.source_id == 1).teachers == ()


def test_a_level_that_is_new_to_the_school_is_taught_as_the_one_below() -> None:
    first = Taught(1, 1, 1, 1, "1А", GroupKind.WHOLE_CLASS, "none", 2)
    plan = rules.plan_of(Snapshot(OLD, classes=(Room(1, 1, "А"),), groups=(first,)), Choices())
    above = next(g for g in plan.groups if g.source_id == 1)
    assert (above.name, above.marking) == ("2А", "five")
