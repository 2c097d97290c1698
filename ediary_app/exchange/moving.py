"""Into a class and between classes (зачисление и перевод), the groups following the class."""

from __future__ import annotations

from datetime import date, timedelta

from ediary_app.exchange.book import Book, ClassKey
from ediary_app.exchange.changes import New, Ref
from ediary_app.school.values import EnrolmentEnd

DAY = timedelta(days=1)


def enrol(book: Book, who: Ref, key: ClassKey, on: date | None) -> None:
    """A pupil comes into a class: with the year when the class is new, else today."""
    had_pupils = key in book.classes and bool(book.pupils_of.get(book.classes[key].id))
    usual = max(book.year.starts_on, book.ctx.today) if had_pupils else book.year.starts_on
    _begin(book, who, key, on or usual)


def move(book: Book, who: int, key: ClassKey, on: date | None) -> None:
    """A pupil who is enrolled stands in this class; a transfer keeps the time in the old one."""
    before = book.enrolments.get(who)
    if before is None:
        _begin(book, who, key, on or max(book.year.starts_on, book.ctx.today))
        return
    if before.year_id == book.year.id and (before.level, before.letter) == key:
        if on and on != before.starts_on and who not in book.moved:
            book.changes.change("enrolment", before.id, starts_on=on)
        return
    is_said = on is not None and on > before.starts_on
    start = max(on if on and is_said else book.ctx.today, book.year.starts_on)
    same_year = before.year_id == book.year.id
    if same_year and before.starts_on >= start:
        book.changes.remove("enrolment", before.id)
    else:
        reason = EnrolmentEnd.TRANSFER if same_year else EnrolmentEnd.PROMOTION
        book.changes.change(
            "enrolment", before.id, ends_on=max(start - DAY, before.starts_on),
            end_reason=reason.value,
        )  # fmt: skip
    _leave_groups(book, who, start)
    _begin(book, who, key, start)


def _begin(book: Book, who: Ref, key: ClassKey, start: date) -> None:
    in_class = book.class_ref(key)
    book.changes.add(
        "enrolment", school_id=book.ctx.school_id, student_id=who, class_id=in_class,
        starts_on=start, ends_on=None, order_number="", end_reason=None,
    )  # fmt: skip
    if isinstance(in_class, New):
        return
    for group_id in book.whole_groups.get(in_class, ()):
        join(book, who, group_id, start)


def join(book: Book, who: Ref, group: Ref, start: date) -> None:
    """A pupil becomes a member of a teaching group."""
    book.changes.add(
        "group_member", school_id=book.ctx.school_id, group_id=group, student_id=who,
        starts_on=start, ends_on=None,
    )  # fmt: skip


def _leave_groups(book: Book, who: int, start: date) -> None:
    """The groups of the old class end with it; one that had not begun never was."""
    for membership in book.memberships.get(who, ()):
        if membership.starts_on >= start:
            book.changes.remove("group_member", membership.id)
        else:
            book.changes.change("group_member", membership.id, ends_on=start - DAY)
