"""Lists as a school office keeps them (примеры списков): deterministic, for measuring and tests."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from random import Random

from openpyxl import Workbook

Cells = Sequence[object]
FAMILIES = (
    "Иванов", "Петров", "Сидоров", "Кузнецов", "Смирнов", "Попов", "Васильев", "Соколов",
    "Михайлов", "Новиков", "Фёдоров", "Морозов", "Волков", "Алексеев", "Лебедев", "Семёнов",
    "Егоров", "Павлов", "Козлов", "Степанов", "Николаев", "Орлов", "Андреев", "Макаров",
)  # fmt: skip
BOYS = ("Александр", "Максим", "Артём", "Иван", "Михаил", "Дмитрий", "Кирилл", "Егор", "Тимофей")
GIRLS = ("Анна", "Мария", "София", "Виктория", "Полина", "Ксения", "Дарья", "Алиса", "Варвара")
MOTHERS = ("Ольга", "Елена", "Наталья", "Татьяна", "Ирина", "Светлана", "Юлия", "Марина")
FATHERS = ("Сергей", "Андрей", "Алексей", "Николай", "Олег", "Владимир", "Павел", "Роман")
SUBJECTS = ("Русский язык", "Литература", "Алгебра", "Геометрия", "История", "Биология",
            "Физика", "География", "Физическая культура", "Информатика")  # fmt: skip
DAYS = ("Понедельник", "Вторник", "Среда", "Четверг", "Пятница")
PUPIL_HEAD = (
    "№ п/п", "ФИО обучающегося", "Класс", "Дата рождения", "Пол", "№ личного дела", "Мать (ФИО)",
    "Телефон матери", "Отец (ФИО)", "Телефон отца", "Адрес",
)  # fmt: skip
STAFF_HEAD = ("Таб. №", "Фамилия", "Имя", "Отчество", "Должность", "Классное руководство",
              "Телефон", "E-mail")  # fmt: skip
PER_CLASS = 26


def workbook(
    head: Cells, rows: Iterable[Cells], *, title: str = "", sheet: str = "Список"
) -> bytes:
    """An XLSX with a header, under a title line when there is one."""
    book = Workbook(write_only=True)
    page = book.create_sheet(sheet)
    if title:
        page.append([title])
        page.append([])
    page.append(list(head))
    for row in rows:
        page.append(list(row))
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def class_name(number: int) -> str:
    """The name of the n-th class: 1А … 11А, 1Б …"""
    return f"{number % 11 + 1}{'АБВГДЕЖЗ'[number // 11 % 8]}"


def pupil_rows(
    count: int, *, seed: int = 5, school_class: str = "", year: int = 2026
) -> list[list[object]]:
    """Pupils with parents, a row each, as `PUPIL_HEAD` names the columns."""
    rng = Random(seed)
    return [_pupil(rng, n, school_class or class_name(n // PER_CLASS), year) for n in range(count)]


def _pupil(rng: Random, number: int, school_class: str, year: int) -> list[object]:
    girl = rng.random() < 0.5
    family, father = rng.choice(FAMILIES), rng.choice(FATHERS)
    surname = f"{family}а" if girl else family
    given = rng.choice(GIRLS if girl else BOYS)
    middle = patronymic(father, girl)
    level = int("".join(c for c in school_class if c.isdigit()))
    born = date(year - 7 - level, 12, 1) + timedelta(days=rng.randrange(330))
    mother = f"{family}а {rng.choice(MOTHERS)} {patronymic(rng.choice(FATHERS), True)}"
    dad = f"{family} {father} {patronymic(rng.choice(FATHERS), False)}"
    return [
        number + 1, f"{surname} {given} {middle}", school_class, born, "ж" if girl else "м",
        f"ЛД-{number + 1:04d}", mother, f"8 (922) {number // 10000 + 100:03d}-"
        f"{number // 100 % 100:02d}-{number % 100:02d}",
        dad if rng.random() < 0.8 else "", f"+7922{5_000_000 + number}", "г. Югорск",
    ]  # fmt: skip


def patronymic(father: str, girl: bool) -> str:
    """Сергеевна or Сергеевич."""
    stem = father[:-1] if father[-1] in "йь" else father
    if father[-1] == "й":
        return f"{stem}{'евна' if girl else 'евич'}"
    return f"{stem}{'овна' if girl else 'ович'}"


def pupils_file(count: int = 1_500, *, seed: int = 5, school_class: str = "") -> bytes:
    """A class list of a whole school, with a title above the header."""
    rows = pupil_rows(count, seed=seed, school_class=school_class)
    title = "МБОУ «Школа № 5». Список обучающихся"
    return workbook(PUPIL_HEAD, rows, title=title)


def teachers(count: int = 10) -> list[tuple[str, str, str]]:
    """Names of teachers: family, given name, patronymic."""
    return [
        (f"{FAMILIES[n % 24]}а", MOTHERS[n % 8], patronymic(FATHERS[(n // 8 + n) % 8], True))
        for n in range(count)
    ]


def staff_file(count: int = 10, *, leads: str = "") -> bytes:
    """A list of teachers; the first leads the class named."""
    rows = [
        [f"{n + 1:04d}", *name, "Учитель", leads if n == 0 else "", f"8922800{n:04d}", ""]
        for n, name in enumerate(teachers(count))
    ]
    return workbook(STAFF_HEAD, rows)


def timetable_file(school_class: str = "7А", *, lessons_a_day: int = 6) -> bytes:
    """A week of one class, a row a lesson, with teachers of `staff_file`."""
    names = teachers(len(SUBJECTS))
    rows = []
    for day_number, day in enumerate(DAYS):
        for slot in range(1, lessons_a_day + 1):
            n = (day_number * lessons_a_day + slot) % len(SUBJECTS)
            family, given, middle = names[n]
            rows.append([school_class, day, slot, SUBJECTS[n],
                         f"{family} {given[0]}. {middle[0]}.", f"{200 + n}"])  # fmt: skip
    return workbook(("Класс", "День недели", "№ урока", "Предмет", "Учитель", "Кабинет"), rows)


def grid_file(school_classes: Sequence[str] = ("7А", "7Б")) -> bytes:
    """The same week as a grid: days and lessons down, classes across."""
    names = teachers(len(SUBJECTS))
    rows: list[list[object]] = []
    for day_number, day in enumerate(DAYS):
        for slot in range(1, 7):
            cells = []
            for shift in range(len(school_classes)):
                n = (day_number * 6 + slot + shift) % len(SUBJECTS)
                family, given, middle = names[n]
                cells.append(f"{SUBJECTS[n]} / {family} {given[0]}.{middle[0]}. / {200 + n}")
            rows.append([day if slot == 1 else None, slot, *cells])
    return workbook(("День", "Урок", *school_classes), rows, title="Расписание уроков")
