"""Lists of the portal: what a declaration promises is kept, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from ediary_app import wiring
from ediary_app.access.context import Actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.journal.sheet import lesson_sheet
from ediary_app.kernel import errors
from ediary_app.lowcode import catalogue, files
from ediary_app.lowcode.acts import act
from ediary_app.lowcode.files import FileFormat
from ediary_app.lowcode.resources import RESOURCES
from ediary_app.school.models import School
from ediary_app.ui.admin import data_address
from tests.conftest import FixedClock
from tests.given import Given

assert wiring.LISTS


@pytest.fixture
def office(given: Given) -> Actor:
    school = given.school()
    actor = given.actor(given.person(school, "Яковлева"), Role.ADMINISTRATOR)
    return replace(actor, language="ru")


def do(actor: Actor, of_list: str, name: str, **said: Any) -> Any:
    return perform(act(of_list, name), actor=actor, **said)


def names_in(actor: Actor, of_list: str, **said: Any) -> list[str]:
    return [row.cells[0] for row in do(actor, of_list, "browse", **said).rows]


def room(actor: Actor, name: str, seats: str = "") -> int:
    return int(do(actor, "rooms", "save", said={"name": name, "seats": seats}).id)


def test_the_index_shows_the_lists_of_the_role_and_finds_them_by_their_fields(
    given: Given, office: Actor
) -> None:
    titles = [one.title for area in perform(catalogue.index, actor=office) for one in area.lists]
    assert "Кабинеты" in titles
    assert "Виды работ" in titles
    found = perform(catalogue.index, actor=office, query="вес")
    assert [one.name for area in found for one in area.lists] == ["work-kinds"]
    teacher = given.actor(None, Role.TEACHER, office.school_id)
    with pytest.raises(errors.Denied):
        perform(catalogue.index, actor=teacher)


def test_a_row_is_made_found_sorted_and_changed(office: Actor) -> None:
    for name in ("Спортзал", "Ёлочный зал", "Егерская", "101"):
        room(office, name)
    assert names_in(office, "rooms") == ["101", "Егерская", "Ёлочный зал", "Спортзал"]
    assert names_in(office, "rooms", sort="-name")[0] == "Спортзал"
    assert names_in(office, "rooms", query="ЕЛОЧ") == ["Ёлочный зал"]
    row_id = do(office, "rooms", "browse", query="спорт").rows[0].id
    do(office, "rooms", "save", row_id=row_id, said={"name": "Большой спортзал", "seats": "40"},
       was={"name": "Спортзал", "seats": ""})  # fmt: skip
    assert do(office, "rooms", "browse", query="большой").rows[0].cells == (
        "Большой спортзал", "40",
    )  # fmt: skip


def test_errors_name_the_field_and_nothing_is_written(office: Actor) -> None:
    with pytest.raises(errors.Invalid) as refusal:
        do(office, "rooms", "save", said={"name": "", "seats": "много"})
    assert set(refusal.value.fields) == {"name", "seats"}
    room(office, "204")
    with pytest.raises(errors.Invalid) as twin:
        room(office, "204")
    assert set(twin.value.fields) == {"name"}
    assert names_in(office, "rooms") == ["204"]


def test_another_school_s_row_is_not_there(given: Given, office: Actor) -> None:
    neighbour = given.actor(given.person(given.school()), Role.ADMINISTRATOR)
    theirs = room(neighbour, "Чужой кабинет")
    assert names_in(office, "rooms") == []
    for name, said in (
        ("card", {"row_id": theirs}),
        ("save", {"row_id": theirs, "said": {"name": "Мой"}}),
        ("remove", {"row_id": theirs}),
        ("bulk_apply", {"ids": (theirs,), "field": "seats", "value": "1"}),
    ):
        with pytest.raises(errors.NotFound):
            do(office, "rooms", name, **said)
    assert do(office, "rooms", "history", row_id=theirs) == ()
    assert names_in(neighbour, "rooms") == ["Чужой кабинет"]


def test_a_relation_leads_only_to_rows_of_one_s_own_school(given: Given, office: Actor) -> None:
    other = given.school()
    form = {"year_id": str(given.year_of(other).id), "name": "Праздник", "starts_on": "2026-11-04",
            "ends_on": "2026-11-04", "level_from": "1", "level_to": "11"}  # fmt: skip
    with pytest.raises(errors.Invalid) as refusal:
        do(office, "holidays", "save", said=form)
    assert set(refusal.value.fields) == {"year_id"}


def test_what_two_have_changed_is_shown_to_both_and_the_rest_is_kept(office: Actor) -> None:
    row_id = room(office, "204", "20")
    was = {"name": "204", "seats": "20"}
    do(office, "rooms", "save", row_id=row_id, said={"name": "204", "seats": "30"}, was=was)
    renamed = {"name": "204а", "seats": "20"}
    assert do(office, "rooms", "save", row_id=row_id, said=renamed, was=was).clashes == ()
    assert do(office, "rooms", "browse").rows[0].cells == ("204а", "30")
    late = do(office, "rooms", "save", row_id=row_id, said={"name": "204", "seats": "25"}, was=was)
    assert [(c.name, c.mine, c.theirs) for c in late.clashes] == [("seats", "25", "30")]
    assert late.by == "Яковлева А."
    assert do(office, "rooms", "browse").rows[0].cells == ("204а", "30")


def test_what_is_used_goes_to_the_archive_and_what_is_not_is_deleted(
    given: Given, office: Actor
) -> None:
    unused = room(office, "Лишний")
    assert do(office, "rooms", "remove", row_id=unused) == "deleted"
    assert names_in(office, "rooms") == []
    kinds = do(office, "work-kinds", "browse").rows
    school_class = given.school_class(_school(given, office))
    group = given.group(school_class)
    subject_id = group.subject_id
    assert kinds
    assert do(office, "subjects", "remove", row_id=subject_id) == "archived"
    assert names_in(office, "subjects") == []
    assert names_in(office, "subjects", archived=True) == ["Алгебра"]
    do(office, "subjects", "restore", row_id=subject_id)
    assert names_in(office, "subjects") == ["Алгебра"]
    with pytest.raises(errors.Conflict) as refusal:
        do(office, "classes", "remove", row_id=school_class.id)
    assert "Учебные группы" in refusal.value.text()


def _school(given: Given, actor: Actor) -> Any:
    with given.runtime.database.session(writes=False) as session:
        return session.get(School, actor.school_id)


def test_history_says_who_changed_what_from_what_to_what(given: Given, office: Actor) -> None:
    school = _school(given, office)
    school_class = given.school_class(school)
    orlova = given.teacher(school)
    form = {"class_teacher_id": str(orlova.id), "shift": "2"}
    do(office, "classes", "save", row_id=school_class.id, said=form,
       was={"class_teacher_id": "", "shift": "1"})  # fmt: skip
    (line,) = do(office, "classes", "history", row_id=school_class.id)
    assert (line.who, line.act) == ("Яковлева А.", "изменено")
    assert {(t.label, t.before, t.after) for t in line.told} == {
        ("Классный руководитель", "", "Орлова Вера Ивановна"), ("Смена", "1", "2"),
    }  # fmt: skip


def test_a_bulk_edit_is_shown_made_and_undone_for_ten_minutes(
    office: Actor, clock: FixedClock
) -> None:
    ids = tuple(room(office, f"{n}", str(n)) for n in range(1, 5))
    preview = do(office, "rooms", "bulk_check", ids=ids, field="seats", value="2")
    assert (preview.changing, preview.unchanged) == (3, 1)
    assert [line.before for line in preview.lines] == ["1", "2", "3", "4"]
    done = do(office, "rooms", "bulk_apply", ids=ids, field="seats", value="2")
    assert done.count == 3
    do(office, "rooms", "save", row_id=ids[3], said={"name": "4", "seats": "9"},
       was={"name": "4", "seats": "2"})  # fmt: skip
    undone = do(office, "rooms", "bulk_undo", bulk_id=done.id)
    assert (undone.back, undone.left) == (2, 1)
    assert [row.cells[1] for row in do(office, "rooms", "browse").rows] == ["1", "2", "3", "9"]
    again = do(office, "rooms", "bulk_apply", ids=ids, field="seats", value="7")
    clock.now += timedelta(minutes=11)
    with pytest.raises(errors.Conflict):
        do(office, "rooms", "bulk_undo", bulk_id=again.id)


def test_a_new_kind_of_work_of_one_and_a_half_is_in_the_teacher_s_pad(
    given: Given, office: Actor
) -> None:
    school = _school(given, office)
    teacher = given.teacher(school)
    group = given.group(given.school_class(school), taught_by=teacher)
    lesson = given.lesson(group, teacher)
    form = {"name": "Конспект", "code": "KON", "glyph": "Кн", "weight": "1,5", "position": "50"}
    do(office, "work-kinds", "save", said=form)
    sheet = perform(lesson_sheet, actor=given.signed_in(teacher, Role.TEACHER), lesson_id=lesson.id)
    assert ("Конспект", "Кн", 150) in [kind[1:] for kind in sheet.kinds]


def test_the_registrar_keeps_classes_and_reads_the_rest(given: Given, office: Actor) -> None:
    registrar = given.actor(None, Role.REGISTRAR, office.school_id)
    assert do(registrar, "rooms", "browse").may_write is False
    with pytest.raises(errors.Denied):
        room(registrar, "204")
    assert do(registrar, "classes", "browse").may_add is True


def test_a_page_costs_as_many_statements_for_fifty_rows_as_for_one(
    given: Given, office: Actor
) -> None:
    school = _school(given, office)
    in_class = given.school_class(school)
    given.group(in_class, "Алгебра")
    few = statements(given, lambda: do(office, "groups", "browse"))
    for number in range(49):
        given.group(in_class, f"Предмет {number}")
    many = statements(given, lambda: do(office, "groups", "browse"))
    assert len(do(office, "groups", "browse").rows) == 50
    assert few == many <= 12
    row = do(office, "groups", "browse").rows[0].id
    assert statements(given, lambda: do(office, "groups", "card", row_id=row)) <= 12
    assert statements(given, lambda: do(office, "groups", "history", row_id=row)) <= 12


def statements(given: Given, work: Callable[[], Any]) -> int:
    """How many statements a piece of work costs."""
    count = 0

    def one_more(*_arguments: object) -> None:
        nonlocal count
        count += 1

    engine = given.runtime.database.engine
    event.listen(engine, "before_cursor_execute", one_more)
    work()
    event.remove(engine, "before_cursor_execute", one_more)
    return count


def test_a_saved_view_keeps_filters_and_no_search(given: Given, office: Actor) -> None:
    asked = {"title": "Седьмые", "address": "level=7&query=Иванова&sort=-name", "is_shared": True}
    view = do(office, "groups", "keep_view", **asked)
    colleague = given.actor(None, Role.DEPUTY_HEAD, office.school_id)
    (seen,) = do(colleague, "groups", "views")
    assert (seen.address, seen.is_mine) == ("level=7&sort=-name", False)
    assert do(colleague, "rooms", "views") == ()
    with pytest.raises(errors.NotFound):
        do(colleague, "groups", "drop_view", view_id=view)
    do(office, "groups", "drop_view", view_id=view)
    assert do(office, "groups", "views") == ()


def test_an_address_holds_what_is_narrowed_and_never_a_search() -> None:
    said = {"resource": "groups", "level": "7", "sort": "-name", "page": "3", "row": "5"}
    assert data_address.of_list(said, kind="stream") == (
        "/admin/data/groups?level=7&sort=-name&kind=stream"
    )
    assert data_address.base(said, "page") == "/admin/data/groups?level=7&sort=-name&page="
    assert data_address.view({**said, "page": "x"})["page"] == 1
    assert data_address.view(said)["chosen"] == {"level": "7"}


def test_every_list_that_is_taken_away_comes_back_unchanged(given: Given, office: Actor) -> None:
    school = _school(given, office)
    teacher = given.teacher(school)
    in_class = given.school_class(school, teacher_id=teacher.id)
    group = given.group(in_class, taught_by=teacher)
    given.guardian_of(given.student(in_class))
    year = str(given.year_of(school).id)
    do(office, "subject-areas", "save", said={"name": "Математика", "position": "1"})
    do(office, "curriculum", "save", said={
        "year_id": year, "level": "7", "subject_id": str(group.subject_id), "part": "own",
        "hours_a_week": "2"})  # fmt: skip
    client = {"name": "Столовая", "roster": "true", "expires_on": "2027-05-01"}
    do(office, "api-clients", "make", said=client)
    room(office, "204", "30")
    bells = {"name": "Обычное", "shift": "1", "level_from": "1", "level_to": "11"}
    schedule = do(office, "bell-schedules", "save", said=bells).id
    bell = {"bell_schedule_id": str(schedule), "slot": "1", "starts_at": "08:30"}
    do(office, "bells", "save", said={**bell, "ends_at": "09:10"})
    rest = {"year_id": str(given.year_of(school).id), "name": "Осенние", "level_from": "1"}
    rest |= {"starts_on": "2026-10-26", "ends_on": "2026-11-01", "level_to": "11"}
    do(office, "holidays", "save", said=rest)
    assert group.id
    for name in RESOURCES:
        table = do(office, name, "export")
        assert table.rows, name
        for file_format in FileFormat:
            data = files.written(file_format, table)
            checked = do(office, name, "import_check", data=data)
            found = (checked.unchanged, checked.problem_count, checked.missing)
            assert found == (len(table.rows), 0, ()), (name, file_format, checked.problems)
