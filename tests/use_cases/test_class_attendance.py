"""The class teacher's attendance: suggestions, the day, the month, reasons with papers, calls."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest

from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.audit import service as audit
from ediary_app.consent.models import Contact
from ediary_app.consent.values import ContactKind, Provenance
from ediary_app.journal import (
    attendance,
    calls,
    class_day,
    class_month,
    ground_desk,
    ground_plan,
    grounds,
    history,
    sheet,
)
from ediary_app.journal.models import Attendance
from ediary_app.journal.values import CallAnswer, DocumentKind
from ediary_app.kernel import errors
from ediary_app.school.models import Group, Person, School, SchoolClass
from ediary_app.timetable.models import Lesson
from tests.conftest import FixedClock
from tests.given import TODAY, Given

YESTERDAY = TODAY - timedelta(days=1)
PAPER = {"document": DocumentKind.MEDICAL, "document_number": "№ 15", "document_date": TODAY}


@dataclass
class Scene:
    """7А with its class teacher, a subject teacher, three lessons today and one yesterday."""

    given: Given
    school: School
    in_class: SchoolClass
    leader: SessionToken
    teacher: SessionToken
    leader_person: Person
    pupils: list[Person]
    algebra: Group
    sport: Group
    first: Lesson
    second: Lesson
    third: Lesson
    yesterday: Lesson

    def set_code(self, lesson: Lesson, code: str | None, pupil: int = 0) -> int:
        who = {"lesson_id": lesson.id, "student_id": self.pupils[pupil].id}
        return perform(attendance.set_attendance, actor=self.teacher, code=code, **who)

    def call_roll(self, *lessons: Lesson, absent: tuple[int, ...] = ()) -> None:
        for lesson in lessons:
            entries = [{"student_id": self.pupils[n].id, "code": "Н"} for n in absent]
            perform(attendance.take_roll, actor=self.teacher, lesson_id=lesson.id, entries=entries)

    def suggestions(self, lesson: Lesson, who: SessionToken | None = None) -> list[Any]:
        shown = perform(sheet.lesson_sheet, actor=who or self.teacher, lesson_id=lesson.id)
        return list(shown.suggestions)

    def ground(self, pupil: int = 0, **more: Any) -> dict[str, Any]:
        return {
            "student_id": self.pupils[pupil].id, "code": "УП", "first_day": TODAY,
            "last_day": TODAY, **PAPER, **more,
        }  # fmt: skip

    def set_ground(self, pupil: int = 0, **more: Any) -> int:
        return perform(grounds.set_ground, actor=self.leader, ground=self.ground(pupil, **more))

    def codes(self) -> dict[tuple[int, int], str | None]:
        """(lesson, pupil) → code as it stands."""
        with self.given.runtime.database.session(writes=False) as session:
            rows = session.query(Attendance).all()
            return {(r.lesson_id, r.student_id): r.code for r in rows}

    def code(self, lesson: Lesson, pupil: int = 0) -> str | None:
        return self.codes().get((lesson.id, self.pupils[pupil].id))  # type: ignore[arg-type]


@pytest.fixture
def scene(given: Given) -> Scene:
    return a_scene(given, 3)


def a_scene(given: Given, pupils: int) -> Scene:
    school = given.school()
    leader, orlova = given.teacher(school, "Классная"), given.teacher(school)
    seventh = given.school_class(school, 7, "А", leader.id)
    children = [given.student(seventh, f"Петров{'а' * n}", "Иван") for n in range(pupils)]
    algebra = given.group(seventh, "Алгебра", children, orlova)
    sport = given.group(seventh, "Физкультура", children, orlova)
    lessons = [given.lesson(algebra, orlova, slot=n) for n in (1, 2)]
    third = given.lesson(sport, orlova, slot=3)
    return Scene(
        given, school, seventh, given.signed_in(leader, Role.CLASS_TEACHER),
        given.signed_in(orlova, Role.TEACHER), leader, children, algebra, sport, *lessons, third,
        given.lesson(algebra, orlova, on=YESTERDAY, slot=1),
    )  # fmt: skip


def test_who_was_absent_in_the_lesson_before_is_suggested_and_nothing_is_written(
    scene: Scene,
) -> None:
    scene.call_roll(scene.first, absent=(0, 2))
    ids = [p.id for p in scene.pupils]
    assert scene.suggestions(scene.second) == [
        (ids[0], "Н", "lesson", 1), (ids[2], "Н", "lesson", 1),
    ]  # fmt: skip
    assert scene.code(scene.second) is None


def test_who_came_back_is_not_suggested_and_another_day_does_not_count(scene: Scene) -> None:
    scene.call_roll(scene.yesterday, absent=(1,))
    scene.call_roll(scene.first, absent=(0,))
    scene.call_roll(scene.second)
    assert scene.suggestions(scene.third) == []


def test_a_lesson_whose_roll_was_called_needs_no_suggestion(scene: Scene) -> None:
    scene.call_roll(scene.first, absent=(0,))
    scene.call_roll(scene.second, absent=(0,))
    assert scene.suggestions(scene.second) == []


def test_a_known_reason_weighs_more_than_the_lesson_before(scene: Scene) -> None:
    scene.call_roll(scene.first, absent=(0,))
    scene.set_ground()
    assert scene.suggestions(scene.second) == [(scene.pupils[0].id, "УП", "reason", 0)]


def test_illness_is_told_to_the_class_teacher_alone(scene: Scene) -> None:
    scene.set_ground(code="Б")
    own = scene.given.lesson(scene.algebra, scene.leader_person, slot=4)
    assert scene.suggestions(scene.second) == [(scene.pupils[0].id, "Н", "reason", 0)]
    assert scene.suggestions(own, scene.leader) == [(scene.pupils[0].id, "Б", "reason", 0)]


def test_an_exemption_is_suggested_in_its_subject_only_and_changes_nothing(scene: Scene) -> None:
    scene.set_code(scene.third, "Н")
    scene.set_ground(code="ОСВ", subject_id=scene.sport.subject_id,
                     last_day=TODAY + timedelta(days=30))  # fmt: skip
    assert scene.suggestions(scene.second) == []
    assert scene.suggestions(scene.third) == [(scene.pupils[0].id, "ОСВ", "exemption", 0)]
    assert scene.code(scene.third) == "Н"


def test_a_reason_changes_the_absences_of_its_span_and_no_other_and_the_history_tells(
    scene: Scene,
) -> None:
    scene.call_roll(scene.yesterday, scene.first, scene.second, absent=(0, 1))
    scene.set_code(scene.second, "ОП")
    number = scene.set_ground(code="Б", first_day=YESTERDAY, last_slot=1)
    assert [scene.code(x) for x in (scene.yesterday, scene.first, scene.second)] == [
        "Б", "Б", "ОП",
    ]  # fmt: skip
    assert scene.code(scene.first, 1) == "Н"
    told = perform(history.cell_history, actor=scene.leader, lesson_id=scene.first.id,
                   student_id=scene.pupils[0].id)  # fmt: skip
    assert [(c.before, c.value, c.who) for c in told] == [
        ("", "Н", "Орлова В. И."), ("Н", "Б", "Классная В. И."),
    ]  # fmt: skip
    assert str(number) in told[1].reason


def test_the_preview_says_what_will_change_and_changes_nothing(scene: Scene) -> None:
    scene.call_roll(scene.first, absent=(0,))
    shown = perform(ground_plan.ground_preview, actor=scene.leader, ground=scene.ground())
    assert [(c.slot, c.before, c.after) for c in shown.changes] == [(1, "Н", "УП")]
    assert (shown.ahead, scene.code(scene.first)) == (2, "Н")


def test_a_reason_is_taken_back_but_for_what_was_changed_since(scene: Scene) -> None:
    scene.call_roll(scene.first, scene.second, absent=(0,))
    number = scene.set_ground(code="УП")
    scene.set_code(scene.second, "НП")
    assert perform(grounds.undo_ground, actor=scene.leader, ground_id=number) == 1
    assert [scene.code(scene.first), scene.code(scene.second)] == ["Н", "НП"]
    with pytest.raises(errors.Conflict):
        perform(grounds.undo_ground, actor=scene.leader, ground_id=number)


def test_absences_recorded_later_follow_a_reason_when_one_asks_for_it(scene: Scene) -> None:
    number = scene.set_ground(code="Б")
    scene.call_roll(scene.first, absent=(0,))
    assert scene.code(scene.first) == "Н"
    desk = perform(ground_desk.ground_desk, actor=scene.leader)
    assert [(g.id, g.left) for g in desk.grounds] == [(number, 1)]
    assert perform(grounds.renew_ground, actor=scene.leader, ground_id=number) == 1
    assert scene.code(scene.first) == "Б"
    assert perform(grounds.undo_ground, actor=scene.leader, ground_id=number) == 1
    assert scene.code(scene.first) == "Н"


def test_the_same_reason_is_not_written_twice(scene: Scene) -> None:
    scene.set_ground()
    with pytest.raises(errors.Conflict):
        scene.set_ground()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"code": "Н"}, "code"),
        ({"code": "ОСВ"}, "subject_id"),
        ({"last_day": YESTERDAY}, "last_day"),
        ({"last_day": TODAY + timedelta(days=400)}, "last_day"),
        ({"document_number": ""}, "document_number"),
        ({"document_number": "ангина, 5 дней дома"}, "document_number"),
        ({"document_date": None}, "document_date"),
        ({"document_date": TODAY + timedelta(days=1)}, "document_date"),
    ],
)
def test_a_reason_must_say_for_when_and_by_which_paper_and_no_diagnosis(
    scene: Scene, wrong: dict[str, Any], field: str
) -> None:
    with pytest.raises(errors.Invalid) as refusal:
        scene.set_ground(**wrong)
    assert field in refusal.value.fields


def test_the_desk_gathers_days_in_a_row_without_a_reason(scene: Scene) -> None:
    scene.call_roll(scene.yesterday, scene.first, scene.second, absent=(0,))
    shown = perform(ground_desk.ground_desk, actor=scene.leader).absences
    assert [(a.student_id, a.first_day, a.last_day, a.first_slot, a.last_slot, a.lessons)
            for a in shown] == [(scene.pupils[0].id, YESTERDAY, TODAY, 1, 2, 3)]  # fmt: skip


def test_only_who_leads_the_class_sets_reasons_and_notes_calls(scene: Scene) -> None:
    other = scene.given.teacher(scene.school, "Чужая")
    scene.given.school_class(scene.school, 7, "Б", other.id)
    stranger = scene.given.signed_in(other, Role.CLASS_TEACHER)
    number = scene.set_ground()
    acts: list[tuple[Any, dict[str, Any]]] = [
        (grounds.set_ground, {"ground": scene.ground()}),
        (ground_plan.ground_preview, {"ground": scene.ground()}),
        (grounds.undo_ground, {"ground_id": number}),
        (grounds.renew_ground, {"ground_id": number}),
        (calls.record_call, {"student_id": scene.pupils[0].id, "answer": CallAnswer.KNOWS}),
        (class_day.class_day, {"class_id": scene.in_class.id}),
        (class_month.class_month, {"class_id": scene.in_class.id}),
        (class_month.exported, {"class_id": scene.in_class.id, "month": TODAY}),
    ]
    for act, asked in acts:
        with pytest.raises(errors.NotFound):
            perform(act, actor=stranger, **asked)
        with pytest.raises(errors.Denied):
            perform(act, actor=scene.teacher, **asked)


def test_the_deputy_head_reads_the_class_without_illness_phones_or_acts(scene: Scene) -> None:
    a_phone(scene)
    scene.call_roll(scene.first, scene.second, absent=(0, 1))
    scene.set_ground(code="Б")
    deputy = scene.given.signed_in(scene.given.teacher(scene.school, "Завуч"), Role.DEPUTY_HEAD)
    day = perform(class_day.class_day, actor=deputy, class_id=scene.in_class.id)
    month = perform(class_month.class_month, actor=deputy, class_id=scene.in_class.id)
    assert [line.cells for line in day.missed] == [("Н", "Н", "?"), ("Н", "Н", "?")]
    assert [c.relatives for c in day.calls] == [()] * len(day.calls)
    assert (month.total, month.ill, month.following.leads) == (4, 0, False)
    with pytest.raises(errors.Denied):
        perform(grounds.set_ground, actor=deputy, ground=scene.ground())


def a_phone(scene: Scene) -> None:
    mother = scene.given.guardian_of(scene.pupils[0])
    scene.given.guardian_of(scene.pupils[0], family="Отстранённый", court_limit=True)
    scene.given.save(
        Contact(school_id=scene.school.id, person_id=mother.id, kind=ContactKind.PHONE,
                value="+79041234567", provenance=Provenance.PAPER)
    )  # fmt: skip


def test_the_day_shows_who_is_absent_by_lesson_who_is_late_and_whose_roll_is_not_called(
    scene: Scene,
) -> None:
    scene.call_roll(scene.first, absent=(0,))
    scene.set_code(scene.first, "ОП", pupil=1)
    day = perform(class_day.class_day, actor=scene.leader)
    assert [(m.name, m.cells, m.is_away) for m in day.missed] == [
        ("Петров Иван", ("Н", "?", "?"), True), ("Петрова Иван", ("ОП", "?", "?"), False),
    ]  # fmt: skip
    assert (day.slots, day.size, day.away, day.late) == ((1, 2, 3), 3, 1, 1)
    assert [(u.slot, u.subject, u.teacher) for u in day.uncalled] == [
        (2, "Алгебра", "Орлова В. И."), (3, "Физкультура", "Орлова В. И."),
    ]  # fmt: skip
    assert (day.before, day.after) == (YESTERDAY, None)


def test_a_family_is_called_when_the_second_lesson_has_begun_and_nobody_has_said_a_word(
    scene: Scene, clock: FixedClock
) -> None:
    a_phone(scene)
    scene.call_roll(scene.first, absent=(0,))
    early = clock.now
    clock.now = early - timedelta(hours=1, minutes=30)
    assert perform(class_day.class_day, actor=scene.leader).calls == ()
    clock.now = early
    (due,) = perform(class_day.class_day, actor=scene.leader).calls
    assert (due.student_id, due.since, due.answer) == (scene.pupils[0].id, 1, "")
    assert [(r.phone, r.dialled) for r in due.relatives] == [("+7 904 123-45-67", "+79041234567")]
    perform(calls.record_call, actor=scene.leader, student_id=due.student_id,
            answer=CallAnswer.ON_THE_WAY)  # fmt: skip
    (done,) = perform(class_day.class_day, actor=scene.leader).calls
    assert (done.answer, done.who, done.at) == ("on_the_way", "Классная В. И.", clock.now)


@pytest.mark.parametrize("code", ["УП", "Б"])
def test_a_known_reason_or_a_return_ends_the_call(scene: Scene, code: str) -> None:
    scene.call_roll(scene.first, absent=(0, 1))
    scene.set_ground(code=code)
    scene.call_roll(scene.second)
    assert perform(class_day.class_day, actor=scene.leader).calls == ()


def test_the_month_counts_missed_lessons_by_pupil_day_and_reason(scene: Scene) -> None:
    scene.call_roll(scene.yesterday, scene.first, scene.second, absent=(0,))
    scene.set_code(scene.first, "ОП", pupil=2)
    scene.set_ground(code="Б", first_day=YESTERDAY, last_day=YESTERDAY)
    month = perform(class_month.class_month, actor=scene.leader)
    assert month.days == (YESTERDAY, TODAY)
    assert [(r.cells, r.total, r.ill, r.unknown, r.late) for r in month.rows] == [
        (("1 Б", "2 Н"), 3, 1, 2, 0), (("", ""), 0, 0, 0, 0), (("", ""), 0, 0, 0, 1),
    ]  # fmt: skip
    assert (month.sums, month.total, month.before, month.after) == (
        (1, 2), 3, date(2026, 10, 31), date(2026, 12, 1),
    )  # fmt: skip


def test_the_month_is_taken_away_as_a_table(scene: Scene) -> None:
    scene.call_roll(scene.first, absent=(0,))
    table = perform(class_month.exported, actor=scene.leader, class_id=scene.in_class.id,
                    month=TODAY)  # fmt: skip
    assert len(table.rows) == 3
    assert {len(row) for row in table.rows} == {len(table.head)}
    assert table.rows[0] == ("Петров Иван", "", "1 Н", 1, 0, 0, 1, 0, 0)


def test_former_codes_go_when_the_history_of_the_pupil_is_erased(scene: Scene) -> None:
    scene.call_roll(scene.first, absent=(0,))
    number = scene.set_ground(code="Б")
    officer = scene.given.actor(None, Role.DATA_OFFICER, scene.school.id)
    perform(audit.erase_personal, actor=officer, about_id=scene.pupils[0].id, ground="Акт № 1")
    assert perform(grounds.undo_ground, actor=scene.leader, ground_id=number) == 0
    assert scene.code(scene.first) == "Б"


def test_a_class_teacher_without_a_class_sees_an_empty_page(given: Given) -> None:
    school = given.school()
    nobody = given.signed_in(given.teacher(school), Role.CLASS_TEACHER)
    assert perform(class_day.class_day, actor=nobody).following.id == 0
    assert perform(class_month.class_month, actor=nobody).rows == ()
    assert perform(ground_desk.ground_desk, actor=nobody).pupils == ()
