"""Teaching assignments (нагрузка): who teaches which subject in which class or part of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ediary_app.exchange import cells, moving
from ediary_app.exchange.book import Book, ClassKey, marking_of
from ediary_app.exchange.changes import New, Ref
from ediary_app.exchange.pupils import read_class
from ediary_app.exchange.rows import Remarks, Row
from ediary_app.exchange.teachers import Teachers
from ediary_app.exchange.values import M
from ediary_app.kernel.i18n import _
from ediary_app.school import names
from ediary_app.school.values import GroupKind

DAY = timedelta(days=1)
NO_GROUP = {"", "-", "—", "весь класс", "класс", "все", "целый класс"}


@dataclass(frozen=True)
class LoadRow:
    """Who teaches what to whom, as a row says (строка нагрузки)."""

    row: Row
    school_class: ClassKey
    subject: str
    teacher: int
    part: str
    hours: int | None

    @property
    def group_key(self) -> tuple[ClassKey, str, str]:
        """Class, subject and part for comparison."""
        return self.school_class, names.search_key(self.subject), names.search_key(self.part)


def plan(rows: Sequence[Row], book: Book, remarks: Remarks) -> None:
    """Compare the list with the school and gather what would change."""
    teachers = Teachers(book)
    loads = [load for row in rows if (load := _read(row, teachers, remarks))]
    seen: dict[object, LoadRow] = {}
    for load in loads:
        twin = seen.setdefault(load.group_key, load)
        if twin is not load:
            remarks.problem(
                load.row, M.SUBJECT,
                _("The same class and subject stand in row {row}. When the class is divided, fill "
                  "in the column “Group”.", row=twin.row.number),
            )  # fmt: skip
    groups = Groups(book, remarks)
    groups.expect(loads)
    for load in loads:
        if not remarks.is_bad(load.row):
            with book.changes.row(load.row):
                group = groups.ref(load)
                teach(book, group, load.teacher)


def read_part(row: Row) -> str:
    """The part of the class, empty for the whole of it."""
    written = row.text(M.GROUP)
    bare = written.casefold().replace("подгруппа", "").replace("группа", "").replace("гр.", "")
    return "" if bare.strip(" .") in NO_GROUP else bare.strip(" .").upper()[:20]


def _read(row: Row, teachers: Teachers, remarks: Remarks) -> LoadRow | None:
    in_class, subject = read_class(row, remarks), row.text(M.SUBJECT)[:120]
    if not subject:
        remarks.problem(row, M.SUBJECT, _("The subject is missing."))
    teacher = teachers.of(row, remarks)
    if teacher is None and not row.has(M.TEACHER):
        remarks.problem(row, M.TEACHER, _("The teacher is missing."))
    hours = remarks.cell(row, M.HOURS, cells.hours)
    if in_class is None or teacher is None or remarks.is_bad(row):
        return None
    return LoadRow(row, in_class, subject, teacher, read_part(row), hours)


@dataclass
class Groups:
    """Teaching groups of the year: found by class, subject and part, or made with their members."""

    book: Book
    remarks: Remarks

    def __post_init__(self) -> None:
        """Nothing is made yet."""
        self._parts: dict[tuple[ClassKey, str], set[str]] = defaultdict(set)
        self._made: dict[object, New] = {}

    def expect(self, loads: Sequence[LoadRow]) -> None:
        """Learn into which parts each class is divided for each subject."""
        for load in loads:
            if load.part:
                self._parts[load.group_key[:2]].add(load.part)

    def known(self, load: LoadRow) -> int | None:
        """The group that is there already."""
        in_class = self.book.classes.get(load.school_class)
        subject = self.book.subjects.get(load.group_key[1])
        if in_class is None or not isinstance(subject, int):
            return None
        found = self.book.groups.get((in_class.id, subject, group_name(load)))
        return int(found.id) if found else None

    def ref(self, load: LoadRow) -> Ref:
        """The group of a row; hours a week are corrected, a missing group is made."""
        known = self.known(load)
        if known is None:
            return self._made.get(load.group_key) or self._make(load)
        row = self.book.groups[self._key(load)]
        if load.hours and load.hours != row.weekly_hours:
            self.book.changes.change("teaching_group", known, weekly_hours=load.hours)
        if known not in self.book.filled_groups:
            self._fill(known, load)
        return known

    def _key(self, load: LoadRow) -> tuple[int, int, str]:
        subject = self.book.subjects[load.group_key[1]]
        assert isinstance(subject, int)
        return self.book.classes[load.school_class].id, subject, group_name(load)

    def _make(self, load: LoadRow) -> New:
        book = self.book
        level = load.school_class[0]
        kind = GroupKind.SUBGROUP if load.part else GroupKind.WHOLE_CLASS
        made = book.changes.add(
            "teaching_group", is_row=True, school_id=book.ctx.school_id, year_id=book.year.id,
            subject_id=book.subject_ref(load.subject), class_id=book.class_ref(load.school_class),
            level=level, name=group_name(load), kind=kind.value, marking=marking_of(level).value,
            weekly_hours=load.hours or 1,
        )  # fmt: skip
        self._made[load.group_key] = made
        self._fill(made, load)
        return made

    def _fill(self, group: Ref, load: LoadRow) -> None:
        """A group without members gets those of the class."""
        for pupil in self._members(load):
            moving.join(self.book, pupil, group, self.book.enrolments[pupil].starts_on)
        if isinstance(group, int):
            self.book.filled_groups.add(group)

    def _members(self, load: LoadRow) -> list[int]:
        """The whole class, or the part of it that its alphabet gives."""
        in_class = self.book.classes.get(load.school_class)
        pupils = self.book.pupils_of.get(in_class.id, []) if in_class else []
        if not pupils:
            sentence = _("The class has no pupils yet: import the class list.")
            self.remarks.note(load.row, M.CLASS, sentence)
        if not load.part:
            return pupils
        parts = sorted(self._parts[load.group_key[:2]] | {load.part})
        share, position = -(-len(pupils) // max(2, len(parts))), parts.index(load.part)
        sentence = _("The class is divided by the alphabet; move pupils between groups later.")
        self.remarks.note(load.row, M.GROUP, sentence)
        return pupils[position * share : (position + 1) * share]


def group_name(load: LoadRow) -> str:
    """7А for the whole class, `7А гр. 1` for a part of it."""
    level, letter = load.school_class
    return f"{level}{letter} гр. {load.part}" if load.part else f"{level}{letter}"


def teach(book: Book, group: Ref, teacher: int) -> None:
    """The group is taught by this person from now on; the one before ends yesterday."""
    current = [] if isinstance(group, New) else book.assignments.get(group, [])
    if any(row.teacher_id == teacher for row in current):
        return
    start = max(book.year.starts_on, book.ctx.today) if current else book.year.starts_on
    for row in current:
        if row.starts_on >= start:
            book.changes.remove("assignment", row.id)
        else:
            book.changes.change("assignment", row.id, ends_on=start - DAY)
    book.changes.add(
        "assignment", school_id=book.ctx.school_id, group_id=group, teacher_id=teacher,
        starts_on=start, ends_on=None, is_main=True,
    )  # fmt: skip
