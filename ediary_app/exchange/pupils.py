"""Class lists (списки классов): pupils, their classes, and their parents in the same row.

A pupil is known by the file number, else by name and date of birth, else by name and class. What
could be a namesake or the same child is asked, never decided in silence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ediary_app.access.values import Role
from ediary_app.exchange import cells, families, moving
from ediary_app.exchange.book import Book, ClassKey
from ediary_app.exchange.changes import Ref
from ediary_app.exchange.families import Families, Mention
from ediary_app.exchange.rows import Remarks, Row
from ediary_app.exchange.values import M
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.school.values import Kinship

OLDEST_YEARS, YOUNGEST_YEARS = 25, 4
PARENTS = (
    ((M.MOTHER, M.MOTHER_PHONE, M.MOTHER_EMAIL), Kinship.MOTHER),
    ((M.FATHER, M.FATHER_PHONE, M.FATHER_EMAIL), Kinship.FATHER),
)


@dataclass(frozen=True)
class PupilRow:
    """A pupil as the list says (строка списка класса)."""

    row: Row
    name: tuple[str, str, str]
    school_class: ClassKey
    birth: date | None
    sex: str | None
    file_number: str
    enrolled_on: date | None
    parents: tuple[Mention, ...]

    @property
    def key(self) -> str:
        """Family and given name for comparison."""
        return names.search_key(*self.name[:2])


def read_name(row: Row, remarks: Remarks) -> tuple[str, str, str] | None:
    """The name of a row: in one column or in three."""
    if row.has(M.FAMILY, M.GIVEN):
        family, given, middle = (
            cells.name_part(row.cells.get(m)) for m in (M.FAMILY, M.GIVEN, M.MIDDLE)
        )
        if family and given:
            return family, given, middle
        missing = M.GIVEN if family else M.FAMILY
        remarks.problem(row, missing, _("The family name and the given name are both needed."))
        return None
    name = remarks.cell(row, M.FULL_NAME, cells.full_name)
    if name is None and not remarks.is_bad(row):
        remarks.problem(row, M.FULL_NAME, _("The name is missing."))
    return name


def read_class(row: Row, remarks: Remarks) -> ClassKey | None:
    """The class of a row: in one column, or level and letter apart."""
    if row.has(M.LEVEL) and not row.has(M.CLASS):
        joined = f"{row.text(M.LEVEL)}{row.text(M.LETTER)}"
        found = remarks.cell(row, M.LEVEL, lambda _cell: cells.school_class(joined))
    else:
        found = remarks.cell(row, M.CLASS, cells.school_class)
    if found is None and not remarks.is_bad(row):
        remarks.problem(row, M.CLASS, _("The class is missing."))
    return found


def read(rows: Sequence[Row], remarks: Remarks, today: date) -> list[PupilRow]:
    """All rows that can be understood; the others have their problems said."""
    found = [_read_row(row, remarks, today) for row in rows]
    return [pupil for pupil in found if pupil is not None]


def _read_row(row: Row, remarks: Remarks, today: date) -> PupilRow | None:
    name, in_class = read_name(row, remarks), read_class(row, remarks)
    birth = remarks.cell(row, M.BIRTH, cells.day)
    if birth and not YOUNGEST_YEARS <= today.year - birth.year <= OLDEST_YEARS:
        remarks.problem(
            row, M.BIRTH, _("A pupil born on {date}? Check the year.", date=cells.text(birth))
        )
    parents = [families.read(row, remarks, columns, kin) for columns, kin in PARENTS]
    kinship = remarks.cell(row, M.KINSHIP, cells.kinship)
    other = (M.GUARDIAN, M.GUARDIAN_PHONE, M.GUARDIAN_EMAIL)
    parents.append(families.read(row, remarks, other, kinship))
    sex = remarks.cell(row, M.SEX, cells.sex)
    enrolled = remarks.cell(row, M.ENROLLED_ON, cells.day)
    if name is None or in_class is None or remarks.is_bad(row):
        return None
    return PupilRow(row, name, in_class, birth, sex.value if sex else None,
                    row.text(M.FILE_NUMBER)[:32], enrolled,
                    tuple(p for p in parents if p is not None))  # fmt: skip


def plan(rows: Sequence[Row], book: Book, remarks: Remarks) -> None:
    """Compare the list with the school and gather what would change."""
    pupils = read(rows, remarks, book.ctx.today)
    home = Families(book, remarks)
    seen: dict[object, PupilRow] = {}
    found: list[tuple[PupilRow, int | None]] = []
    for pupil in pupils:
        known = recognise(pupil, book, remarks)
        twin = seen.setdefault(_identity(pupil, known), pupil)
        if twin is not pupil:
            remarks.problem(
                pupil.row, M.FULL_NAME,
                _("The same pupil stands in row {row}. If these are namesakes, give both a date of "
                  "birth or a file number.", row=twin.row.number),
            )  # fmt: skip
        if not remarks.is_bad(pupil.row):
            found.append((pupil, known))
    for pupil, known in found:
        with book.changes.row(pupil.row):
            who = _enrol(pupil, book) if known is None else _correct(pupil, known, book)
            for parent in pupil.parents:
                home.represent(pupil.row, who, parent)
    _say_who_is_missing(pupils, {known for _pupil, known in found}, book, remarks)


def _identity(pupil: PupilRow, known: int | None) -> object:
    if known is not None:
        return known
    if pupil.file_number:
        return pupil.file_number
    return (pupil.key, pupil.birth) if pupil.birth else (pupil.key, pupil.school_class)


def recognise(pupil: PupilRow, book: Book, remarks: Remarks) -> int | None:
    """The pupil of the school whom a row means; None for a new one."""
    if pupil.file_number:
        person_id = book.by_file_number.get(pupil.file_number.casefold())
        if person_id is not None:
            known = book.people[person_id]
            if _is_same_child(pupil, known):
                return person_id
            remarks.problem(
                pupil.row, M.FILE_NUMBER,
                _("The file number {number} belongs to another pupil.", number=pupil.file_number),
            )  # fmt: skip
            return None
    return _by_name(pupil, book, remarks)


def _is_same_child(pupil: PupilRow, known: Any) -> bool:
    """Beside the same file number: the same name, or birthday, or a family name that changed."""
    if pupil.key == names.search_key(known.family_name, known.given_name):
        return True
    if pupil.birth and known.birth_date:
        return bool(pupil.birth == known.birth_date)
    return names.search_key(pupil.name[1]) == names.search_key(known.given_name)


def _by_name(pupil: PupilRow, book: Book, remarks: Remarks) -> int | None:
    namesakes = [i for i in book.by_name.get(pupil.key, ()) if i in book.students]
    if pupil.file_number:
        namesakes = [i for i in namesakes if not book.students[i]]
    same_day = [i for i in namesakes if pupil.birth and book.people[i].birth_date == pupil.birth]
    if len(same_day) == 1:
        return same_day[0]
    classmates = [i for i in namesakes if _class_of(i, book) == pupil.school_class]
    open_ones = [i for i in classmates if not pupil.birth or book.people[i].birth_date is None]
    if not same_day and len(classmates) == len(open_ones) == 1:
        return open_ones[0]
    if same_day or classmates or (namesakes and not pupil.birth):
        remarks.problem(
            pupil.row, M.FULL_NAME,
            _("A pupil of this name is already there. The same child? Give the file number or the "
              "date of birth as it is in the school's lists; a namesake needs both."),
        )  # fmt: skip
    return None


def _class_of(person_id: int, book: Book) -> ClassKey | None:
    enrolled = book.enrolments.get(person_id)
    return (enrolled.level, enrolled.letter) if enrolled else None


def _enrol(pupil: PupilRow, book: Book) -> Ref:
    who = book.person_ref(pupil.name, birth=pupil.birth, sex=pupil.sex, is_row=True)
    school_id = book.ctx.school_id
    number = pupil.file_number or None
    book.changes.add("student", person_id=who, school_id=school_id, file_number=number)
    moving.enrol(book, who, pupil.school_class, pupil.enrolled_on)
    book.may_sign_in(who, Role.STUDENT, pupil.name)
    return who


def _correct(pupil: PupilRow, known: int, book: Book) -> Ref:
    family, given, middle = pupil.name
    book.correct_person(
        known, family_name=family, given_name=given, middle_name=middle,
        birth_date=pupil.birth, sex=pupil.sex,
    )  # fmt: skip
    if pupil.file_number and pupil.file_number != book.students[known]:
        book.changes.change("student", known, file_number=pupil.file_number)
    moving.move(book, known, pupil.school_class, pupil.enrolled_on)
    return known


def _say_who_is_missing(
    pupils: Sequence[PupilRow], listed: set[int | None], book: Book, remarks: Remarks
) -> None:
    """Pupils of the listed classes whom the list does not name: nothing is done with them."""
    for key in sorted({pupil.school_class for pupil in pupils}):
        if key not in book.classes:
            continue
        for person_id in book.pupils_of.get(book.classes[key].id, ()):
            if person_id not in listed:
                row = book.people[person_id]
                remarks.about_table(
                    _("{name}, {school_class}, is not in the list and stays as is.",
                      name=names.list_name(row.family_name, row.given_name),
                      school_class=f"{key[0]}{key[1]}")
                )  # fmt: skip
