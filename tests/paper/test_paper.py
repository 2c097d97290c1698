"""The PDFs themselves: Cyrillic that can be copied, embedded fonts, page numbers, limits."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from ediary_app.kernel import errors
from ediary_app.kernel.i18n import use_language
from ediary_app.paper import lists, slips
from ediary_app.paper.lists import Column, ListPaper
from ediary_app.paper.markup import Sheet, document
from ediary_app.paper.press import Press
from ediary_app.paper.slips import Slip, SlipsPaper

HEAD = "МБОУ «Средняя школа № 5», Югорск"
SHEET = Sheet("t", HEAD)


@pytest.fixture(scope="module")
def press() -> Iterator[Press]:
    made = Press(seconds=20, processes=1)
    yield made
    made.close()


def tool(name: str, pdf: bytes, folder: Path, *arguments: str) -> str:
    """What one of poppler's programs says of a PDF."""
    path = folder / "paper.pdf"
    path.write_bytes(pdf)
    output = ["-"] if name == "pdftotext" else []
    done = subprocess.run(
        [name, *arguments, str(path), *output], capture_output=True, text=True, check=True
    )
    return done.stdout


def class_list(count: int) -> ListPaper:
    rows = tuple((f"Щёголева-Ёжикова Анна {n}", "02.04.2013", "") for n in range(1, count + 1))
    columns = (Column("Фамилия, имя", 50), Column("Дата рождения", 22), Column("Примечание", 22))
    return ListPaper(HEAD, "Список 7А класса", "на 18 ноября 2026 г.", columns, rows)


def code_slips(count: int) -> SlipsPaper:
    made = tuple(
        Slip(
            f"Петрова Ольга {n}",
            ("Логин: petrova.o", "Код действует до 02.12.2026"),
            "K7M4-92QX",
            f"https://diary.school5.example/sign-in/code#{n}",
        )
        for n in range(count)
    )
    return SlipsPaper(HEAD, "Коды для родителей 7А", made)


def test_a_list_can_be_read_and_copied(press: Press, tmp_path: Path) -> None:
    text = tool("pdftotext", press.pdf(lists.list_html(class_list(30))), tmp_path, "-layout")
    assert "Список 7А класса" in text
    assert "Щёголева-Ёжикова Анна 30" in text


def test_the_typeface_is_ours_embedded_and_mapped(press: Press, tmp_path: Path) -> None:
    lines = tool("pdffonts", press.pdf(lists.list_html(class_list(3))), tmp_path).splitlines()[2:]
    ours = [line.split()[-5:-2] for line in lines if "GolosText" in line]
    assert ours == [["yes", "yes", "yes"], ["yes", "yes", "yes"]]
    others = [line.split()[0] for line in lines if "GolosText" not in line]
    assert others == ["Helvetica"], "the drawing library's own, for blanks; it draws no letter"


def test_head_titles_and_page_numbers_stand_on_every_page(press: Press, tmp_path: Path) -> None:
    pages = tool("pdftotext", press.pdf(lists.list_html(class_list(90))), tmp_path, "-layout")
    sheets = pages.split("\f")[:-1]
    assert len(sheets) > 1
    for number, sheet in enumerate(sheets, 1):
        assert HEAD in sheet
        assert "Дата рождения" in sheet
        assert f"стр. {number} из {len(sheets)}" in sheet


def test_a_paper_speaks_english_too(press: Press, tmp_path: Path) -> None:
    with use_language("en"):
        html = lists.list_html(class_list(1))
    assert "page 1 of 1" in tool("pdftotext", press.pdf(html), tmp_path)


def test_eight_slips_lie_on_a_page(press: Press, tmp_path: Path) -> None:
    text = tool("pdftotext", press.pdf(slips.slips_html(code_slips(17))), tmp_path)
    assert [page.count("K7M4-92QX") for page in text.split("\f")[:-1]] == [8, 8, 1]


def test_a_slip_carries_its_qr_code(press: Press, tmp_path: Path) -> None:
    images = tool("pdfimages", press.pdf(slips.slips_html(code_slips(2))), tmp_path, "-list")
    assert len(images.splitlines()[2:]) >= 2


def test_names_are_text_and_never_markup(press: Press, tmp_path: Path) -> None:
    paper = ListPaper(HEAD, "<b>Список</b>", "", (Column("A", 90),), (("<img src='x'/>&",),))
    text = tool("pdftotext", press.pdf(lists.list_html(paper)), tmp_path)
    assert "<b>Список</b>" in text
    assert "<img src='x'/>&" in text


@pytest.mark.parametrize("source", ["file:///etc/passwd", "/etc/hostname", "http://127.0.0.1/a"])
def test_nothing_is_read_from_outside(press: Press, tmp_path: Path, source: str) -> None:
    html = document(SHEET, f'<p>before</p><img src="{source}"/><p>after</p>')
    pdf = press.pdf(html)
    assert "after" in tool("pdftotext", pdf, tmp_path)
    assert tool("pdfimages", pdf, tmp_path, "-list").splitlines()[2:] == []


def test_a_paper_that_takes_too_long_is_refused_and_the_next_is_made(tmp_path: Path) -> None:
    press = Press(seconds=1.0, processes=1)
    try:
        with pytest.raises(errors.Invalid):
            press.pdf(lists.list_html(class_list(5000)))
        assert "Список" in tool("pdftotext", press.pdf(document(SHEET, "Список")), tmp_path)
    finally:
        press.close()


def test_a_paper_that_takes_too_much_memory_is_refused() -> None:
    press = Press(seconds=60, megabytes=120, processes=1)
    try:
        with pytest.raises(errors.Invalid):
            press.pdf(lists.list_html(class_list(4000)))
    finally:
        press.close()


def test_the_drawing_process_ends_with_its_server(tmp_path: Path) -> None:
    program = (
        "import os, signal\n"
        "from ediary_app.paper.press import PRESS\n"
        "if __name__ == '__main__':\n"
        "    PRESS.pdf('<p>a</p>')\n"
        "    print(*PRESS._pool._processes, flush=True)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    (tmp_path / "server.py").write_text(program)
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    done = subprocess.run(
        [sys.executable, tmp_path / "server.py"],
        capture_output=True, text=True, env=environment, check=False,
    )  # fmt: skip
    drawing = int(done.stdout)
    end = time.monotonic() + 10
    while psutil.pid_exists(drawing) and time.monotonic() < end:
        time.sleep(0.1)
    assert not psutil.pid_exists(drawing)
