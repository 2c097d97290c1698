"""From the office's tables to a parent's screen: the whole first thing, once through."""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from playwright.sync_api import expect

from tests.e2e.browsing import DESKTOP, PHONE, TABLET, Street, Window
from tests.e2e.looking import PASSWORD
from tests.e2e.pages.diary import DiaryPage
from tests.e2e.pages.entrance import SignInPage
from tests.e2e.pages.lesson import LessonPage
from tests.e2e.pages.office import CodesPage, ImportPage
from tests.e2e.words import ru

A_SECOND = 1_000
TEACHER = "Скворцова Надежда Петровна"
PUPILS = [
    ("Журавлёва Анна Олеговна", "Журавлёва Ольга Сергеевна"),
    ("Кукушкин Иван Павлович", "Кукушкина Мария Ивановна"),
    ("Ласточкина Вера Ильинична", "Ласточкина Инна Юрьевна"),
    ("Снегирёв Пётр Олегович", "Снегирёва Елена Викторовна"),
]


def table(*rows: Sequence[object]) -> bytes:
    """A table as the office keeps it."""
    book, kept = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(kept)
    return kept.getvalue()


def class_list() -> bytes:
    """The class, a row a pupil, under a title as offices like it."""
    head = ("№ п/п", "ФИО обучающегося", "Класс", "Дата рождения", "Пол", "Мать (ФИО)")
    rows = [
        (n, pupil, "9Б", f"0{n}.04.2011", "ж" if pupil.split()[0][-1] == "а" else "м", mother)
        for n, (pupil, mother) in enumerate(PUPILS, 1)
    ]
    return table(("МБОУ «Школа № 5». Список 9Б класса",), (), head, *rows)


def staff_list() -> bytes:
    """One new teacher."""
    return table(("Фамилия", "Имя", "Отчество", "Должность"), (*TEACHER.split(), "Учитель"))


def timetable() -> bytes:
    """A week of the class with its teacher: chemistry on Monday and on Wednesday."""
    head = ("Класс", "День недели", "№ урока", "Предмет", "Учитель", "Кабинет")
    days = ("Понедельник", "Среда")
    rows = [("9Б", day, 4, "Химия", "Скворцова Н. П.", "212") for day in days]
    return table(head, *rows)


def import_everything(office: Window) -> None:
    """The registrar takes in the class, the teacher and the timetable."""
    page = ImportPage(office.page).open()
    page.take_in("Class lists", "9Б.xlsx", class_list()).another()
    page.take_in("Staff", "учителя.xlsx", staff_list()).another()
    page.take_in("Weekly timetable", "расписание.xlsx", timetable())


def by_code(street: Street, size: dict[str, object], code: str) -> Window:
    """Somebody's first sign-in, with the slip in the hand."""
    window = street.window(size)
    SignInPage(window.page).open().by_code(code, PASSWORD)
    return window


def test_a_class_comes_in_by_table_and_its_marks_reach_the_parents(street: Street) -> None:
    office = street.window(DESKTOP)
    office.sign_in("registrar", PASSWORD)
    import_everything(office)
    codes = CodesPage(office.page)
    tablet = by_code(street, TABLET, codes.code_for(TEACHER))
    mother = by_code(street, PHONE, codes.code_for(PUPILS[0][1]))
    other = by_code(street, PHONE, codes.code_for(PUPILS[1][1]))
    tasks = street.window(PHONE)
    tasks.page.context.add_cookies(mother.page.context.cookies())

    tablet.page.get_by_role("link", name=ru("Roll-call")).click()
    lesson = LessonPage(tablet.page)
    diary, neighbour = DiaryPage(mother.page), DiaryPage(other.page)
    expect(diary.lesson("Химия")).to_be_visible()
    expect(neighbour.lesson("Химия")).to_be_visible()
    expect(lesson.pupils).to_be_visible()
    tasks.open("/homework")

    absent = ru("Absent, the reason is not known yet")
    lesson.roll_call("Журавлёва Анна")
    expect(diary.lesson("Химия")).to_contain_text(
        ru("Absent, the reason is not known yet"), timeout=A_SECOND
    )
    lesson.page.get_by_role("button", name=ru("Roll-call"), exact=True).click()
    lesson.pupil("Журавлёва Анна").click()
    lesson.set_mark("Журавлёва Анна", "5")
    expect(diary.mark("Химия", "5")).to_be_visible(timeout=A_SECOND)
    lesson.give_homework("Параграф 14, опыт с содой")
    expect(tasks.page.get_by_text("Параграф 14, опыт с содой")).to_be_visible(timeout=A_SECOND)
    lesson.saved()

    expect(neighbour.lesson("Химия").get_by_role("button")).to_have_count(0)
    expect(neighbour.lesson("Химия")).not_to_contain_text(absent)
    expect(other.page.get_by_text("Журавлёва")).to_have_count(0)
