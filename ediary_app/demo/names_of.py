"""How Russian names bend: feminine family names, patronymics (склонение фамилий и отчеств)."""

from __future__ import annotations

_SPECIAL = {"Илья": "Ильи", "Никита": "Никити"}


def feminine(family: str) -> str:
    """The feminine form of a family name: Иванов → Иванова, Римский-Корсаков → Римская-Корсакова.

    Names that do not bend (Шевченко, Красных, Тарлин-like foreign ones in -ук) stay as they are.
    """
    if "-" in family:
        return "-".join(feminine(part) for part in family.split("-"))
    if family.endswith(("ский", "цкий", "кий")):
        return f"{family[:-2]}ая"
    return f"{family}а" if family.endswith(("ов", "ев", "ёв", "ин", "ын")) else family


def patronymic(father: str, girl: bool) -> str:
    """The patronymic of a father's given name: Игорь → Игоревна, Андрей → Андреевич."""
    if father in _SPECIAL:
        return _SPECIAL[father] + ("чна" if girl else "ч")
    if father.endswith("ий"):
        stem = f"{father[:-2]}ьев"
    elif father.endswith(("й", "ь")):
        stem = f"{father[:-1]}ев"
    else:
        stem = {"Пётр": "Петров", "Лев": "Львов", "Павел": "Павлов"}.get(father, f"{father}ов")
    return stem + ("на" if girl else "ич")
