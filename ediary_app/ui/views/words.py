"""Codes of the journal in the words of a family (коды словами): functions of Vars."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.text import t


def attendance_words(code: Any) -> rx.Var[str]:
    """An attendance code in words; no code leaves a family guessing."""
    return rx.match(
        code,
        ("Н", t("Absent, the reason is not known yet")),
        ("Б", t("Absent because of illness")),
        ("УП", t("Absent for a good reason")),
        ("НП", t("Absent without a good reason")),
        ("ОП", t("Came late")),
        ("ОСВ", t("Freed from the activity")),
        code,
    )


def note_words(kind: Any) -> rx.Var[str]:
    """Praise, a remark or a recommendation, by name."""
    return rx.match(
        kind,
        ("praise", t("Praise")),
        ("remark", t("Remark")),
        ("recommendation", t("Recommendation")),
        "",
    )


def room_words(name: Any) -> rx.Var[str]:
    """A room (кабинет): a number gets the word before it, a name as “Спортзал” needs none."""
    is_number = rx.Var.create("0123456789").contains(name[0])
    return rx.cond(is_number, t("room {room}", room=name), name)
