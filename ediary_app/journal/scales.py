"""Mark scales and rounding (шкалы, пороги округления, минимум отметок): a versioned definition.

A scale says from which mean on a mark is proposed and how many marks a term needs. The thresholds
are text with two decimals, kept exact; `proposed` is the rule that reads them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from ediary_app.access.context import Context
from ediary_app.journal import rules
from ediary_app.kernel.i18n import _
from ediary_app.lowcode import definition_reading
from ediary_app.lowcode.definition_values import AskKind, Content, Fault, Preview
from ediary_app.lowcode.definitions import Ask, DefinitionKind, define

KIND, FIVE = "scale", "five"
LOWEST, HIGHEST = Fraction(1), Fraction(5)
_NUMBER = re.compile(r"[1-5]([.,][0-9]{1,2})?")
SUPPLIED = {
    "rows": [
        {"mark": "5", "from": "4,50", "words": "отлично"},
        {"mark": "4", "from": "3,50", "words": "хорошо"},
        {"mark": "3", "from": "2,50", "words": "удовлетворительно"},
        {"mark": "2", "from": "1,00", "words": "неудовлетворительно"},
    ],
    "least_one": 3, "least_two": 3, "least_more": 5,
}  # fmt: skip
TEST_PUPIL = (
    ((5, 100), (4, 100), (5, 100), (5, 300)),
    ((5, 100), (4, 100)),
    ((4, 100), (4, 300), (5, 100), (3, 100)),
    ((3, 100), (4, 100), (3, 100), (4, 100)),
    ((3, 100), (2, 100), (3, 300), (2, 100), (3, 100)),
    ((2, 100), (3, 100), (2, 300)),
)
"""Marks with their weights of a made-up pupil in six subjects, some close to a threshold."""


@dataclass(frozen=True)
class Scale:
    """A scale as the rules read it: (mark, from which mean), the highest first; least marks."""

    steps: tuple[tuple[str, Fraction], ...]
    least: tuple[int, int, int] = (3, 3, 5)

    def proposed(self, mean: Fraction) -> str:
        """The mark a mean comes to."""
        return next((mark for mark, start in self.steps if mean >= start), self.steps[-1][0])

    def least_marks(self, weekly_hours: int) -> int:
        """How many marks a term needs at so many lessons a week."""
        return self.least[min(max(weekly_hours, 1), 3) - 1]


def fraction(text: str) -> Fraction:
    """A threshold as it was typed, exact."""
    return Fraction(text.replace(",", "."))


def _validate(_key: str, content: Content) -> Sequence[Fault]:
    """Each mark once; thresholds fall from the top, cover every mean, never exceed their mark."""
    rows, wrong = content["rows"], []
    for number, row in enumerate(rows):
        if not re.fullmatch(r"[1-5]", str(row["mark"])):
            wrong.append(Fault(f"rows.{number}.mark", str(_("A mark from 1 to 5."))))
        if not _NUMBER.fullmatch(str(row["from"])):
            said = _("A mean from 1 to 5 with two decimals: 4,50.")
            wrong.append(Fault(f"rows.{number}.from", str(said)))
    return wrong or _uncovered(rows)


def _uncovered(rows: Sequence[Mapping[str, str]]) -> list[Fault]:
    wrong = []
    for number, row in enumerate(rows):
        above = rows[number - 1] if number else None
        if above and row["mark"] >= above["mark"]:
            wrong.append(Fault(f"rows.{number}.mark", str(_("Marks stand from the highest down."))))
        if above and fraction(row["from"]) >= fraction(above["from"]):
            said = _("This must be below the mean of the mark above.")
            wrong.append(Fault(f"rows.{number}.from", str(said)))
        if fraction(row["from"]) > int(row["mark"]):
            said = _("A pupil whose marks are all {mark} must get it.", mark=row["mark"])
            wrong.append(Fault(f"rows.{number}.from", str(said)))
    if not wrong and fraction(rows[-1]["from"]) != LOWEST:
        said = _("The lowest mark begins at 1,00, so that every mean has its mark.")
        wrong.append(Fault(f"rows.{len(rows) - 1}.from", str(said)))
    return wrong


def scale_of(content: Content) -> Scale:
    """A content as the rules read it."""
    steps = tuple((str(row["mark"]), fraction(row["from"])) for row in content["rows"])
    least = (content["least_one"], content["least_two"], content["least_more"])
    return Scale(steps, least)


def in_force(ctx: Context) -> Scale:
    """The school's five-point scale as it holds now."""
    found = definition_reading.in_force(ctx, KIND, FIVE)
    return scale_of(found.content if found else SUPPLIED)


def _preview(_ctx: Context, _key: str, content: Content) -> Preview:
    """A test pupil's means and what would be proposed, now supplied and then."""
    scale, usual = scale_of(content), scale_of(SUPPLIED)
    head = tuple(map(str, (_("Marks"), _("Mean"), _("Proposed"), _("As supplied"))))
    lines = tuple(_line(marks, scale, usual) for marks in TEST_PUPIL)
    note = _("A made-up pupil at two lessons a week; at least {n} marks are needed.",
             n=scale.least_marks(2))  # fmt: skip
    return Preview(head=head, lines=lines, note=str(note))


def _line(marks: Sequence[tuple[int, int]], scale: Scale, usual: Scale) -> tuple[str, ...]:
    mean = rules.weighted_mean(marks) or LOWEST
    shown = " ".join(str(m) if w == 100 else f"{m}·{rules.weight_text(w)}" for m, w in marks)
    few = len(marks) < scale.least_marks(2)
    proposed = str(_("too few marks")) if few else scale.proposed(mean)
    return shown, rules.mean_text(mean), proposed, usual.proposed(mean)


SCALES = define(DefinitionKind(
    key=KIND, title=_("Mark scales and rounding"),
    keys=lambda: {FIVE: _("Five-point scale")},
    asks=(
        Ask("rows", _("Marks and thresholds"), AskKind.ROWS, required=True, columns=(
            Ask("mark", _("Mark"), required=True, longest=1),
            Ask("from", _("From the mean"), required=True, longest=4),
            Ask("words", _("In words"), longest=60),
        )),
        Ask("least_one", _("Marks needed at one lesson a week"), AskKind.NUMBER, required=True,
            least=1, most=30),
        Ask("least_two", _("Marks needed at two lessons a week"), AskKind.NUMBER, required=True,
            least=1, most=30),
        Ask("least_more", _("Marks needed at three lessons a week and more"), AskKind.NUMBER,
            required=True, least=1, most=30),
    ),
    supplied=lambda _key: SUPPLIED, validate=_validate, preview=_preview,
    note=_("From which mean a mark is proposed, and how many marks a term needs."),
))  # fmt: skip
