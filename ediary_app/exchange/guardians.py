"""A list of representatives of its own (список законных представителей): one row a child."""

from __future__ import annotations

from collections.abc import Sequence

from ediary_app.exchange import cells
from ediary_app.exchange.book import Book, ClassKey
from ediary_app.exchange.families import Families, Mention
from ediary_app.exchange.pupils import read_name
from ediary_app.exchange.rows import Remarks, Row
from ediary_app.exchange.values import M
from ediary_app.kernel.i18n import _
from ediary_app.school import names


def plan(rows: Sequence[Row], book: Book, remarks: Remarks) -> None:
    """Compare the list with the school and gather what would change."""
    home = Families(book, remarks)
    for row in rows:
        mention, pupil = _read(row, remarks), _pupil_of(row, book, remarks)
        if mention is not None and pupil is not None and not remarks.is_bad(row):
            with book.changes.row(row):
                home.represent(row, pupil, mention)


def _read(row: Row, remarks: Remarks) -> Mention | None:
    name = read_name(row, remarks)
    kinship = remarks.cell(row, M.KINSHIP, cells.kinship)
    phones = remarks.cell(row, M.PHONE, cells.phones) or ()
    email = remarks.cell(row, M.EMAIL, cells.email) or ""
    return None if name is None else Mention(name, kinship, phones, email, M.FULL_NAME)


def _pupil_of(row: Row, book: Book, remarks: Remarks) -> int | None:
    """The one pupil a row means: by file number, else by name with birth date or class."""
    number = row.text(M.FILE_NUMBER)
    if number and number.casefold() in book.by_file_number:
        return book.by_file_number[number.casefold()]
    name = remarks.cell(row, M.PUPIL, cells.full_name)
    if name is None:
        if not remarks.is_bad(row):
            remarks.problem(row, M.PUPIL, _("Which pupil? The name or the file number is missing."))
        return None
    birth = remarks.cell(row, M.PUPIL_BIRTH, cells.day)
    in_class = remarks.cell(row, M.CLASS, cells.school_class) if row.has(M.CLASS) else None
    found = [i for i in book.by_name.get(names.search_key(*name[:2]), ()) if i in book.students]
    if birth:
        found = [i for i in found if book.people[i].birth_date in (None, birth)]
    if in_class:
        found = [i for i in found if _class_of(i, book) == in_class]
    if len(found) == 1:
        return found[0]
    sentence = (
        _("There are several pupils of this name. Give the class, the date of birth or the file "
          "number.")
        if found
        else _("There is no such pupil in the school. Import the class list first.")
    )  # fmt: skip
    remarks.problem(row, M.PUPIL, sentence)
    return None


def _class_of(person_id: int, book: Book) -> ClassKey | None:
    enrolled = book.enrolments.get(person_id)
    return (enrolled.level, enrolled.letter) if enrolled else None
