"""Tables as they come: headers in any order, sheets of classes, grids; bad files said kindly."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import given, strategies
from openpyxl import Workbook

from ediary_app.exchange import headers, rows, samples
from ediary_app.exchange.rows import Remarks
from ediary_app.exchange.values import ListKind, M
from ediary_app.kernel import errors
from ediary_app.lowcode import sheets

TITLES = {
    "Фамилия, имя, отчество": M.FULL_NAME, "Класс": M.CLASS, "Дата рождения": M.BIRTH,
    "№ личного дела": M.FILE_NUMBER, "ФИО матери": M.MOTHER, "Тел. отца": M.FATHER_PHONE,
    "E-mail матери": M.MOTHER_EMAIL, "Законный представитель": M.GUARDIAN, "Пол": M.SEX,
}  # fmt: skip


@given(strategies.permutations(list(TITLES)), strategies.booleans())
def test_headers_are_understood_in_any_order_and_case(order: list[str], is_loud: bool) -> None:
    titles = [title.upper() if is_loud else title for title in order]
    found = headers.find(
        sheets.Sheet("", (sheets.Line(1, ("Школа № 5",)), sheets.Line(3, tuple(titles)))),
        ListKind.PUPILS,
    )
    assert found is not None
    assert [found.meanings[i] for i in range(len(order))] == [TITLES[t] for t in order]


@pytest.mark.parametrize(
    ("title", "kind", "meaning"),
    [
        ("Full name", ListKind.PUPILS, M.FULL_NAME),
        ("Date of birth", ListKind.PUPILS, M.BIRTH),
        ("Место работы матери", ListKind.PUPILS, None),
        ("Ученик", ListKind.GUARDIANS, M.PUPIL),
        ("ФИО родителя", ListKind.GUARDIANS, M.FULL_NAME),
        ("№ урока", ListKind.TIMETABLE, M.SLOT),
        ("Подгруппа", ListKind.ASSIGNMENTS, M.GROUP),
        ("Таб. №", ListKind.STAFF, M.PERSONNEL_NUMBER),
        ("Адрес", ListKind.PUPILS, None),
    ],
)
def test_a_header_means_what_the_kind_of_list_lets_it(
    title: str, kind: ListKind, meaning: M | None
) -> None:
    assert headers.meaning_of(title, kind) == meaning


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
@pytest.mark.parametrize("sign", [";", ",", "\t"])
def test_a_csv_is_read_in_every_encoding_and_with_every_sign(encoding: str, sign: str) -> None:
    lines = ["Фамилия{0}Имя{0}Класс", "Ёлкин{0}Пётр{0}7А", "Орлова{0}Анна{0}7Б"]
    data = "\r\n".join(line.format(sign) for line in lines).encode(encoding)
    table = rows.open_table(data, ListKind.PUPILS)
    found = rows.rows_of(table, rows.guessed(table), Remarks())
    assert [(r.text(M.FAMILY), r.text(M.CLASS), r.number) for r in found] == [
        ("Ёлкин", "7А", 2),
        ("Орлова", "7Б", 3),
    ]


def test_a_sheet_a_class_is_one_list() -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in ("7А", "7 Б"):
        sheet = book.create_sheet(name)
        sheet.append(["Фамилия", "Имя"])
        sheet.append(["Сомов", "Илья"])
    book.create_sheet("Пояснения").append(["Что писать"])
    kept = io.BytesIO()
    book.save(kept)
    table = rows.open_table(kept.getvalue(), ListKind.PUPILS)
    remarks = Remarks()
    found = rows.rows_of(table, rows.guessed(table), remarks)
    assert [r.text(M.CLASS) for r in found] == ["7А", "7 Б"]
    assert any("Пояснения" in m.text for m in remarks.messages)


def test_a_class_named_between_the_pupils_is_theirs() -> None:
    data = samples.workbook(
        ("№", "ФИО", "Дата рождения"),
        [
            ["7 «А» класс"],
            [1, "Сомов Илья", "01.02.2013"],
            [2, "Орлова Анна", "02.03.2013"],
            ["Итого: 2"],
            [None, "7Б"],
            [1, "Ершов Пётр", "03.04.2013"],
        ],
    )
    table = rows.open_table(data, ListKind.PUPILS)
    found = rows.rows_of(table, rows.guessed(table), Remarks())
    assert [(r.text(M.FULL_NAME), r.text(M.CLASS), r.number) for r in found] == [
        ("Сомов Илья", "7 «А» класс", 3),
        ("Орлова Анна", "7 «А» класс", 4),
        ("Ершов Пётр", "7Б", 7),
    ]


def test_a_grid_is_read_cell_by_cell_with_subgroups_and_rooms() -> None:
    head = ("День", "Урок", "7А", "7Б")
    data = samples.workbook(
        head,
        [
            ["Понедельник", 1, "География / Орлова В.И. / 204", "Алгебра\nПетрова О.И.\n31"],
            [None, 2, "Английский язык / Орлова В.И. / 5\nАнглийский язык / Петрова О.И. / 6", ""],
            ["Вторник", 1, "Труд (гр. 2) / Сомов И.И. / спортзал", None],
        ],
    )
    table = rows.open_table(data, ListKind.TIMETABLE)
    assert table.lessons is not None
    meanings = (M.CLASS, M.WEEKDAY, M.SLOT, M.SUBJECT, M.TEACHER, M.ROOM, M.GROUP)
    read = [tuple(row.text(m) for m in meanings) for row in table.lessons]
    assert read == [
        ("7А", "Понедельник", "1", "География", "Орлова В.И.", "204", ""),
        ("7Б", "Понедельник", "1", "Алгебра", "Петрова О.И.", "31", ""),
        ("7А", "Понедельник", "2", "Английский язык", "Орлова В.И.", "5", "1"),
        ("7А", "Понедельник", "2", "Английский язык", "Петрова О.И.", "6", "2"),
        ("7А", "Вторник", "1", "Труд", "Сомов И.И.", "спортзал", "2"),
    ]


def archive(**parts: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/"), data)
    return kept.getvalue()


FAR = b'<sheetData><row><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
BAD = {
    "empty": b"",
    "not_a_table": b"\x89PNG\r\n\x1a\n" + bytes(100),
    "no_rows": samples.workbook(("ФИО", "Класс"), []),
    "macros": archive(xl__workbook=b"", **{"xl/vbaProject.bin": b"x"}),
    "too_large": samples.workbook(("ФИО", "Класс"), [["Сомов Илья", "7А"]] * 20_001),
    "encrypted": sheets.OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
}


@pytest.mark.parametrize("code", BAD)
def test_a_bad_file_is_refused_with_a_sentence(code: str) -> None:
    with pytest.raises(errors.Invalid) as refusal:
        rows.open_table(BAD[code], ListKind.PUPILS)
    assert refusal.value.code == code
    assert refusal.value.text()


@pytest.mark.parametrize(
    "data",
    [
        archive(**{"xl/worksheets/sheet1.xml": bytes(sheets.MAX_UNPACKED + 1)}),
        archive(**{"xl/worksheets/sheet1.xml": FAR}),
    ],
    ids=["a bomb", "a lonely far cell"],
)
def test_nothing_small_unpacks_into_something_huge(data: bytes) -> None:
    with pytest.raises(errors.Invalid) as refusal:
        sheets.read(data)
    assert refusal.value.code == "too_large"


def test_a_broken_archive_is_not_a_table() -> None:
    whole = samples.workbook(("ФИО", "Класс"), [["Сомов Илья", "7А"]])
    with pytest.raises(errors.Invalid) as refusal:
        sheets.read(whole[: len(whole) // 2])
    assert refusal.value.code == "not_a_table"
