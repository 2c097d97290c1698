"""Words on the screen: English message ids, looked up in the browser's one loaded catalogue.

`t("Diary")` and `tn("{n} mark", "{n} marks", count)` give Vars; values may be Vars themselves.
"""

from __future__ import annotations

from typing import Any

import reflex as rx
from reflex_base.utils.imports import ImportVar
from reflex_base.vars.base import VarData
from reflex_base.vars.function import FunctionStringVar

_LIBRARY = "$/public/i18n.js"


def _lookup(name: str) -> FunctionStringVar:
    imports = {_LIBRARY: [ImportVar(tag=name)]}
    return FunctionStringVar.create(name, _var_data=VarData(imports=imports))


def t(message: str, **values: Any) -> rx.Var[str]:
    """A sentence in the reader's language; `{name}` places take the values."""
    arguments = [message, rx.Var.create(values)] if values else [message]
    return _lookup("t").call(*arguments).to(str)


def tn(one: str, many: str, n: Any, **values: Any) -> rx.Var[str]:
    """A sentence about a number, in the right plural; `{n}` is the number."""
    return _lookup("tn").call(one, many, n, rx.Var.create(values)).to(str)


def moment(at: Any) -> rx.Var[str]:
    """A moment in the school's time zone and the reader's language: `18 ноября, 14:05`."""
    return _lookup("moment").call(at).to(str)


def day(on: Any, style: str = "day") -> rx.Var[str]:
    """A date in words; styles: `day` (18 ноября), `weekday` (среда, 18 ноября), `short` (18.11),
    `full` (18.11.2026), `brief` (ср, 18), `weekday_only` (ср), `number` (18), `month` (ноябрь
    2026)."""
    return _lookup("day").call(on, style).to(str)
