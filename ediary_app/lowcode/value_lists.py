"""Lists of values (списки значений): a named list with words in both languages, kept in versions.

A value that is no longer used is put away, not deleted: what was filled in with it keeps its words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ediary_app.access.context import Context
from ediary_app.kernel.i18n import _, current_language
from ediary_app.lowcode import definition_reading
from ediary_app.lowcode.definition_values import AskKind, Content, Fault, Option, Preview
from ediary_app.lowcode.definitions import Ask, DefinitionKind, define

KIND = "values"
_CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,29}")
_ROWS = Ask(
    "rows", _("Values"), AskKind.ROWS, required=True,
    help=_("The code is kept and never shown; the words may change."),
    columns=(
        Ask("code", _("Code"), required=True, longest=30),
        Ask("ru", _("In Russian"), required=True, longest=120),
        Ask("en", _("In English"), longest=120),
        Ask("away", _("Put away"), AskKind.FLAG),
    ),
)  # fmt: skip


def _validate(_key: str, content: Content) -> Sequence[Fault]:
    """Codes are short, plain and each its own; something is left to choose."""
    wrong: list[Fault] = []
    seen: set[str] = set()
    for number, row in enumerate(content["rows"]):
        code = str(row["code"])
        if not _CODE.fullmatch(code):
            said = _("Small Latin letters, digits, - and _: for example school-bus.")
            wrong.append(Fault(f"rows.{number}.code", str(said)))
        elif code in seen:
            wrong.append(Fault(f"rows.{number}.code", str(_("There is one like this already."))))
        seen.add(code)
    if not wrong and all(row.get("away") for row in content["rows"]):
        wrong.append(Fault("rows", str(_("At least one value must be left to choose."))))
    return wrong


def _preview(_ctx: Context, _key: str, content: Content) -> Preview:
    head = (str(_("In Russian")), str(_("In English")), str(_("Code")))
    lines = tuple(
        (row["ru"], row.get("en") or row["ru"], row["code"])
        for row in content["rows"]
        if not row.get("away")
    )
    away = sum(1 for row in content["rows"] if row.get("away"))
    note = str(_("{n} put away: shown where they were chosen, offered no more.", n=away))
    return Preview(head=head, lines=lines, note=note if away else "")


VALUE_LISTS = define(DefinitionKind(
    key=KIND, title=_("Lists of values"), asks=(_ROWS,), validate=_validate, preview=_preview,
    note=_("What is chosen from in fields and forms: reasons, clubs, bus lines."),
))  # fmt: skip


def offered(ctx: Context, key: str) -> tuple[Option, ...]:
    """What a list offers now, in the language in force; a list that is gone offers nothing."""
    found = definition_reading.in_force(ctx, KIND, key)
    rows = found.content["rows"] if found else []
    return tuple(Option(row["code"], _words(row)) for row in rows if not row.get("away"))


def words(ctx: Context, key: str) -> Mapping[str, str]:
    """The words of every value of a list by its code, those put away too."""
    found = definition_reading.in_force(ctx, KIND, key)
    return {row["code"]: _words(row) for row in (found.content["rows"] if found else [])}


def _words(row: Content) -> str:
    return str(row.get(current_language()) or row["ru"])
