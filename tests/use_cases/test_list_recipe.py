"""The recipe of CONTRIBUTING, followed: a made-up table costs one model and one declaration."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy import String, UniqueConstraint, false
from sqlmodel import Field as Column
from sqlmodel import SQLModel

from ediary_app import access_matrix
from ediary_app.access.context import Actor
from ediary_app.access.credentials import Stranger
from ediary_app.access.performing import perform
from ediary_app.access.usecase import USE_CASES
from ediary_app.access.values import ROLE_PERMISSIONS, Permission, Role
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import acts, catalogue, files
from ediary_app.lowcode.acts import act, declare
from ediary_app.lowcode.files import FileFormat
from ediary_app.lowcode.resources import RESOURCES, Field, Resource
from ediary_app.lowcode.values import Kind
from tests.given import Given


class Club(SQLModel, table=True):
    """A club of the school (кружок): the table that nobody has heard of."""

    __tablename__ = "club"
    __table_args__ = (UniqueConstraint("school_id", "name"),)

    id: int | None = Column(default=None, primary_key=True)
    school_id: int = Column(foreign_key="school.id")
    name: str = Column(sa_type=String(80))
    places: int = 0
    is_archived: bool = Column(default=False, sa_column_kwargs={"server_default": false()})


table = Club.__table__  # type: ignore[attr-defined]
SQLModel.metadata.remove(table)  # the other tests know nothing of it


@pytest.fixture
def clubs(given: Given) -> Iterator[Resource]:
    declared = declare(__name__, Resource(
        name="clubs", title=_("Clubs"), area=_("School"), model=Club,
        fields=(
            Field("name", _("Title"), required=True, longest=80, headers=("кружок",)),
            Field("places", _("Places"), Kind.NUMBER, required=True, least=0, most=99,
                  default="15", headers=("мест",)),
        ),
        listed=("name", "places"), order=("name",), searched=("name",), known_by=("name",),
        reads=Permission.DATA_READ, writes=Permission.CLASSES_MANAGE, archive="is_archived",
    ))  # fmt: skip
    table.create(given.runtime.database.engine)
    yield declared
    acts.withdraw(declared)


@pytest.fixture
def registrar(given: Given, clubs: Resource) -> Actor:
    school = given.school()
    return given.actor(given.person(school), Role.REGISTRAR)


def do(actor: Any, name: str, **said: Any) -> Any:
    return perform(act("clubs", name), actor=actor, **said)


def sheet_of(*rows: tuple[Any, ...]) -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in rows:
        page.append(row)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def rows_of(actor: Actor) -> list[tuple[str, ...]]:
    return [row.cells for row in do(actor, "browse").rows]


def test_it_has_a_list_and_a_form(registrar: Actor) -> None:
    empty = do(registrar, "card")
    assert [f.value for f in empty.sections[0].fields] == ["", "15"]
    do(registrar, "save", said={"name": "Шахматы", "places": "12"})
    assert rows_of(registrar) == [("Шахматы", "12")]
    with pytest.raises(errors.Invalid) as refusal:
        do(registrar, "save", said={"name": "Шашки", "places": "100"})
    assert set(refusal.value.fields) == {"places"}
    titles = [one.name for area in perform(catalogue.index, actor=registrar) for one in area.lists]
    assert "clubs" in titles


def test_it_takes_a_table_in_whole_or_not_at_all(registrar: Actor) -> None:
    do(registrar, "save", said={"name": "Шахматы", "places": "12"})
    head = ("Кружок", "Мест", "Примечание")
    wrong = sheet_of(head, ("Шашки", 10, ""), ("Хор", "много", ""), ("Шашки", 5, ""))
    checked = do(registrar, "import_check", data=wrong)
    assert [(p.row, p.column) for p in checked.problems] == [(3, "Places"), (4, "Title")]
    with pytest.raises(errors.Invalid):
        do(registrar, "import_apply", data=wrong)
    assert rows_of(registrar) == [("Шахматы", "12")]
    right = sheet_of(head, ("шахматы", 14, ""), ("Хор", 30, ""), ("Шашки", 10, ""))
    checked = do(registrar, "import_check", data=right)
    assert (checked.new, checked.changed, checked.problem_count) == (2, 1, 0)
    do(registrar, "import_apply", data=right)
    assert dict(rows_of(registrar)) == {"Хор": "30", "шахматы": "14", "Шашки": "10"}
    assert do(registrar, "import_check", data=right).unchanged == 3


def test_what_a_column_meant_is_remembered(registrar: Actor) -> None:
    table_in = sheet_of(("Как называется", "Сколько"), ("Хор", 30))
    asked = {0: "name", 1: "places"}
    assert do(registrar, "import_check", data=table_in).missing != ()
    do(registrar, "import_apply", data=table_in, mapping=asked)
    again = do(registrar, "import_check", data=table_in)
    assert [column.field for column in again.columns] == ["name", "places"]


def test_it_is_taken_away_as_it_is_shown_and_comes_back_unchanged(registrar: Actor) -> None:
    for name, places in (("=Шахматы", "12"), ("Хор <&>", "30")):
        do(registrar, "save", said={"name": name, "places": places})
    taken = do(registrar, "export")
    data = files.written(FileFormat.XLSX, taken)
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet is not None
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        ["Title", "Places"], ["=Шахматы", 12], ["Хор <&>", 30],
    ]  # fmt: skip
    assert do(registrar, "import_check", data=data).unchanged == 2
    text = files.written(FileFormat.CSV, taken).decode("utf-8-sig")
    assert text.splitlines()[1] == "'=Шахматы;12"


def test_it_has_a_history_and_an_archive(registrar: Actor) -> None:
    row = do(registrar, "save", said={"name": "Хор", "places": "30"}).id
    do(registrar, "save", row_id=row, said={"name": "Хор", "places": "25"},
       was={"name": "Хор", "places": "30"})  # fmt: skip
    changed, made = do(registrar, "history", row_id=row)
    assert [(t.before, t.after) for t in changed.told] == [("30", "25")]
    assert {t.after for t in made.told} == {"Хор", "30"}
    done = do(registrar, "bulk_apply", ids=(row,), field="is_archived", value="true")
    assert rows_of(registrar) == []
    do(registrar, "bulk_undo", bulk_id=done.id)
    assert rows_of(registrar) == [("Хор", "25")]


def test_its_rights_are_those_of_the_declaration(given: Given, registrar: Actor) -> None:
    mine = [case for name, case in USE_CASES.items() if ".clubs." in name]
    assert len(mine) == len(acts.ACTS)
    for case in mine:
        for role in Role:
            actor = given.actor(None, role, registrar.school_id)
            allowed = case.requires in ROLE_PERMISSIONS[role]
            assert is_denied(case.function, actor) is not allowed, (case.name, role)
        assert is_denied(case.function, Stranger())
    assert {c.requires for c in mine} == {Permission.DATA_READ, Permission.CLASSES_MANAGE}
    assert [c for c in access_matrix.use_cases() if c in mine] == []


def test_it_cost_no_more_than_twenty_five_lines() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    model = source[source.index("class Club(") : source.index("table = Club")]
    declared = source[source.index("    declared = ") : source.index("    table.create")]
    lines = [line for line in (model + declared).splitlines() if line.strip()]
    assert len(lines) <= 25


def is_denied(function: Any, actor: Any) -> bool:
    try:
        perform(function, actor=actor)
    except errors.Denied:
        return True
    except errors.AppError:
        return False
    return False


def test_a_list_that_nobody_declared_is_not_there(registrar: Actor) -> None:
    assert "clubs" in RESOURCES
    for name in ("account", "person", "../clubs", ""):
        with pytest.raises(errors.NotFound):
            act(name, "browse")
