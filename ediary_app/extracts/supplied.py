"""The layouts that come with the product (поставляемые макеты), in two languages."""

from __future__ import annotations

from ediary_app.extracts.values import ExtractKind
from ediary_app.lowcode.definition_values import Content

_HEAD = "<h2>{{ pupil.name }}, {{ class }}</h2>\n<p>{{ school }} · {{ from }} – {{ to }}</p>\n"
_RU: dict[str, str | tuple[str, ...]] = {
    "lesson": ("Дата", "№", "Предмет", "Кабинет", "Домашнее задание", "Отметки"),
    "mark": ("Предмет", "Отметки", "Средний балл", "Предварительно"),
    "tests": "Контрольные впереди", "remarks": "Замечания и благодарности",
    "missed": "Пропущено уроков", "teacher": "Классный руководитель",
}  # fmt: skip
_EN: dict[str, str | tuple[str, ...]] = {
    "lesson": ("Date", "No.", "Subject", "Room", "Homework", "Marks"),
    "mark": ("Subject", "Marks", "Mean", "Proposed"),
    "tests": "Tests ahead", "remarks": "Remarks and praise", "missed": "Lessons missed",
    "teacher": "Class teacher",
}  # fmt: skip
_LESSON: tuple[str, ...] = ("date", "number", "subject", "room", "homework", "marks")
_MARK: tuple[str, ...] = ("subject", "marks", "mean", "proposed")
_TITLES = {
    (ExtractKind.WEEK, "ru"): "Выписка из дневника № {{ number }}",
    (ExtractKind.WEEK, "en"): "Extract from the diary No. {{ number }}",
    (ExtractKind.PROGRESS, "ru"): "Выписка об успеваемости № {{ number }}",
    (ExtractKind.PROGRESS, "en"): "Extract on progress No. {{ number }}",
}


def layout(kind: ExtractKind, language: str) -> Content:
    """The supplied layout of an extract in a language."""
    words = _RU if language == "ru" else _EN
    table = (
        _table("lessons", "one", words["lesson"], _LESSON)
        if kind is ExtractKind.WEEK
        else _table("marks", "one", words["mark"], _MARK)
    )
    tests = "{{ one.date }}: {{ one.subject }}, {{ one.work|lower }}"
    remarks = "{{ one.date }}: {{ one.remark }} <i>{{ one.author }}</i>"
    foot = (
        f"<p>{words['missed']}: {{{{ missed }}}}</p>\n"
        f"<p>{words['teacher']}: {{{{ class_teacher }}}}</p>"
    )
    lists = _list("tests", str(words["tests"]), tests) + _list(
        "remarks", str(words["remarks"]), remarks
    )
    return {"title": _TITLES[kind, language], "body": _HEAD + table + lists + foot}


def _table(rows: str, row: str, head: str | tuple[str, ...], cells: tuple[str, ...]) -> str:
    titles = "".join(f"<th>{title}</th>" for title in head)
    shown = "".join(f"<td>{{{{ {row}.{cell} }}}}</td>" for cell in cells)
    return (
        f"<table>\n<tr>{titles}</tr>\n{{% for {row} in {rows} %}}\n<tr>{shown}</tr>\n"
        "{% endfor %}\n</table>\n"
    )


def _list(rows: str, title: str, words: str) -> str:
    return (
        f"{{% if {rows} %}}\n<h3>{title}</h3>\n<ul>\n{{% for one in {rows} %}}\n"
        f"<li>{words}</li>\n{{% endfor %}}\n</ul>\n{{% endif %}}\n"
    )
