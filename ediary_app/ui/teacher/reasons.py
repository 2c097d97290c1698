"""Reasons of absences (пропуски и основания): what lacks one, writing it, what was written."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.journal import ground_desk, ground_plan, grounds
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.surfaces import badge, banner, card, loading
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.teacher import class_parts as parts
from ediary_app.ui.teacher.reason_form import EMPTY_FORM, ground_of, reason_form
from ediary_app.ui.text import day, t, tn

NOTHING = ground_plan.GroundPreview()


class ReasonsState(SessionState):
    """The desk of reasons, the one being written, and what it would change."""

    desk: ground_desk.GroundDesk = ground_desk.GroundDesk()
    form: dict[str, str] = EMPTY_FORM
    errors: dict[str, str] = {}
    preview: ground_plan.GroundPreview = NOTHING
    is_writing: bool = False
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the desk of the own class."""
        self.is_ready = self.is_writing = False
        await self._show(parts.asked_class(self.router.page.params))
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Somebody's attendance changed."""
        await self._show(self.desk.following.id)

    @rx.event
    async def choose(self, class_id: int):
        """Open another class of one's own."""
        await self._show(class_id)

    @rx.event
    async def begin(self, student_id: int, first: str, last: str, first_slot: int, last_slot: int):
        """Begin a reason, for the absence that was tapped or for any pupil (0)."""
        self.errors, self.preview, self.is_writing = {}, NOTHING, True
        span = {"first_day": first[:10], "last_day": last[:10], "student_id": str(student_id or "")}
        slots = {"first_slot": str(first_slot), "last_slot": str(last_slot)}
        self.form = {**EMPTY_FORM, **span, **slots}

    @rx.event
    async def fill(self, name: str, value: str):
        """Note what is typed; what was foreseen is foreseen no more."""
        self.form, self.preview = {**self.form, name: value[:40]}, NOTHING

    @rx.event
    async def foresee(self):
        """Show what the reason would change."""
        ground = ground_of(self.form)
        shown, errors = await self._tried(ground_plan.ground_preview, ground=ground)
        self.preview = shown or NOTHING
        self.errors = {name.removeprefix("ground."): why for name, why in errors.items()}

    @rx.event
    async def write(self):
        """Write the reason down; the codes of its lessons change."""
        await self._perform(grounds.set_ground, ground=ground_of(self.form))
        await self._close()

    @rx.event
    async def put_away(self):
        """Leave the form without writing anything."""
        self.is_writing, self.preview = False, NOTHING

    @rx.event
    async def renew(self, ground_id: int):
        """Let absences recorded since then follow the reason."""
        await self._perform(grounds.renew_ground, ground_id=ground_id)
        await self._close()

    @rx.event
    async def undo(self, ground_id: int):
        """Take a reason back."""
        await self._perform(grounds.undo_ground, ground_id=ground_id)
        await self._close()

    async def _close(self) -> None:
        self.is_writing, self.preview = False, NOTHING
        await self._show(self.desk.following.id)

    async def _show(self, class_id: int) -> None:
        self.desk = await self._perform(ground_desk.ground_desk, class_id=class_id)
        self._watch(*[f"student:{pupil.id}" for pupil in self.desk.pupils])


@page(
    route=parts.REASONS,
    title="Reasons of absences",
    roles=[Role.CLASS_TEACHER],
    on_load=ReasonsState.load,
)
def reasons() -> rx.Component:
    """The desk of reasons."""
    state = ReasonsState
    return once_ready(
        state.is_ready,
        rx.cond(state.desk.following.leads, _content(), parts.no_class()),
        loading(6),
        state.load,
    )


def _content() -> rx.Component:
    desk = ReasonsState.desk
    return rx.el.div(
        parts.tabs(parts.REASONS, desk.following),
        parts.class_choice(desk.following, ReasonsState.choose),
        rx.cond(
            ReasonsState.is_writing,
            card(reason_form(ReasonsState), title=t("A reason of absence")),
            button(
                t("Write down a reason or an exemption"),
                kind="primary",
                on_click=ReasonsState.begin(0, "", "", 0, 14),
            ),
        ),
        _absences(desk),
        _grounds(desk),
        awake(ReasonsState.refresh),
        class_name="stack own-class-page reasons-page",
    )


def _absences(desk: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Absences without a reason")),
        rx.cond(
            desk.absences.length() > 0,
            rx.el.ul(rx.foreach(desk.absences, _absence), class_name="absences"),
            banner(t("Every absence of the last two months has its reason."), tone="ok"),
        ),
        class_name="stack tight",
    )


def _absence(absence: Any) -> rx.Component:
    begin = ReasonsState.begin(
        absence.student_id, absence.first_day.to(str), absence.last_day.to(str),
        absence.first_slot, absence.last_slot,
    )  # fmt: skip
    return rx.el.li(
        rx.el.span(
            rx.el.b(absence.name),
            rx.el.span(
                _span(absence), " · ",
                tn("{n} lesson", "{n} lessons", absence.lessons), class_name="soft",
            ),
            class_name="absence-words",
        ),
        button(
            t("Reason"), on_click=begin,
            custom_attrs={"aria-label": t("Reason: {name}", name=absence.name)},
        ),
        class_name="absence",
    )  # fmt: skip


def _span(of: Any) -> rx.Component:
    return rx.cond(
        of.first_day == of.last_day,
        rx.fragment(day(of.first_day)),
        rx.fragment(day(of.first_day), " – ", day(of.last_day)),
    )


def _grounds(desk: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("Written down")),
        rx.cond(
            desk.grounds.length() > 0,
            rx.el.ul(rx.foreach(desk.grounds, _ground), class_name="absences"),
            rx.el.p(t("Nothing yet. What you write down stands here and can be taken back."),
                    class_name="soft"),
        ),
        class_name="stack tight",
    )  # fmt: skip


def _ground(ground: Any) -> rx.Component:
    paper = rx.fragment(
        ground.document,
        rx.cond(ground.number != "", " " + ground.number, ""),
        rx.cond(
            ground.dated.is_none(),
            "",
            rx.fragment(" ", t("of {day}", day=day(ground.dated, "full"))),
        ),
    )
    return rx.el.li(
        rx.el.span(
            rx.el.b(ground.name),
            rx.el.span(
                ground.words, rx.cond(ground.subject != "", ": " + ground.subject, ""), " · ",
                _span(ground), class_name="soft",
            ),
            rx.el.span(paper, " · ", ground.who, class_name="hint"),
            class_name="absence-words",
        ),
        rx.cond(ground.is_undone, badge(t("Taken back")), _ground_acts(ground)),
        class_name="absence",
    )  # fmt: skip


def _ground_acts(ground: Any) -> rx.Component:
    return rx.el.div(
        rx.cond(
            ground.left > 0,
            button(
                tn("Apply to {n} more lesson", "Apply to {n} more lessons", ground.left),
                on_click=ReasonsState.renew(ground.id),
            ),
        ),
        button(t("Take back"), kind="quiet", on_click=ReasonsState.undo(ground.id)),
        class_name="row",
    )
