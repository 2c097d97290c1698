"""The plan of the turn of the year (план перевода): pure functions of school and choices."""

from __future__ import annotations

import calendar
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from ediary_app.rollover.rules_of_groups import planned_groups
from ediary_app.rollover.values import (
    Choices,
    ClassChoice,
    Fate,
    Key,
    Plan,
    PlannedClass,
    Pupil,
    PupilChoice,
    Reason,
    Room,
    Snapshot,
    Span,
    Way,
    Year,
)

LAST_LEVEL = 11
WEEK = 7
DAY = timedelta(days=1)
INTO_A_CLASS = (Way.PROMOTED, Way.STAYS)
OUT = (Way.FINISHES, Way.LEAVES)


def plan_of(school: Snapshot, chosen: Choices) -> Plan:
    """What the turn of the year will do: every pupil of the year has exactly one way."""
    year = year_after(school, chosen)
    classes = planned_classes(school, chosen)
    known = {planned.key for planned in classes}
    seen = Counter(pupil.student_id for pupil in school.pupils)
    rooms = {room.id: room for room in school.classes}
    fates = tuple(
        _checked(
            _fate(pupil, rooms[pupil.class_id], chosen, known), seen[pupil.student_id],
            school, year, chosen,
        )
        for pupil in school.pupils
    )  # fmt: skip
    ways_up = {room.id: _way_up(room, choice_of(room, chosen)) for room in school.classes}
    groups, left = planned_groups(school, ways_up, classes, fates)
    return Plan(
        year, terms_of(school, year, chosen), _holidays(school, year),
        () if "level_plan" in school.target_has else school.plans,
        classes, fates, groups, left,
    )  # fmt: skip


def year_after(school: Snapshot, chosen: Choices) -> Year:
    """The next year: as it is opened already, else as chosen, else the same days a year on."""
    if school.target is not None:
        return school.target
    starts_on = chosen.starts_on or a_year_on(school.year.starts_on)
    ends_on = chosen.ends_on or a_year_on(school.year.ends_on)
    return Year(0, year_name(starts_on), starts_on, ends_on)


def year_name(starts_on: date) -> str:
    """2027/28."""
    return f"{starts_on.year}/{(starts_on.year + 1) % 100:02d}"


def a_year_on(on: date) -> date:
    """The same day of the next year; 29 February becomes the 28th."""
    last = calendar.monthrange(on.year + 1, on.month)[1]
    return on.replace(year=on.year + 1, day=min(on.day, last))


def same_weekday(on: date) -> date:
    """The day of the next year nearest to the same date that is the same day of the week."""
    there = a_year_on(on)
    ahead = (on.weekday() - there.weekday()) % WEEK
    return there + timedelta(days=ahead if ahead <= WEEK // 2 else ahead - WEEK)


def terms_of(school: Snapshot, year: Year, chosen: Choices) -> tuple[Span, ...]:
    """Terms of the next year: weekdays kept, the outer edges those of the year; none if it has."""
    if "term" in school.target_has:
        return ()
    last = {term.kind: max(t.number for t in school.terms if t.kind == term.kind)
            for term in school.terms}  # fmt: skip
    made = []
    for term in school.terms:
        first_day = year.starts_on if term.number == 1 else same_weekday(term.starts_on)
        is_last = term.number == last[term.kind] and term.ends_on >= school.year.ends_on
        last_day = year.ends_on if is_last else same_weekday(term.ends_on)
        first_day, last_day = chosen.terms.get(term.key, (first_day, last_day))
        made.append(replace(term, starts_on=first_day, ends_on=max(first_day, last_day)))
    return tuple(made)


def _holidays(school: Snapshot, year: Year) -> tuple[Span, ...]:
    """One day stays on its date, several keep their weekdays; those outside the year are left."""
    if "holiday" in school.target_has:
        return ()
    shifted = (
        replace(span, starts_on=a_year_on(span.starts_on), ends_on=a_year_on(span.ends_on))
        if span.starts_on == span.ends_on
        else replace(
            span, starts_on=same_weekday(span.starts_on), ends_on=same_weekday(span.ends_on)
        )
        for span in school.holidays
    )
    return tuple(s for s in shifted if s.ends_on >= year.starts_on and s.starts_on <= year.ends_on)


def choice_of(room: Room, chosen: Choices) -> ClassChoice:
    """What is wanted of a class: as chosen, else up by one with letter and class teacher."""
    usual = ClassChoice(finishes=room.level >= LAST_LEVEL, letter=room.letter,
                        teacher_id=room.teacher_id)  # fmt: skip
    found = chosen.classes.get(room.id)
    if found is None:
        return usual
    return replace(found, finishes=found.finishes or usual.finishes,
                   letter=found.letter or room.letter)  # fmt: skip


def planned_classes(school: Snapshot, chosen: Choices) -> tuple[PlannedClass, ...]:
    """The classes of the next year: those it has, those that come from below, the new first."""
    found = {
        (c.level, c.letter): PlannedClass(
            (c.level, c.letter), c.teacher_id, c.shift, c.days_a_week, c.id
        )
        for c in school.target_classes
    }
    for room in school.classes:
        choice = choice_of(room, chosen)
        if choice.is_now and not choice.finishes:
            key = (room.level + 1, choice.letter)
            teacher = choice.teacher_id if choice.teacher_id in school.working else None
            found.setdefault(key, PlannedClass(key, teacher, room.shift, room.days_a_week))
    for letter in first_letters(school, chosen):
        found.setdefault((1, letter), PlannedClass((1, letter), None, 1, 5))
    return tuple(found[key] for key in sorted(found))


def first_letters(school: Snapshot, chosen: Choices) -> tuple[str, ...]:
    """The letters of the new first classes: as chosen, else those of this year's."""
    if chosen.first_letters is not None:
        return tuple(dict.fromkeys(chosen.first_letters))
    return tuple(sorted({room.letter for room in school.classes if room.level == 1}))


def _fate(pupil: Pupil, room: Room, chosen: Choices, known: set[Key]) -> Fate:
    """The way of the class, unless the pupil has a way of their own."""
    choice = choice_of(room, chosen)
    own = chosen.pupils.get(pupil.student_id)
    if own is None and not choice.is_now:
        return Fate(pupil, Way.LATER)
    if own is None and choice.finishes:
        return Fate(pupil, Way.FINISHES)
    way = own.way if own else Way.PROMOTED
    if way not in INTO_A_CLASS:
        return Fate(pupil, way)
    to = _class_of(room, choice, own, way)
    if to not in known:
        return Fate(pupil, Way.HELD, reason=Reason.NO_CLASS)
    return Fate(pupil, way, to)


def _class_of(room: Room, choice: ClassChoice, own: PupilChoice | None, way: Way) -> Key:
    if own is not None and own.level:
        return own.level, own.letter
    if way is Way.STAYS:
        return room.level, room.letter
    return room.level + 1, choice.letter


def _way_up(room: Room, choice: ClassChoice) -> Key | Reason:
    """Where the groups of a class go: into the class above, or why nowhere."""
    if not choice.is_now:
        return Reason.CLASS_LATER
    return Reason.CLASS_ENDS if choice.finishes else (room.level + 1, choice.letter)


def _checked(fate: Fate, times: int, school: Snapshot, year: Year, chosen: Choices) -> Fate:
    """Nobody is in two classes at once, neither before nor after."""
    if fate.way is Way.LATER:
        return fate
    reason = None
    if fate.pupil.student_id in school.settled:
        reason = Reason.IN_NEW_YEAR
    elif times > 1:
        reason = Reason.TWO_CLASSES
    elif fate.pupil.starts_on > last_day(fate.way, school.year, year, chosen):
        reason = Reason.TOO_LATE
    return Fate(fate.pupil, Way.HELD, reason=reason) if reason else fate


def last_day(way: Way, old: Year, new: Year, chosen: Choices) -> date:
    """A pupil's last day in the old class: the eve of the new year, or the day of leaving."""
    eve = new.starts_on - DAY
    return min(chosen.leaving_on or old.ends_on, eve) if way in OUT else eve
