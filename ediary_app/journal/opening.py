"""Kinds of works a school begins with (виды работ по умолчанию), with their weights."""

from __future__ import annotations

from sqlalchemy import select

from ediary_app.access.context import Context
from ediary_app.journal.models import WorkKind

USUAL_KINDS = (
    ("OTV", "Ответ на уроке", "О", 100), ("DZ", "Домашнее задание", "Д", 100),
    ("KR", "Контрольная работа", "К", 300),
    ("DIKT", "Контрольный диктант, изложение, сочинение", "Ди", 300),
    ("AKR", "Административная контрольная", "АК", 300), ("VPR", "ВПР", "В", 0),
    ("PR", "Проверочная работа", "П", 200), ("LAB", "Лабораторная работа", "Л", 200),
    ("PRAK", "Практическая работа", "Пр", 200), ("TEST", "Тест", "Т", 200),
    ("SR", "Самостоятельная работа", "С", 150), ("PROJ", "Проект", "Пт", 200),
    ("NORM", "Норматив", "Н", 100), ("TETR", "Ведение тетради", "Те", 50),
)  # fmt: skip
"""Code, name, glyph and weight in hundredths."""
ASSESSMENT_WEIGHT = 300


def ensure_work_kinds(ctx: Context) -> bool:
    """Give a school without kinds of works the usual ones; says whether it did."""
    there = select(WorkKind.id).where(WorkKind.school_id == ctx.school_id)  # type: ignore[call-overload]
    if ctx.session.scalar(there.limit(1)) is not None:
        return False
    for position, (code, name, glyph, weight) in enumerate(USUAL_KINDS):
        ctx.session.add(
            WorkKind(
                school_id=ctx.school_id, code=code, name=name, glyph=glyph, weight=weight,
                position=position, is_assessment=weight >= ASSESSMENT_WEIGHT,
            )
        )  # fmt: skip
    ctx.session.flush()
    return True
