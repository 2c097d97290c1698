"""What the columns mean (распознавание столбцов): header names in Russian or English, any order."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ediary_app.exchange.cells import Cell, text
from ediary_app.exchange.values import KIND_MEANINGS, ListKind, M
from ediary_app.lowcode.sheets import Line, Sheet

SEARCHED_LINES = 25
"""The header stands among the first lines: above it there may be the school's name and a date."""
_NOISE = re.compile(r"[^0-9a-zа-я ]+")

WORDS: dict[M, str] = {
    M.FULL_NAME: "фио|фамилия имя отчество|ф и о|ученик|обучающийся|учащийся|фио ученика|"
    "фио обучающегося|фио учащегося|фамилия имя|фамилия имя ребенка|фио ребенка|сотрудник|"
    "фио сотрудника|работник|full name|name|student|student name|pupil|teacher name",
    M.FAMILY: "фамилия|family name|last name|surname|family",
    M.GIVEN: "имя|given name|first name|given",
    M.MIDDLE: "отчество|отчество при наличии|middle name|patronymic",
    M.CLASS: "класс|класс литера|класс с литерой|class|homeroom|класс обучения",
    M.LEVEL: "параллель|номер класса|level|year group",
    M.LETTER: "литера|буква|буква класса|литера класса|letter",
    M.BIRTH: "дата рождения|д р|др|дата рожд|рождение|день рождения|date of birth|birth date|"
    "birthday|dob|birthdate",
    M.SEX: "пол|sex|gender",
    M.FILE_NUMBER: "номер личного дела|личное дело|л д|лд|номер лд|номер л д|личное дело номер|"
    "file number|file no|student number|номер дела",
    M.ENROLLED_ON: "дата зачисления|зачислен|зачислена|enrolled on|enrolment date",
    M.PHONE: "телефон|тел|мобильный|мобильный телефон|сотовый|номер телефона|контактный телефон|"
    "phone|mobile|telephone",
    M.EMAIL: "почта|email|e mail|эл почта|электронная почта|адрес электронной почты|mail",
    M.KINSHIP: "кем приходится|родство|степень родства|основание|kinship|relation|relationship",
    M.POST: "должность|post|position|job title",
    M.PERSONNEL_NUMBER: "табельный номер|таб номер|табельный|personnel number|staff number",
    M.LEADS_CLASS: "классное руководство|классный руководитель|кл рук|руководит классом|"
    "leads the class|class teacher of|класс руководства",
    M.SUBJECT: "предмет|дисциплина|учебный предмет|наименование предмета|subject|course",
    M.TEACHER: "учитель|преподаватель|фио учителя|педагог|teacher",
    M.GROUP: "группа|подгруппа|group|subgroup|номер группы",
    M.HOURS: "часы|часов|часов в неделю|кол во часов|количество часов|нагрузка|hours|"
    "hours a week|hours per week|часы в неделю",
    M.WEEKDAY: "день|день недели|day|weekday|day of the week",
    M.SLOT: "урок|номер урока|урок номер|lesson|lesson number|period|slot",
    M.ROOM: "кабинет|каб|аудитория|room|ауд",
    M.PARITY: "четность|неделя|недели|parity|week|weeks|weeks odd even",
    M.PUPIL: "ребенок|фио ребенка|ученик|обучающийся|учащийся|фио ученика|фио обучающегося|"
    "фио учащегося|student|child|pupil|pupil name|student name",
    M.PUPIL_BIRTH: "дата рождения ребенка|дата рождения ученика|дата рождения обучающегося|"
    "pupils date of birth|child birth date",
}
NAMES: dict[str, tuple[M, ...]] = {}
for _meaning, _names in WORDS.items():
    for _word in _names.split("|"):
        NAMES[_word] = (*NAMES.get(_word, ()), _meaning)
_PARENTS = (
    (M.MOTHER, ("матер", "мать", "мама", "мамы", "mother")),
    (M.FATHER, ("отец", "отца", "папа", "папы", "father")),
    (M.GUARDIAN, ("представител", "опекун", "guardian", "representative", "родител", "parent")),
)
_CONTACTS = (("phone", ("тел", "phone", "моб", "сот")), ("email", ("почт", "mail", "e", "email")))


@dataclass(frozen=True)
class Column:
    """A column of the table: its place, its letter, what its head says, an example of a cell."""

    index: int
    letter: str
    title: str
    example: str = ""


@dataclass(frozen=True)
class Head:
    """The found header of a sheet: its line, its columns and what they seem to mean."""

    line: int
    columns: tuple[Column, ...]
    meanings: Mapping[int, M]


def letter_of(index: int) -> str:
    """The letter a sheet shows above a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def plain(title: Cell) -> str:
    """A header for comparison: lower case, ё as е, № as a word, no signs."""
    bare = text(title).casefold().replace("ё", "е").replace("№", " номер ").replace("'", "")
    bare = re.sub(r"^номер (урока|класса|личного дела|телефона)", r"номер \1", bare)
    return " ".join(_NOISE.sub(" ", bare).split())


def meaning_of(title: Cell, kind: ListKind) -> M | None:
    """What a header means in a list of this kind; None when it is not known."""
    bare = plain(title)
    allowed = KIND_MEANINGS[kind]
    if not bare:
        return None
    if kind is ListKind.PUPILS and (found := _of_parent(bare)):
        return found
    for meaning in NAMES.get(bare, ()):
        if meaning in allowed and not (kind is ListKind.GUARDIANS and _is_child(bare, meaning)):
            return meaning
    return _by_stem(bare, kind, allowed)


def _is_child(bare: str, meaning: M) -> bool:
    """In a list of guardians `ученик` is the child, `фио` the guardian."""
    return meaning is M.FULL_NAME and bare in WORDS[M.PUPIL].split("|")


def _of_parent(bare: str) -> M | None:
    for who, stems in _PARENTS:
        if any(stem in bare for stem in stems):
            for contact, signs in _CONTACTS:
                if any(word.startswith(signs) for word in bare.split()):
                    return M(f"{who.value}_{contact}")
            return None if "родство" in bare or "паспорт" in bare or "работ" in bare else who
    return None


def _by_stem(bare: str, kind: ListKind, allowed: Sequence[M]) -> M | None:
    if kind is ListKind.GUARDIANS:
        if "рожден" in bare and re.search("ребен|учен|обуч|учащ", bare):
            return M.PUPIL_BIRTH
        if re.search("ребен|ученик|обучающ|учащ", bare) and "фио" in bare:
            return M.PUPIL
    guesses = (
        ("личн", M.FILE_NUMBER), ("дата рожд", M.BIRTH), ("табел", M.PERSONNEL_NUMBER),
        ("фио", M.FULL_NAME), ("фамилия имя", M.FULL_NAME), ("должност", M.POST),
        ("телефон", M.PHONE), ("почт", M.EMAIL), ("зачисл", M.ENROLLED_ON), ("кабинет", M.ROOM),
        ("часов", M.HOURS), ("руковод", M.LEADS_CLASS), ("предмет", M.SUBJECT),
    )  # fmt: skip
    return next((m for stem, m in guesses if stem in bare and m in allowed), None)


def find(sheet: Sheet, kind: ListKind) -> Head | None:
    """The header of a sheet: the line of the first ones where most columns are understood."""
    best: Head | None = None
    for position, line in enumerate(sheet.lines[:SEARCHED_LINES]):
        meanings = _meanings(line, kind)
        if len(meanings) > (len(best.meanings) if best else 0):
            best = Head(position, _columns(line, sheet.lines[position + 1 :]), meanings)
    return best


def first_line(sheet: Sheet) -> Head:
    """When nothing is understood: the first line with several texts, for mapping by hand."""
    several = (
        i for i, line in enumerate(sheet.lines) if sum(c is not None for c in line.cells) > 1
    )
    position = next(several, 0)
    line = sheet.lines[position]
    return Head(position, _columns(line, sheet.lines[position + 1 :]), {})


def _meanings(line: Line, kind: ListKind) -> dict[int, M]:
    found: dict[int, M] = {}
    for index, cell in enumerate(line.cells):
        meaning = meaning_of(cell, kind) if isinstance(cell, str) else None
        if meaning is not None and meaning not in found.values():
            found[index] = meaning
    return found


def _columns(line: Line, below: Sequence[Line]) -> tuple[Column, ...]:
    width = max([len(line.cells), *(len(b.cells) for b in below[:50])])
    columns = []
    for index in range(width):
        title = text(line.cells[index]) if index < len(line.cells) else ""
        examples = (text(b.cells[index]) for b in below[:50] if index < len(b.cells))
        example = next((e for e in examples if e), "")
        if title or example:
            columns.append(Column(index, letter_of(index), title, example[:60]))
    return tuple(columns)
