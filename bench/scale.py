"""A town against a school (масштаб): the same pages must cost nearly the same where ten live."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

from bench import stock
from bench.cast import Cast
from bench.figures import at_most, percentile, say, show
from ediary_app import tables, wiring
from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform, use_runtime
from ediary_app.journal import diary, marks, page, progress
from ediary_app.kernel.settings import Settings

assert tables
PAGES, ROUNDS = 200, 3
Acts = dict[str, Sequence[Callable[[], Any]]]


def measure(only: str) -> None:
    """Each page in turn on both databases, so that a busy minute meets both alike."""
    for kind in ("postgresql", "sqlite"):
        sides = [_side(size, kind) for size in ("school", "town")]
        for name in sides[0][1]:
            small, large = _both(sides, name)
            say(f"{name} on {kind}: school {small * 1000:.2f} ms, town {large * 1000:.2f} ms")
            show(f"ground.town_to_school.{name}.{kind}", large / small, "ratio", at_most(1.3))


def _side(size: str, kind: str) -> tuple[Any, Acts]:
    school = stock.school(size, kind)
    shift = int(school.environment["EDIARY_CLOCK_SHIFT_SECONDS"])
    runtime = wiring.start(Settings(database_url=school.url, clock_shift_seconds=shift))
    return runtime, _acts(Cast(school))


def _both(sides: Sequence[tuple[Any, Acts]], name: str) -> tuple[float, float]:
    """Medians of the two sides, measured in turns; the first round warms up."""
    times: tuple[list[float], list[float]] = ([], [])
    for turn in range(ROUNDS + 1):
        for number in range(PAGES):
            for (runtime, acts), found in zip(sides, times, strict=True):
                use_runtime(runtime)
                began = time.perf_counter()
                acts[name][number]()
                if turn:
                    found.append(time.perf_counter() - began)
    return percentile(times[0], 0.5), percentile(times[1], 0.5)


def _acts(cast: Cast) -> Acts:
    readers, lessons, sheets = cast.readers(PAGES), cast.lessons(PAGES), cast.sheets(PAGES)
    mark = [
        {"lesson_id": x.id, "student_id": x.pupils[0], "kind_id": x.kind_id, "comment": "Замер"}
        for x in lessons
    ]
    return {
        "diary_week": [_act(diary.open_diary, r.cookie, child_id=r.student_id) for r in readers],
        "marks_by_subject": [
            _act(progress.open_marks, r.cookie, child_id=r.student_id) for r in readers
        ],
        "journal_page": [
            _act(page.journal_page, s.cookie, group_id=s.group_id, term_id=s.terms[0])
            for s in sheets
        ],
        "save": [
            _act(marks.set_mark, x.cookie, value="5", **m)
            for x, m in zip(lessons, mark, strict=True)
        ],
    }


def _act(use_case: Any, cookie: str, **arguments: Any) -> Callable[[], Any]:
    return lambda: perform(use_case, actor=SessionToken(cookie), **arguments)
