"""Staff (список работников): posts, contacts, who leads which class."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ediary_app.access.values import Role
from ediary_app.exchange import cells
from ediary_app.exchange.book import Book, ClassKey
from ediary_app.exchange.changes import New, Ref
from ediary_app.exchange.families import add_contacts
from ediary_app.exchange.pupils import read_name
from ediary_app.exchange.rows import Remarks, Row
from ediary_app.exchange.values import M
from ediary_app.kernel.i18n import _
from ediary_app.school import names

TEACHING = ("учит", "препод", "педагог", "тренер", "воспит", "teacher", "классн")
"""Posts that teach; other roles are given by hand on the page of accounts."""


@dataclass(frozen=True)
class StaffRow:
    """A member of staff as the list says (строка списка работников)."""

    row: Row
    name: tuple[str, str, str]
    post: str
    number: str
    birth: date | None
    phones: tuple[str, ...]
    email: str
    leads: ClassKey | None

    @property
    def key(self) -> str:
        """The whole name for comparison."""
        return names.search_key(*self.name)

    @property
    def teaches(self) -> bool:
        """Whether the post is a teacher's."""
        return not self.post or any(stem in self.post.casefold() for stem in TEACHING)


def plan(rows: Sequence[Row], book: Book, remarks: Remarks) -> None:
    """Compare the list with the school and gather what would change."""
    seen: dict[object, StaffRow] = {}
    for row in rows:
        member = _read(row, remarks)
        if member is None:
            continue
        known = _recognise(member, book, remarks)
        twin = seen.setdefault(known if known is not None else (member.number, member.key), member)
        if twin is not member:
            remarks.problem(
                row, M.FULL_NAME,
                _("The same person stands in row {row}. For namesakes give personnel numbers.",
                  row=twin.row.number),
            )  # fmt: skip
        if not remarks.is_bad(row):
            with book.changes.row(row):
                _say(member, known, book)


def _read(row: Row, remarks: Remarks) -> StaffRow | None:
    name = read_name(row, remarks)
    birth = remarks.cell(row, M.BIRTH, cells.day)
    phones = remarks.cell(row, M.PHONE, cells.phones) or ()
    email = remarks.cell(row, M.EMAIL, cells.email) or ""
    leads = None
    if row.has(M.LEADS_CLASS) and row.text(M.LEADS_CLASS).casefold() not in {"нет", "-", "—"}:
        leads = remarks.cell(row, M.LEADS_CLASS, cells.school_class)
    if name is None or remarks.is_bad(row):
        return None
    post, number = row.text(M.POST)[:120], row.text(M.PERSONNEL_NUMBER)[:32]
    return StaffRow(row, name, post, number, birth, phones, email, leads)


def _recognise(member: StaffRow, book: Book, remarks: Remarks) -> int | None:
    for person_id, known in book.staff.items():
        if member.number and known.personnel_number == member.number:
            return person_id
    same = [
        i
        for i in book.by_name.get(names.search_key(*member.name[:2]), ())
        if _is_same(member, i, book)
    ]
    if len(same) > 1:
        remarks.problem(
            member.row, M.FULL_NAME,
            _("There are several people of this name on the staff. Give the personnel number."),
        )  # fmt: skip
    return same[0] if len(same) == 1 else _parent(member, book)


def _is_same(member: StaffRow, person_id: int, book: Book) -> bool:
    known = book.staff.get(person_id)
    if known is None or (member.number and known.personnel_number):
        return False
    middle = names.search_key(book.people[person_id].middle_name)
    return not middle or not member.name[2] or middle == names.search_key(member.name[2])


def _parent(member: StaffRow, book: Book) -> int | None:
    """A parent with the same whole name and phone is the same person."""
    for person_id in book.by_name.get(names.search_key(*member.name[:2]), ()):
        row = book.people[person_id]
        whole = names.search_key(row.family_name, row.given_name, row.middle_name)
        phones = {value for _kind, value in book.contacts.get(person_id, ())}
        if whole == member.key and phones & set(member.phones) and person_id not in book.students:
            return person_id
    return None


def _say(member: StaffRow, known: int | None, book: Book) -> None:
    who: Ref
    if known is None:
        who = book.person_ref(member.name, birth=member.birth, is_row=True)
    else:
        who = known
        family, given, middle = member.name
        book.correct_person(
            known, family_name=family, given_name=given, middle_name=middle,
            birth_date=member.birth,
        )  # fmt: skip
    _post(member, who, book)
    add_contacts(book, who, member.phones, member.email, set())
    if member.leads is not None:
        _lead(member.leads, who, book)
    if member.teaches or member.leads:
        role = Role.CLASS_TEACHER if member.leads else Role.TEACHER
        book.may_sign_in(who, role, member.name)


def _post(member: StaffRow, who: Ref, book: Book) -> None:
    number = member.number or None
    known = None if isinstance(who, New) else book.staff.get(who)
    if known is None:
        book.changes.add(
            "staff_member", person_id=who, school_id=book.ctx.school_id, post=member.post,
            personnel_number=number, left_on=None,
        )  # fmt: skip
        return
    said = {"post": member.post, "personnel_number": member.number}
    values = {k: v for k, v in said.items() if v and v != getattr(known, k)}
    book.changes.change("staff_member", known.person_id, **values)


def _lead(key: ClassKey, who: Ref, book: Book) -> None:
    """The class's teacher (классный руководитель) is this person."""
    in_class = book.class_ref(key)
    if isinstance(in_class, New):
        in_class.values["class_teacher_id"] = who
    elif isinstance(who, New) or book.classes[key].class_teacher_id != who:
        book.changes.change("school_class", in_class, class_teacher_id=who)
