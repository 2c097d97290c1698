"""A class of thirty with its journal (класс со своим журналом), apart from the demo's people."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from datetime import time, timedelta
from time import monotonic
from typing import Any

from playwright.sync_api import Page, WebSocketRoute

from ediary_app.access.credentials import SessionToken
from ediary_app.access.values import Role
from ediary_app.school import models as school
from ediary_app.timetable import models as timetable
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
    today = given.lesson(group, teacher, slot=3)
    with runtime.database.session() as session:  # it lasts as long as the scenarios may
        session.get_one(timetable.Lesson, today.id).ends_at = time(16)
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


class Line:
    """The page's line to the server, whose answers can be held back for a while."""

    def __init__(self, page: Page) -> None:
        self._held: list[str | bytes] = []
        self._is_holding = False
        self._socket: WebSocketRoute | None = None
        self._page = page
        page.route_web_socket(re.compile("_event"), self._connect)

    def _connect(self, socket: WebSocketRoute) -> None:
        self._socket = socket
        socket.connect_to_server().on_message(self._came)

    def _came(self, message: str | bytes) -> None:
        if self._is_holding or self._socket is None:
            self._held.append(message)
        else:
            self._socket.send(message)

    def hold(self) -> None:
        """What the server says waits from now on; what the page says still arrives."""
        self._is_holding = True

    def until_said(self, word: str) -> None:
        """Wait until the server has said a word that is held back."""
        deadline = monotonic() + 10
        while not any(word in str(message) for message in self._held):
            assert monotonic() < deadline, f"the server has not said {word}"
            self._page.wait_for_timeout(20)

    def release(self) -> None:
        """All of it comes now, in order."""
        self._is_holding = False
        for message in self._held:
            if self._socket is not None:
                self._socket.send(message)
        self._held.clear()
