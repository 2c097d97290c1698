"""Which works a subject has and when (виды работ по предметам)."""

from __future__ import annotations

WORK_KINDS = (
    ("OTV", "Ответ на уроке", "О", 100), ("DZ", "Домашнее задание", "Д", 100),
    ("KR", "Контрольная работа", "К", 300),
    ("DIKT", "Контрольный диктант, изложение, сочинение", "Ди", 300),
    ("AKR", "Административная контрольная", "АК", 300), ("VPR", "ВПР", "В", 0),
    ("PR", "Проверочная работа", "П", 200), ("LAB", "Лабораторная работа", "Л", 200),
    ("PRAK", "Практическая работа", "Пр", 200), ("TEST", "Тест", "Т", 200),
    ("SR", "Самостоятельная работа", "С", 150), ("PROJ", "Проект", "Пт", 200),
    ("NORM", "Норматив", "Н", 100), ("TETR", "Ведение тетради", "Те", 50),
)  # fmt: skip
"""Code, name, glyph and weight in hundredths of the school's kinds of work."""
DIFFICULTY = {"OTV": 0.15, "DZ": 0.2, "KR": -0.3, "DIKT": -0.3, "SR": -0.15, "PR": -0.1,
              "TEST": -0.05, "PROJ": 0.4, "PRAK": 0.2, "NORM": 0.25}  # fmt: skip
EASE = {"Физическая культура": 0.55, "Изобразительное искусство": 0.6, "Музыка": 0.7,
        "Труд (технология)": 0.55, "Индивидуальный проект": 0.4, "Окружающий мир": 0.2,
        "Литературное чтение": 0.2, "Алгебра": -0.2, "Геометрия": -0.2, "Физика": -0.15,
        "Химия": -0.15, "Русский язык": -0.1}  # fmt: skip
WHOLE_EVERY = 9
_WHOLE = {
    "Русский язык": ("DIKT", "KR", "TEST"), "Литература": ("DIKT", "TEST"),
    "Физика": ("LAB", "KR"), "Химия": ("PRAK", "KR"), "Биология": ("LAB", "TEST"),
    "География": ("PRAK", "TEST"), "Информатика": ("PRAK", "TEST"),
    "Физическая культура": ("NORM",), "Труд (технология)": ("PRAK", "PROJ"),
    "Изобразительное искусство": ("PRAK",),
    "Музыка": ("OTV",), "Индивидуальный проект": ("PROJ",), "Литературное чтение": ("TEST", "PR"),
}  # fmt: skip
_SMALL = {
    "Физическая культура": ("NORM", "OTV"), "Изобразительное искусство": ("PRAK", "OTV"),
    "Труд (технология)": ("PRAK", "OTV"), "Музыка": ("OTV",),
}  # fmt: skip
_TITLES = {"KR": "Контрольная работа", "DIKT": "Контрольный диктант", "LAB": "Лабораторная работа",
           "PRAK": "Практическая работа"}  # fmt: skip


def whole_class_work(subject: str, number: int) -> str | None:
    """The kind of work the whole class writes in this lesson; None in an ordinary one."""
    if number % WHOLE_EVERY != WHOLE_EVERY - 1:
        return None
    kinds = _WHOLE.get(subject, ("KR", "PR", "TEST"))
    return kinds[number // WHOLE_EVERY % len(kinds)]


def small_works(subject: str) -> tuple[str, ...]:
    """Kinds of work that some pupils do in an ordinary lesson."""
    return _SMALL.get(subject, ("OTV", "OTV", "OTV", "DZ", "SR"))


def lesson_kind(subject: str, number: int) -> str:
    """The type of the lesson as the journal page names it; empty for an ordinary one."""
    return _TITLES.get(whole_class_work(subject, number) or "", "")
