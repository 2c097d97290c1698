"""Lists of the office come in: checked first, whole or not at all, again without harm, undone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, func, select

from ediary_app import wiring
from ediary_app.access import models as access
from ediary_app.access.context import Actor, Context, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.audit import sealing
from ediary_app.exchange import queries, samples, service, sweeping, undo, uploads
from ediary_app.exchange.models import ImportTrace
from ediary_app.exchange.values import ListKind
from ediary_app.jobs.kinds import KINDS, Work
from ediary_app.journal import marks
from ediary_app.kernel import errors, eventlog
from ediary_app.kernel.db import metadata
from ediary_app.school import models as school
from ediary_app.school import opening
from ediary_app.timetable import models as timetable
from tests.conftest import FixedClock
from tests.given import TODAY, Given

HEAD = samples.PUPIL_HEAD


@pytest.fixture(autouse=True)
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data" / "imports"
    folder.mkdir(parents=True)
    monkeypatch.setattr(uploads, "folder", lambda: folder)
    return folder


@pytest.fixture
def registrar(given: Given) -> Actor:
    made = given.school()
    return given.actor(None, Role.REGISTRAR, made.id)


def bring(
    actor: Actor, data: bytes, kind: ListKind = ListKind.PUPILS
) -> tuple[int, dict[int, str]]:
    """Upload a table; gives the batch and the mapping as the page would propose it."""
    batch_id = perform(service.upload, actor=actor, kind=kind, file_name="список.xlsx", data=data)
    draft = perform(queries.draft, actor=actor, batch_id=batch_id)
    return batch_id, {c.index: c.meaning for c in draft.columns if c.meaning}


def dry_run(actor: Actor, data: bytes, kind: ListKind = ListKind.PUPILS) -> queries.Report:
    batch_id, mapping = bring(actor, data, kind)
    return perform(queries.check, actor=actor, batch_id=batch_id, mapping=mapping)


def take_in(actor: Actor, data: bytes, kind: ListKind = ListKind.PUPILS) -> queries.Report:
    batch_id, mapping = bring(actor, data, kind)
    return perform(service.import_list, actor=actor, batch_id=batch_id, mapping=mapping)


def rows(*changed: Callable[[list[list[Any]]], None]) -> list[list[Any]]:
    made = samples.pupil_rows(5, school_class="7А")
    for change in changed:
        change(made)
    return made


def table(found: list[list[Any]]) -> bytes:
    return samples.workbook(HEAD, found, title="Список 7А класса")


def counts(given: Given, *but: str) -> dict[str, int]:
    """How many rows each table of the lists has."""
    left_out = {"import_batch", "import_trace", "import_columns", "event", "outbox", "seal",
                "event_personal", "performed", *but}  # fmt: skip
    with given.runtime.database.session(writes=False) as session:
        return {
            t.name: session.scalar(select(func.count()).select_from(t)) or 0
            for t in metadata.tables.values()
            if t.name not in left_out
        }


def everything(given: Given, *models: Any) -> list[Any]:
    with given.runtime.database.session(writes=False) as session:
        return [tuple(row) for m in models for row in session.execute(select(m.__table__))]


def test_a_dry_run_says_what_would_come_and_writes_nothing(given: Given, registrar: Actor) -> None:
    before = counts(given)
    report = dry_run(registrar, table(rows()))
    assert (report.new, report.changed, report.unchanged, report.problems) == (5, 0, 0, 0)
    assert {m.title: m.count for m in report.makes}["Pupils"] == 5
    assert any("Адрес" in m.text for m in report.messages)
    assert counts(given) == before


def test_a_class_list_brings_pupils_parents_and_accounts(given: Given, registrar: Actor) -> None:
    take_in(registrar, table(rows()))
    with given.runtime.database.session(writes=False) as session:
        found = session.execute(
            select(school.Person.family_name, school.Person.birth_date, school.SchoolClass.letter)
            .join(school.Student, school.Student.person_id == school.Person.id)
            .join(school.Enrolment, school.Enrolment.student_id == school.Person.id)
            .join(school.SchoolClass, school.SchoolClass.id == school.Enrolment.class_id)
        ).all()
        roles = session.scalars(select(access.AccountRole.role)).all()
        logins = session.scalars(select(access.Account.login)).all()
        passwords = session.scalars(select(access.Account.password_hash)).all()
    assert len(found) == 5
    assert {row.letter for row in found} == {"А"}
    assert roles.count("student") == 5
    assert roles.count("parent") == len([c for row in rows() for c in (row[6], row[8]) if c])
    assert any("." in login and login.isascii() for login in logins)
    assert set(passwords) == {None}


def test_the_same_file_again_changes_nothing(given: Given, registrar: Actor) -> None:
    take_in(registrar, table(rows()))
    before = counts(given)
    report = take_in(registrar, table(rows()))
    assert (report.new, report.changed, report.unchanged) == (0, 0, 5)
    assert report.makes == ()
    assert counts(given) == before


def test_a_changed_cell_is_exactly_that_change(given: Given, registrar: Actor) -> None:
    take_in(registrar, table(rows()))

    def other_birthday(found: list[list[Any]]) -> None:
        found[2][3] = date(2013, 5, 5)

    report = take_in(registrar, table(rows(other_birthday)))
    assert (report.new, report.changed, report.unchanged) == (0, 1, 4)
    with given.runtime.database.session(writes=False) as session:
        last = session.execute(
            select(ImportTrace).order_by(ImportTrace.id.desc()).limit(1)
        ).scalar_one()
    assert (last.subject, last.act) == ("person", "changed")
    assert last.after is not None
    assert last.after["birth_date"] == "2013-05-05"


def test_one_bad_row_stops_the_whole_import(given: Given, registrar: Actor) -> None:
    def broken(found: list[list[Any]]) -> None:
        found[3][3] = "32.13.2013"

    before = counts(given)
    report = dry_run(registrar, table(rows(broken)))
    problem = report.messages[0]
    assert report.problems == 1
    assert (problem.severity, problem.row) == ("problem", 7)
    assert problem.column.startswith("D")
    with pytest.raises(errors.Invalid):
        take_in(registrar, table(rows(broken)))
    assert counts(given) == before


def test_namesakes_are_asked_about_and_never_joined(given: Given, registrar: Actor) -> None:
    take_in(registrar, table(rows()))
    name = rows()[0][1]
    twin = [99, name, "7А", date(2013, 12, 30), "", "", "", "", "", "", ""]
    report = dry_run(registrar, table([twin]))
    assert report.problems == 1
    other_class = [99, name, "7Б", date(2013, 12, 30), "", "", "", "", "", "", ""]
    report = dry_run(registrar, table([other_class]))
    assert (report.problems, report.new) == (0, 1)


def test_two_rows_of_the_same_pupil_are_a_problem(registrar: Actor) -> None:
    found = rows()
    report = dry_run(registrar, table([*found, found[0]]))
    assert report.problems == 1


def test_siblings_share_a_parent_known_by_name_and_phone(given: Given, registrar: Actor) -> None:
    found = rows()
    found[1][6], found[1][7] = found[0][6], found[0][7]
    take_in(registrar, table(found[:2]))
    mothers = [g for g in everything(given, school.Guardianship) if "mother" in g]
    with given.runtime.database.session(writes=False) as session:
        distinct = session.scalar(
            select(func.count(func.distinct(school.Guardianship.guardian_id))).where(
                school.Guardianship.kinship == "mother"
            )
        )
    assert (len(mothers), distinct) == (2, 1)


def test_a_transfer_keeps_the_time_in_the_old_class(given: Given, registrar: Actor) -> None:
    take_in(registrar, table(rows()))

    def moved(found: list[list[Any]]) -> None:
        found[0][2] = "7 «Б»"

    report = take_in(registrar, table(rows(moved)))
    assert (report.changed, report.unchanged) == (1, 4)
    with given.runtime.database.session(writes=False) as session:
        spans = session.execute(
            select(school.Enrolment.starts_on, school.Enrolment.ends_on, school.SchoolClass.letter)
            .join(school.SchoolClass, school.SchoolClass.id == school.Enrolment.class_id)
            .where(school.Enrolment.student_id.in_(  # type: ignore[attr-defined]
                select(school.Enrolment.student_id).where(school.Enrolment.ends_on.is_not(None))))  # type: ignore[union-attr]
            .order_by(school.Enrolment.starts_on)
        ).all()  # fmt: skip
    assert [tuple(s) for s in spans] == [
        (date(2026, 9, 1), date(2026, 11, 17), "А"),
        (date(2026, 11, 18), None, "Б"),
    ]


def test_an_old_first_day_in_the_list_does_not_undo_a_transfer(
    given: Given, registrar: Actor
) -> None:
    head = ("ФИО", "Класс", "Дата рождения", "Дата зачисления")

    def listed(school_class: str, since: str) -> bytes:
        return samples.workbook(head, [["Сомов Илья", school_class, "01.02.2013", since]])

    take_in(registrar, listed("7А", "02.09.2026"))
    take_in(registrar, listed("7Б", "02.09.2026"))
    assert take_in(registrar, listed("7Б", "02.09.2026")).unchanged == 1
    with given.runtime.database.session(writes=False) as session:
        spans = session.execute(
            select(school.Enrolment.starts_on, school.Enrolment.ends_on).order_by(
                school.Enrolment.starts_on
            )
        ).all()
    assert [tuple(s) for s in spans] == [
        (date(2026, 9, 2), date(2026, 11, 17)),
        (date(2026, 11, 18), None),
    ]


def test_a_check_asks_the_database_as_often_for_many_rows_as_for_few(
    given: Given, registrar: Actor
) -> None:
    asked: list[str] = []
    event.listen(
        given.runtime.database.engine, "before_cursor_execute", lambda *a: asked.append(a[2])
    )
    few, many = (table(samples.pupil_rows(n, school_class="7А")) for n in (10, 200))
    take_in(registrar, table(rows()))
    said = []
    for data in (few, many):
        batch_id, mapping = bring(registrar, data)
        asked.clear()
        perform(queries.check, actor=registrar, batch_id=batch_id, mapping=mapping)
        said.append(len([s for s in asked if s.startswith("SELECT")]))
    assert said[0] == said[1] <= 12


def test_who_is_no_longer_listed_is_told_and_stays(given: Given, registrar: Actor) -> None:
    take_in(registrar, table(rows()))
    before = counts(given)
    report = take_in(registrar, table(rows()[1:]))
    name = " ".join(rows()[0][1].split()[:2])
    assert any(name in m.text for m in report.messages)
    assert counts(given) == before


def test_undo_takes_everything_back(given: Given, registrar: Actor) -> None:
    before = counts(given)
    take_in(registrar, table(rows()))
    take_in(registrar, table(rows(lambda found: found[0].__setitem__(3, date(2013, 5, 5)))))
    lines = perform(queries.history, actor=registrar).lines
    assert [line.may_undo for line in lines] == [True, True]
    with pytest.raises(errors.Conflict, match="import_used"):
        perform(undo.undo, actor=registrar, batch_id=lines[1].id)
    for line in lines:
        perform(undo.undo, actor=registrar, batch_id=line.id)
    assert counts(given) == before
    assert [x.state for x in perform(queries.history, actor=registrar).lines] == ["undone"] * 2


def test_undo_is_refused_once_somebody_uses_what_came(given: Given, registrar: Actor) -> None:
    take_in(registrar, table(rows()))
    with given.runtime.database.session() as session:
        account = session.scalars(select(access.Account).order_by(access.Account.id.desc())).first()  # type: ignore[union-attr]
        assert account is not None
        account.password_hash = "set"
    line = perform(queries.history, actor=registrar).lines[0]
    before = counts(given)
    with pytest.raises(errors.Conflict, match="import_used"):
        perform(undo.undo, actor=registrar, batch_id=line.id)
    assert counts(given) == before


def test_undo_is_refused_in_words_once_a_mark_was_set(given: Given, registrar: Actor) -> None:
    take_in(registrar, samples.staff_file(10), ListKind.STAFF)
    take_in(registrar, table(rows()))
    take_in(registrar, samples.timetable_file("7А"), ListKind.TIMETABLE)
    with given.runtime.database.session(writes=False) as session:
        of_school = session.get_one(school.School, registrar.school_id)
        lesson = session.scalars(
            select(timetable.Lesson).where(timetable.Lesson.date == TODAY)
        ).first()
        assert lesson is not None
        teacher_is = session.get_one(school.Person, lesson.teacher_id)
        pupil = session.scalars(select(school.Student.person_id)).first()
    teacher = given.actor(teacher_is, Role.TEACHER)
    kind_id = given.kind_id(of_school)
    mark = {"lesson_id": lesson.id, "student_id": pupil, "kind_id": kind_id, "value": "5"}
    perform(marks.set_mark, actor=teacher, **mark)
    before = counts(given)
    for line in perform(queries.history, actor=registrar).lines[:2]:
        with pytest.raises(errors.Conflict) as refusal:
            perform(undo.undo, actor=registrar, batch_id=line.id)
        assert "cannot be undone" in str(refusal.value.message)
    assert counts(given) == before


def test_what_nobody_imports_is_forgotten_after_a_day(
    given: Given, clock: FixedClock, data_folder: Path, registrar: Actor
) -> None:
    batch_id, mapping = bring(registrar, table(rows()))
    clock.now += timedelta(hours=25)
    assert sweeping.KIND in wiring.CLOCKWORK
    with given.runtime.database.session() as session:
        actor = system_actor("sweep")
        ctx = Context(session=session, actor=actor, now=clock.now, zone=given.runtime.zone)
        KINDS[sweeping.KIND].function(ctx, Work(1, None, None, {}, ()))
    assert list(data_folder.iterdir()) == []
    with pytest.raises(errors.Conflict):
        perform(queries.check, actor=registrar, batch_id=batch_id, mapping=mapping)


def test_staff_and_a_timetable_make_a_school_year_of_lessons(
    given: Given, registrar: Actor
) -> None:
    take_in(registrar, samples.staff_file(10, leads="7А"), ListKind.STAFF)
    take_in(registrar, samples.pupils_file(5, school_class="7А"))
    before = counts(given, "bell", "bell_schedule")
    report = take_in(registrar, samples.timetable_file("7А"), ListKind.TIMETABLE)
    assert (report.new, report.problems) == (30, 0)
    after = counts(given)
    assert after["timetable_entry"] == 30
    assert after["teaching_group"] == 10
    assert after["group_member"] == 50
    assert after["lesson"] > 900
    again = take_in(registrar, samples.timetable_file("7А"), ListKind.TIMETABLE)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 30)
    assert counts(given) == after
    for line in perform(queries.history, actor=registrar).lines[:2]:
        perform(undo.undo, actor=registrar, batch_id=line.id)
    assert counts(given, "bell", "bell_schedule") == before


def test_a_changed_timetable_holds_from_today(given: Given, registrar: Actor) -> None:
    take_in(registrar, samples.staff_file(10), ListKind.STAFF)
    take_in(registrar, samples.timetable_file("7А"), ListKind.TIMETABLE)
    total = counts(given)["lesson"]
    report = take_in(registrar, samples.timetable_file("7А", lessons_a_day=5), ListKind.TIMETABLE)
    assert report.problems == 0
    with given.runtime.database.session(writes=False) as session:
        lesson = timetable.Lesson
        past = session.scalar(select(func.count()).where(lesson.date < date(2026, 11, 18)))
        sixth = session.scalar(
            select(func.count()).where(lesson.date >= date(2026, 11, 18), lesson.slot == 6)
        )
    assert past
    assert sixth == 0
    assert counts(given)["lesson"] < total


def test_a_grid_is_the_same_timetable(given: Given, registrar: Actor) -> None:
    take_in(registrar, samples.staff_file(10), ListKind.STAFF)
    take_in(registrar, samples.timetable_file("7А"), ListKind.TIMETABLE)
    report = dry_run(registrar, samples.grid_file(("7А", "7Б")), ListKind.TIMETABLE)
    assert (report.unchanged, report.new, report.problems) == (30, 30, 0)


def test_assignments_make_groups_and_divide_the_class(given: Given, registrar: Actor) -> None:
    take_in(registrar, samples.staff_file(3), ListKind.STAFF)
    take_in(registrar, table(rows()))
    names = [" ".join(name) for name in samples.teachers(3)]
    head = ("Класс", "Предмет", "Учитель", "Группа", "Часов в неделю")
    loads = [
        ["7А", "Алгебра", names[0], "", 3],
        ["7А", "Английский язык", names[1], "1", 3],
        ["7А", "Английский язык", names[2], "2 группа", 3],
    ]
    data = samples.workbook(head, loads)
    assert take_in(registrar, data, ListKind.ASSIGNMENTS).new == 3
    with given.runtime.database.session(writes=False) as session:
        sizes = dict(
            session.execute(
                select(school.Group.name, func.count())
                .join(school.GroupMember, school.GroupMember.group_id == school.Group.id)
                .group_by(school.Group.name)
            ).all()
        )
    assert sizes == {"7А": 5, "7А гр. 1": 3, "7А гр. 2": 2}
    again = take_in(registrar, data, ListKind.ASSIGNMENTS)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)


def test_guardians_come_in_a_list_of_their_own(given: Given, registrar: Actor) -> None:
    found = rows()
    take_in(registrar, table(found))
    head = ("ФИО родителя", "Кем приходится", "Телефон", "Ученик", "Класс")
    data = samples.workbook(
        head,
        [
            ["Сомова Раиса Львовна", "опекун", "89221112233", found[0][1], "7а"],
            ["Сомова Раиса Львовна", "опекун", "8(922)111-22-33", found[1][1], "7-А"],
        ],
    )
    report = take_in(registrar, data, ListKind.GUARDIANS)
    assert (report.changed, report.problems) == (2, 0)
    assert {m.title: m.count for m in report.makes}["People"] == 1
    assert take_in(registrar, data, ListKind.GUARDIANS).unchanged == 2
    stranger = samples.workbook(head, [["Сомова Раиса Львовна", "", "", "Нетов Нет", "7А"]])
    assert dry_run(registrar, stranger, ListKind.GUARDIANS).problems == 1


def test_a_school_without_anything_gets_its_year(given: Given) -> None:
    bare = given.save(school.School(name="Новая школа", short_name="Новая", code="new"))
    office = given.actor(None, Role.REGISTRAR, bare.id)
    report = dry_run(office, table(rows()))
    assert any("2026/27" in m.text for m in report.messages)
    take_in(office, table(rows()))
    after = counts(given)
    assert (after["school_year"], after["term"], after["level_plan"]) == (1, 6, 11)
    assert take_in(office, table(rows())).unchanged == 5


def test_only_the_system_makes_a_school_and_a_year_is_opened_once(given: Given) -> None:
    system = system_actor("tests")
    asked = {"code": "school-7", "name": "Школа № 7"}
    school_id = perform(opening.make_school, actor=system, **asked)
    head = given.actor(None, Role.DEPUTY_HEAD, school_id)
    with pytest.raises(errors.Conflict):
        perform(opening.make_school, actor=system, **asked)
    with pytest.raises(errors.Denied):
        perform(opening.make_school, actor=head, code="mine", name="Моя")
    perform(opening.open_school_year, actor=head, first_year=2026)
    with pytest.raises(errors.Conflict):
        perform(opening.open_school_year, actor=head, first_year=2026)
    after = counts(given)
    assert (after["school_year"], after["term"], after["holiday"]) == (1, 6, 9)


def test_a_teacher_may_not_import(given: Given) -> None:
    made = given.school()
    teacher = given.actor(given.teacher(made), Role.TEACHER)
    with pytest.raises(errors.Denied):
        bring(teacher, table(rows()))


def test_a_neighbour_school_sees_nothing_of_it(given: Given, registrar: Actor) -> None:
    batch_id, mapping = bring(registrar, table(rows()))
    neighbour = given.actor(None, Role.REGISTRAR, given.school("Школа № 6").id)
    for act in (
        lambda: perform(queries.draft, actor=neighbour, batch_id=batch_id),
        lambda: perform(queries.check, actor=neighbour, batch_id=batch_id, mapping=mapping),
        lambda: perform(service.import_list, actor=neighbour, batch_id=batch_id, mapping=mapping),
        lambda: perform(service.discard, actor=neighbour, batch_id=batch_id),
        lambda: perform(undo.undo, actor=neighbour, batch_id=batch_id),
    ):
        with pytest.raises(errors.NotFound):
            act()
    perform(service.import_list, actor=registrar, batch_id=batch_id, mapping=mapping)
    assert perform(queries.history, actor=neighbour).lines == ()
    assert dry_run(neighbour, table(rows())).new == 5


def test_the_chosen_columns_are_remembered(registrar: Actor) -> None:
    odd = samples.workbook(("Кто", "Класс", "Когда"), [["Сомов Илья Ильич", "7А", "02.02.2013"]])
    batch_id, guessed = bring(registrar, odd)
    assert guessed == {1: "class"}
    chosen = {0: "full_name", 1: "class", 2: "birth"}
    perform(service.import_list, actor=registrar, batch_id=batch_id, mapping=chosen)
    _again, remembered = bring(registrar, odd)
    assert remembered == chosen


def test_the_history_tells_of_the_import_and_stays_whole(given: Given, registrar: Actor) -> None:
    take_in(registrar, table(rows()))
    sealing.seal_all(given.runtime)
    with given.runtime.database.session(writes=False) as session:
        kinds = session.scalars(select(eventlog.event_table.c.kind)).all()
        assert eventlog.verify(session).is_clean
    assert kinds.count("school.lists_imported") == 1


def test_the_file_is_gone_after_the_import(data_folder: Path, registrar: Actor) -> None:
    batch_id, mapping = bring(registrar, table(rows()))
    assert len(list(data_folder.iterdir())) == 1
    perform(service.import_list, actor=registrar, batch_id=batch_id, mapping=mapping)
    perform(service.forget_file, actor=registrar, batch_id=batch_id)
    assert list(data_folder.iterdir()) == []
