"""Templates to fill in (шаблоны таблиц): Russian headers, an example row, explanations."""

from __future__ import annotations

import io
from datetime import date

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ediary_app.access.context import Context
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.exchange.values import ListKind

EXPLAINED = "Пояснения"
Columns = tuple[tuple[str, object, str], ...]
NAME = "Фамилия, имя и отчество одним столбцом; можно тремя: «Фамилия», «Имя», «Отчество»."
PHONE = "В любом виде: +7 922 123-45-67, 8 (922) 123-45-67. Несколько — через запятую."
CLASS = "В любом виде: 7А, 7 «А», 7-а. Класса ещё нет — он появится."
TEACHER = "Полностью или с инициалами: Орлова В. И. Учитель уже должен быть в списке работников."

TEMPLATES: dict[ListKind, tuple[str, Columns]] = {
    ListKind.PUPILS: ("Ученики", (
        ("ФИО ученика", "Иванова Анна Сергеевна", f"Обязательно. {NAME}"),
        ("Класс", "7А", f"Обязательно. {CLASS}"),
        ("Дата рождения", date(2013, 2, 1), "Дата или 01.02.2013. По ней отличают однофамильцев."),
        ("Пол", "ж", "м или ж."),
        ("Номер личного дела", "И-125", "По нему ученика узнают при следующей загрузке."),
        ("Дата зачисления", date(2026, 9, 1), "Если пусто — начало года или день загрузки."),
        ("Мать", "Иванова Ольга Петровна", "Законный представитель: ФИО."),
        ("Телефон матери", "+7 922 123-45-67", PHONE),
        ("Почта матери", "ivanova@example.ru", "Один адрес."),
        ("Отец", "Иванов Сергей Павлович", "Законный представитель: ФИО."),
        ("Телефон отца", "8 (922) 765-43-21", PHONE),
        ("Почта отца", "", "Один адрес."),
        ("Представитель", "", "Опекун, попечитель, приёмный родитель: ФИО."),
        ("Телефон представителя", "", PHONE),
        ("Кем приходится", "", "Опекун, попечитель, приёмный родитель, усыновитель."),
    )),
    ListKind.GUARDIANS: ("Представители", (
        ("ФИО", "Сомова Раиса Львовна", f"Обязательно. {NAME}"),
        ("Кем приходится", "опекун", "Мать, отец, опекун, попечитель, приёмный родитель."),
        ("Телефон", "+7 922 111-22-33", PHONE),
        ("Почта", "", "Один адрес."),
        ("Ученик", "Иванова Анна Сергеевна", "Обязательно. Двое детей — две строки."),
        ("Класс", "7А", "Если учеников с таким именем несколько."),
        ("Дата рождения ученика", date(2013, 2, 1), "Если однофамильцы в одном классе."),
        ("Номер личного дела", "И-125", "Вместо имени ученика."),
    )),
    ListKind.STAFF: ("Работники", (
        ("ФИО", "Орлова Вера Ивановна", f"Обязательно. {NAME}"),
        ("Должность", "Учитель математики", "Учителя получают вход в журнал, прочие роли даёт "
         "администратор."),
        ("Табельный номер", "0107", "По нему работника узнают при следующей загрузке."),
        ("Телефон", "+7 922 800-00-01", PHONE),
        ("Почта", "", "Один адрес."),
        ("Классное руководство", "7А", f"Если есть. {CLASS}"),
    )),
    ListKind.ASSIGNMENTS: ("Нагрузка", (
        ("Класс", "7А", f"Обязательно. {CLASS}"),
        ("Предмет", "Алгебра", "Обязательно. Предмета ещё нет — он появится."),
        ("Учитель", "Орлова В. И.", f"Обязательно. {TEACHER}"),
        ("Группа", "", "Если класс делится: 1, 2. Строка на каждую группу."),
        ("Часов в неделю", 3, "Целое число."),
    )),
    ListKind.TIMETABLE: ("Расписание", (
        ("Класс", "7А", "Обязательно. Можно и сеткой: дни и уроки вниз, классы вправо, в ячейке "
         "«Алгебра / Орлова В. И. / 204»."),
        ("День недели", "Понедельник", "Обязательно. Полностью или пн, вт …"),
        ("Номер урока", 1, "Обязательно."),
        ("Предмет", "Алгебра", "Обязательно."),
        ("Учитель", "Орлова В. И.", f"{TEACHER} Пусто — закреплённый за предметом."),
        ("Кабинет", "204", "Если есть."),
        ("Группа", "", "Если класс делится: 1, 2. Строка на каждую группу."),
        ("Чётность", "", "нечётная, чётная; пусто — каждую неделю."),
    )),
}  # fmt: skip


@use_case(requires=Permission.LISTS_IMPORT, writes=False)
def template(ctx: Context, *, kind: ListKind) -> bytes:
    """The template of a list as an XLSX file."""
    title, columns = TEMPLATES[kind]
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    sheet.append([name for name, _example, _said in columns])
    sheet.append([example for _name, example, _said in columns])
    for index, (name, _example, _said) in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = max(14, len(name) + 4)
        sheet.cell(1, index).font = Font(bold=True)
        sheet.cell(2, index).number_format = "DD.MM.YYYY"
    sheet.freeze_panes = "A2"
    _explain(book, columns)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _explain(book: Workbook, columns: Columns) -> None:
    said = book.create_sheet(EXPLAINED)
    said.append(["Столбец", "Что писать"])
    for name, _example, words in columns:
        said.append([name, words])
    said.append([])
    said.append(["Общее", "Порядок столбцов любой, лишние столбцы не мешают. Строку-пример "
                 "удалите. Перед загрузкой всё показывается и ничего не пишется."])  # fmt: skip
    said.column_dimensions["A"].width, said.column_dimensions["B"].width = 26, 90
    for row in said.iter_rows(min_col=2, max_col=2):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    for cell in said[1]:
        cell.font = Font(bold=True)
