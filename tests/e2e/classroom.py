"""A class of thirty with its journal (класс со своим журналом), apart from the demo's people."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from ediary_app.access.credentials import SessionToken
from ediary_app.access.values import Role
from ediary_app.school import models as school
from tests.e2e.browsing import Street, Window
from tests.given import TODAY, YEAR_START, Given
from tests.living import Served

PUPILS = 30
CLASSES = itertools.count(1)
"""Every class of this kind in one database has numbers of its own."""


@dataclass
class Lesson:
    """A lesson of today with thirty pupils, its teacher and a second one."""

    given: Given
    id: int
    kind: int
    pupils: list[school.Person]
    teacher: SessionToken
    second: SessionToken

    def name(self, number: int) -> str:
        """A pupil's name as the journal writes it."""
        pupil = self.pupils[number]
        return f"{pupil.family_name} {pupil.given_name}"


def a_lesson(living: Served) -> Lesson:
    """A new school with one class of thirty, its lesson today and ten before."""
    runtime = living.beside()
    given = Given(runtime, _numbers=itertools.count(1_000 * next(CLASSES)))
    made = given.school()
    teacher, second = given.teacher(made), given.teacher(made, "Соколова")
    in_class = given.school_class(made)
    pupils = [given.student(in_class, f"Иванов{'абвгдежзик'[n % 10]}{n:02}") for n in range(PUPILS)]
    group = given.group(in_class, "Алгебра", pupils, teacher)
    given.save(
        school.Assignment(
            school_id=made.id, group_id=group.id, teacher_id=second.id, starts_on=YEAR_START,
            is_main=False,
        )
    )  # fmt: skip
    for days in range(1, 11):
        given.lesson(group, teacher, on=TODAY - timedelta(days=days))
    today = given.lesson(group, teacher)
    pupils.sort(key=lambda pupil: pupil.sort_key)
    return Lesson(
        given,
        int(today.id or 0),
        given.kind_id(made),
        pupils,
        given.signed_in(teacher, Role.TEACHER),
        given.signed_in(second, Role.TEACHER),
    )


def window_of(street: Street, token: SessionToken, size: dict[str, Any]) -> Window:
    """A window of somebody signed in, in Russian, who may use the clipboard."""
    window = street.window(size)
    context = window.page.context
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    cookie: Any = {"name": "ediary_session", "value": token.token, "url": window.served.url}
    context.add_cookies([cookie])
    window.prefer(language="ru", theme="light")
    return window
