"""Rules of the journal (правила журнала): what may be set, and the weighted mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from ediary_app.journal.values import AttendanceCode, MarkValue
from ediary_app.kernel import errors
from ediary_app.kernel.i18n import _
from ediary_app.school.values import Marking

HOMEWORK_NORM = {1: 60, 2: 90, 3: 90, 4: 120, 5: 120, 6: 150, 7: 150, 8: 150}
"""Minutes of homework an evening by level; 210 from level 9 on (`domain.md` A3)."""
FIVE_POINT = frozenset({MarkValue.FIVE, MarkValue.FOUR, MarkValue.THREE, MarkValue.TWO})
PASS_FAIL = frozenset({MarkValue.PASSED, MarkValue.NOT_PASSED})
ABSENCES = frozenset(code for code in AttendanceCode if code.is_absence)
LINE_WIDTH, LINE_HEIGHT = 72, 24
"""Units of the small line of a trend."""


def homework_norm(level: int) -> int:
    """Minutes of homework an evening that a level may be given."""
    return HOMEWORK_NORM.get(level, 210)


def allowed_values(marking: Marking, *, one_allowed: bool = False) -> frozenset[MarkValue]:
    """The marks a group may be given (`domain.md` A2.1, A2.2)."""
    if marking is Marking.NONE:
        return frozenset()
    if marking is Marking.PASS:
        return PASS_FAIL | {MarkValue.DOT}
    ones = frozenset({MarkValue.ONE}) if one_allowed else frozenset()
    return FIVE_POINT | PASS_FAIL | ones | {MarkValue.DOT}


def check_value(value: MarkValue, marking: Marking) -> None:
    """Refuse a mark the group is not given."""
    if marking is Marking.NONE:
        raise errors.Invalid(_("This group learns without marks."), code="no_marks")
    if value not in allowed_values(marking):
        raise errors.Invalid(
            _("The mark {value} is not used here.", value=value.value), code="mark_not_used"
        )


def check_date(on: date, *, today: date) -> None:
    """Refuse to fill a lesson that has not come yet."""
    if on > today:
        raise errors.Invalid(
            _("This lesson has not come yet: it can be filled from its day on."),
            code="lesson_in_future",
        )


def check_absence(absence: AttendanceCode | None, value: MarkValue, comment: str) -> None:
    """A mark for a pupil who was absent needs a comment: for what it was set."""
    if absence is not None and absence.is_absence and value is not MarkValue.DOT and not comment:
        raise errors.Invalid(
            _("The pupil was absent from this lesson. Say in a comment what the mark is for."),
            code="absent_needs_comment",
        )


def shown_code(code: str, *, may_see_illness: bool) -> str:
    """The attendance code as a reader may see it: illness is an absence to everybody else.

    `domain.md` A10.5: «Б» says something of a child's health. Family, class teacher and the
    teachers of the group see it; for the deputy head and all others it is «Н».
    """
    hidden = code == AttendanceCode.ILL and not may_see_illness
    return AttendanceCode.ABSENT.value if hidden else code


def absent_since(lessons: Sequence[tuple[int, str]]) -> int:
    """From which lesson on a pupil is away without a known reason; 0 when they are not.

    `lessons` are (number, code) of those whose roll was called, in order; "" says: was there. Who
    came back is not away, whoever left in the middle of the day is.
    """
    since = 0
    for number, code in lessons:
        if code != AttendanceCode.ABSENT:
            since = 0
        elif not since:
            since = number
    return since


def missed_text(counts: Mapping[str, int]) -> str:
    """What a pupil missed on a day as the class teacher's table has it: `6 Б`, `2 Н 4 УП`."""
    order = [AttendanceCode.ABSENT, AttendanceCode.UNEXCUSED, AttendanceCode.EXCUSED,
             AttendanceCode.ILL]  # fmt: skip
    return " ".join(f"{counts[code]} {code}" for code in order if counts.get(code))


def weighted_mean(marks: Iterable[tuple[int, int]]) -> Fraction | None:
    """Σ w·m / Σ w over (mark 1–5, weight in hundredths); None when nothing counts.

    Exact; marks of weight 0 do not count (`domain.md` A2.3).
    """
    total = weights = 0
    for mark, weight in marks:
        total += mark * weight
        weights += weight
    return Fraction(total, weights) if weights else None


def rounded(mean: Fraction, threshold: Fraction = Fraction(1, 2)) -> int:
    """The mark a mean comes to: the next one when its fraction reaches the threshold."""
    whole = mean.numerator // mean.denominator
    return whole + (1 if mean - whole >= threshold else 0)


def mean_text(mean: Fraction | None) -> str:
    """A mean with two decimals, half up, as Russian schools write it: `4,25`."""
    if mean is None:
        return ""
    above, below = mean.numerator, mean.denominator
    hundredths = (200 * above + below) // (2 * below)
    return f"{hundredths // 100},{hundredths % 100:02d}"


def formula_text(marks: Sequence[tuple[int, int]]) -> str:
    """How the mean came about: `(5 · 1 + 4 · 3) : 4 = 4,25`; equal weights as a plain sum."""
    counted = [(m, w) for m, w in marks if w]
    mean = weighted_mean(counted)
    if mean is None:
        return ""
    weights = {w for _m, w in counted}
    if len(weights) == 1:
        terms, by = " + ".join(str(m) for m, _w in counted), str(len(counted))
    else:
        terms = " + ".join(f"{m} · {weight_text(w)}" for m, w in counted)
        by = weight_text(sum(w for _m, w in counted))
    return f"({terms}) : {by} = {mean_text(mean)}"


def weight_text(hundredths: int) -> str:
    """A weight as people write it: 1, 1,5, 0,5."""
    whole, rest = divmod(hundredths, 100)
    return str(whole) if not rest else f"{whole},{f'{rest:02d}'.rstrip('0')}"


def running_means(marks: Iterable[tuple[int, int]]) -> list[Fraction]:
    """The weighted mean after each mark that counts, the oldest first."""
    total = weights = 0
    means = []
    for mark, weight in marks:
        total, weights = total + mark * weight, weights + weight
        if weights:
            means.append(Fraction(total, weights))
    return means


def trend_points(means: Sequence[Fraction]) -> str:
    """The small line of a trend as points of a drawing, 2 at its foot and 5 at its top.

    Empty below three means: two marks are not a trend.
    """
    if len(means) < 3:
        return ""
    step, height = LINE_WIDTH / (len(means) - 1), LINE_HEIGHT - 2
    places = ((n * step, (5 - max(float(mean), 2.0)) / 3) for n, mean in enumerate(means))
    return " ".join(f"{x:.1f},{1 + y * height:.1f}" for x, y in places)


def trend_word(means: Sequence[Fraction]) -> str:
    """Which way the mean went over the last three marks: up, down, or level (within 0.1)."""
    if len(means) < 3:
        return ""
    change = means[-1] - means[-3]
    if abs(change) < Fraction(1, 10):
        return "level"
    return "up" if change > 0 else "down"


def day_state(lessons: int, missed: int, *, is_late: bool, is_ahead: bool) -> str:
    """How a pupil's day went: off, ahead, here, late, some (lessons missed) or whole (all)."""
    if not lessons:
        return "off"
    if is_ahead:
        return "ahead"
    if missed:
        return "whole" if missed == lessons else "some"
    return "late" if is_late else "here"
