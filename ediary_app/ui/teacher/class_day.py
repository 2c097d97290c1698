"""The class's day (день класса): who is away, whom to call, whose roll is not called."""

from __future__ import annotations

from datetime import date
from typing import Any

import reflex as rx

from ediary_app.journal import calls
from ediary_app.journal import class_day as days
from ediary_app.journal.values import CALL_NAMES
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.surfaces import badge, banner, card, empty_state, loading
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.teacher import class_parts as parts
from ediary_app.ui.text import day, moment, t, tn


class ClassDayState(SessionState):
    """The day of a class that is open."""

    day: days.ClassDay = days.ClassDay()
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show today of the class that the address names, or of the own one."""
        self.is_ready = False
        await self._show(parts.asked_class(self.router.page.params), None)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Somebody called a roll, or set a reason."""
        await self._show(self.day.following.id, self.day.on)

    @rx.event
    async def choose(self, class_id: int):
        """Open another class."""
        await self._show(class_id, self.day.on)

    @rx.event
    async def turn(self, to: str):
        """Open another day; an empty one is today."""
        await self._show(self.day.following.id, parts.asked_day(to))

    @rx.event
    async def note_call(self, student_id: int, answer: str):
        """Note what the family answered."""
        said = {"student_id": student_id, "answer": answer, "on": self.day.on}
        await self._perform(calls.record_call, **said)
        await self.refresh()

    async def _show(self, class_id: int, on: date | None) -> None:
        self.day = await self._perform(days.class_day, class_id=class_id, on=on)
        watched = [f"student:{student}" for student in self.day.students]
        self._watch(*watched, *[f"lesson:{lesson}" for lesson in self.day.lessons])


@page(
    route=parts.DAY,
    title="Attendance",
    roles=parts.FOLLOWING_ROLES,
    on_load=ClassDayState.load,
)
def class_day() -> rx.Component:
    """The day of the own class, or of the class that the deputy head chose."""
    state = ClassDayState
    return once_ready(
        state.is_ready,
        rx.cond(state.day.following.id > 0, _content(), parts.no_class()),
        loading(6),
        state.load,
    )


def _content() -> rx.Component:
    shown = ClassDayState.day
    return rx.el.div(
        parts.tabs(parts.DAY, shown.following),
        parts.class_choice(shown.following, ClassDayState.choose),
        _head(shown),
        rx.cond(shown.calls.length() > 0, _calls(shown)),
        rx.cond(shown.uncalled.length() > 0, _uncalled(shown)),
        rx.cond(shown.missed.length() > 0, _missed(shown), _nobody(shown)),
        awake(ClassDayState.refresh),
        class_name="stack own-class-page",
    )


def _head(shown: Any) -> rx.Component:
    turn = ClassDayState.turn
    return rx.el.div(
        parts.leaf(
            rx.fragment(shown.following.title, ", ", day(shown.on, "weekday")),
            parts.arrow("left", t("The school day before"), shown.before, turn),
            parts.arrow("right", t("The school day after"), shown.after, turn),
        ),
        rx.cond(shown.on != shown.today,
                button(t("Back to today"), kind="quiet", on_click=turn(""))),
        rx.cond(
            shown.is_called,
            rx.el.p(
                t("{here} of {all} are here", here=shown.size - shown.away, all=shown.size),
                rx.cond(shown.late > 0, rx.fragment(" · ", tn("{n} late", "{n} late", shown.late))),
                class_name="day-sum",
            ),
        ),
        class_name="row apart",
    )  # fmt: skip


def _calls(shown: Any) -> rx.Component:
    return card(
        rx.el.ul(rx.foreach(shown.calls, _call), class_name="calls"),
        title=t("To call: absent without a word"),
        extra=badge(tn("{n} pupil", "{n} pupils", shown.calls.length()), "warn"),
    )


def _call(call: Any) -> rx.Component:
    answers = rx.cond(ClassDayState.day.following.leads, _answers(call))
    return rx.el.li(
        rx.el.div(
            rx.el.b(call.name),
            rx.el.span(t("absent since lesson {n}", n=call.since), class_name="soft"),
            class_name="call-who",
        ),
        rx.el.ul(rx.foreach(call.relatives, _relative), class_name="relatives"),
        rx.cond(
            call.answer == "",
            answers,
            rx.el.div(
                badge(call.answer_words, "ok"),
                rx.el.span(call.who, ", ", moment(call.at), class_name="hint"),
                rx.el.details(rx.el.summary(t("Another answer")), answers),
                class_name="call-answer",
            ),
        ),
        class_name="call",
    )


def _relative(relative: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(relative.name, ", ", relative.kinship),
        rx.cond(
            relative.phone != "",
            rx.el.a(relative.phone, href="tel:" + relative.dialled, class_name="phone number"),
            rx.el.span(t("no phone is known"), class_name="soft"),
        ),
    )


def _answers(call: Any) -> rx.Component:
    return rx.el.div(
        *[
            button(t(words.message), on_click=ClassDayState.note_call(call.student_id, answer))
            for answer, words in CALL_NAMES.items()
        ],
        class_name="row answers",
        role="group",
        custom_attrs={"aria-label": t("What the family of {name} said", name=call.name)},
    )


def _uncalled(shown: Any) -> rx.Component:
    return card(
        rx.el.ul(
            rx.foreach(
                shown.uncalled,
                lambda lesson: rx.el.li(
                    rx.el.span(t("lesson {n}", n=lesson.slot), class_name="number soft"),
                    rx.el.span(rx.el.b(lesson.subject), ", ", lesson.group),
                    rx.el.span(lesson.teacher, class_name="soft"),
                ),
            ),
            class_name="uncalled",
        ),
        title=t("The roll is not called yet"),
    )


def _missed(shown: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h3(t("Absent and late")),
        rx.el.div(
            rx.el.table(
                rx.el.caption(t("Absent and late, by lesson"), class_name="visually-hidden"),
                rx.el.thead(rx.el.tr(
                    rx.el.th(t("Pupil"), scope="col"),
                    rx.foreach(shown.slots, lambda slot: rx.el.th(
                        slot, scope="col", custom_attrs={"aria-label": t("lesson {n}", n=slot)})),
                )),
                rx.el.tbody(rx.foreach(shown.missed, _line)),
                class_name="table presence",
            ),
            class_name="table-box",
            tab_index=0, role="region",
            custom_attrs={"aria-label": t("Absent and late, by lesson")},
        ),
        _legend(shown),
        class_name="stack tight",
    )  # fmt: skip


def _line(line: Any) -> rx.Component:
    return rx.el.tr(
        rx.el.th(line.name, scope="row"),
        rx.foreach(line.cells, lambda cell: rx.el.td(cell, data_code=cell)),
    )


def _legend(shown: Any) -> rx.Component:
    """The letters in words; illness stands there for the class teacher alone."""
    return rx.el.p(
        rx.cond(shown.following.leads, rx.fragment(t("Б: ill"), "; ")),
        t("Н: reason not known; УП: valid reason; НП: no valid reason; ОП: late, minutes; "
          "· was there; ? roll not called; – no lesson"),
        class_name="hint",
    )  # fmt: skip


def _nobody(shown: Any) -> rx.Component:
    return rx.cond(
        shown.slots.length() == 0,
        empty_state(t("No lessons on this day"), t("Choose another day by the arrows.")),
        rx.cond(
            shown.is_called,
            banner(t("Nobody is marked absent or late."), tone="ok"),
            empty_state(
                t("No roll was called yet"),
                t("As soon as a teacher calls it, the page shows who is absent, by itself."),
            ),
        ),
    )
