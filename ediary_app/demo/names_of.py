"""How Russian names bend: feminine family names, patronymics (склонение фамилий и отчеств)."""

from __future__ import annotations

_SPECIAL = {
    "Илья": ("Ильинична", "Ильич"), "Никита": ("Никитична", "Никитич"),
    "Михаил": ("Михайловна", "Михайлович"), "Лев": ("Львовна", "Львович"),
    "Павел": ("Павловна", "Павлович"), "Пётр": ("Петровна", "Петрович"),
}  # fmt: skip
_VOWELS = "аеёиоуыэюя"


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
    """The patronymic of a father's given name: Игорь → Игоревна, Дмитрий → Дмитриевич."""
    if father in _SPECIAL:
        return _SPECIAL[father][0 if girl else 1]
    if father.endswith("ий"):
        after_two_consonants = not set(father[-4:-2].lower()) & set(_VOWELS)
        stem = f"{father[:-2]}{'и' if after_two_consonants else 'ь'}ев"
    elif father.endswith(("й", "ь")):
        stem = f"{father[:-1]}ев"
    else:
        stem = f"{father}ов"
    return stem + ("на" if girl else "ич")
