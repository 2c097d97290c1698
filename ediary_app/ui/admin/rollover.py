"""The wizard of the next school year (мастер перевода): dates, classes, pupils, check, result."""

from __future__ import annotations

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.jobs import service as jobs
from ediary_app.rollover import choosing, queries, service, undo, views
from ediary_app.ui.admin import rollover_check, rollover_classes, rollover_pupils, rollover_year
from ediary_app.ui.components.parts import Pulse
from ediary_app.ui.components.surfaces import loading
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState

BEAT_MS = 1000
DATES = ("starts_on", "ends_on", "leaving_on", "order_number")
KEPT = ("is_now", "finishes", "letter")


class RolloverState(SessionState):
    """What the office has chosen for the next year, and how far it is."""

    desk: views.Desk = views.Desk()
    at: str = "year"
    form: dict[str, str] = {}
    errors: dict[str, str] = {}
    asked: str = ""
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the wizard from its beginning, or its result when it was begun."""
        await self._show()
        self.at, self.asked = ("done" if self.desk.state == "started" else "year"), ""
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Ask how far it is."""
        await self._show()

    @rx.event
    async def go(self, place: str):
        """Another step of the wizard."""
        self.at, self.asked = place, ""

    @rx.event
    async def fill(self, name: str, value: str):
        """What is typed into a field of dates."""
        self.form = {**self.form, name: value[:40]}

    @rx.event
    async def save_dates(self):
        """Keep the dates and go on to the classes."""
        said = {name: self.form[name] for name in DATES}
        _kept, self.errors = await self._tried(choosing.choose_dates, **said)
        if not self.errors:
            self.at = "classes"
            await self._show()

    @rx.event
    async def move_term(self, term: str, starts_on: str, ends_on: str):
        """Other dates of a term."""
        said = {"term": term, "starts_on": starts_on, "ends_on": ends_on}
        await self._perform(choosing.choose_term, **said)
        await self._show()

    @rx.event
    async def ask(self, what: str):
        """Ask before the year is turned or turned back; empty means no."""
        self.asked = what

    @rx.event
    async def start(self):
        """Turn the year."""
        self.asked, self.at = "", "done"
        await self._perform(service.start)
        await self._show()

    @rx.event
    async def cancel(self):
        """Stop the job: what is done stays done."""
        await self._perform(jobs.cancel_job, job_id=self.desk.job_id)
        await self._show()

    @rx.event
    async def undo(self):
        """Take the turn of the year back."""
        self.asked = ""
        await self._perform(undo.undo, rollover_id=self.desk.rollover_id)
        await self.load()

    async def _show(self) -> None:
        self.desk = await self._perform(queries.desk)
        self.form = {name: str(getattr(self.desk, name) or "") for name in DATES}
        self.errors = {}


class RolloverClassState(SessionState):
    """The classes of the wizard and the pupils of the one that is open."""

    sheet: views.ClassSheet = views.ClassSheet()

    @rx.event
    async def close(self):
        """Put the pupils away."""
        self.sheet = views.ClassSheet()

    @rx.event
    async def open_class(self, class_id: int):
        """Show the pupils of a class."""
        self.sheet = await self._perform(queries.class_sheet, class_id=class_id)

    @rx.event
    async def change_class(self, class_id: int, name: str, value: str):
        """One thing about one class is chosen otherwise."""
        wanted = await self._changed(class_id, name, value)
        await self._perform(choosing.choose_class, class_id=class_id, **wanted)
        return RolloverState.refresh

    @rx.event
    async def choose_levels(self, levels: str):
        """Move these levels now, the others later: `1-4`, `5-9` …"""
        first, _dash, last = levels.partition("-")
        span = tuple(range(_number(first), min(_number(last), 12) + 1))
        await self._perform(choosing.choose_levels, levels=span)
        return RolloverState.refresh

    @rx.event
    async def name_first(self, letters: str):
        """The letters of the new first classes."""
        await self._perform(choosing.choose_first, letters=letters[:120])
        return RolloverState.refresh

    @rx.event
    async def choose_pupil(self, student_id: int, way: str, to: str):
        """One pupil's own way."""
        said = {"student_id": student_id, "way": way or None, "to": to}
        await self._perform(choosing.choose_pupil, **said)
        await self.open_class(self.sheet.class_id)
        return RolloverState.refresh

    async def _changed(self, class_id: int, name: str, value: str) -> dict[str, object]:
        wizard = await self.get_state(RolloverState)
        line = next((c for c in wizard.desk.classes if c.id == class_id), None)
        if line is None:
            return {}
        wanted = {kept: getattr(line, kept) for kept in KEPT} | {"teacher_id": line.teacher}
        wanted |= {"teacher_id": value} if name == "teacher" else {}
        wanted |= {"letter": value[:16] or line.letter} if name == "letter" else {}
        if name == "way":
            wanted |= {"is_now": value != "later", "finishes": value == "finishes"}
        return {**wanted, "teacher_id": _number(str(wanted["teacher_id"])) or None}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


@page(
    route="/admin/rollover",
    title="Next school year",
    roles=(Role.REGISTRAR, Role.ADMINISTRATOR),
    on_load=[RolloverState.load, RolloverClassState.close],
)
def rollover() -> rx.Component:
    """The turn of the school year, step by step."""
    s, c = RolloverState, RolloverClassState
    return rx.el.div(
        Pulse.create(active=s.desk.is_live, every=BEAT_MS, on_beat=s.refresh),
        once_ready(s.is_ready, _wizard(s, c), loading(6), s.load),
        awake(s.refresh),
        class_name="stack office turn",
    )


def _wizard(s: type[RolloverState], c: type[RolloverClassState]) -> rx.Component:
    desk = s.desk
    return rx.el.div(
        rollover_year.steps(s.at, desk, s.go),
        rx.match(
            s.at,
            ("classes", rollover_classes.classes(desk, c, s.go)),
            ("pupils", rollover_pupils.pupils(desk, c.sheet, c, s.go)),
            ("check", rollover_check.check(desk, s.ask, s.go)),
            ("done", rollover_check.result(desk, s)),
            rollover_year.year(desk, s),
        ),
        rollover_check.questions(s),
        class_name="stack",
    )
