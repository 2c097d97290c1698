"""What the office does with a pupil (движение): move, leave, take back; limit a representative."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.school import guardians, movement, movement_plan
from ediary_app.school.values import END_NAMES, LEAVING
from ediary_app.ui.components.controls import button, field, select_field, text_field
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import day, t, tn

ACTS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "move": (movement.move_student, ("class_id", "on", "order_number")),
    "leave": (movement.end_enrolment, ("last_day", "reason", "order_number")),
    "undo": (movement.undo_movement, ()),
    "limit": (guardians.set_court_limit, ("guardian_id", "document")),
    "lift": (guardians.lift_court_limit, ("guardian_id",)),
}
PREVIEWS: dict[str, Any] = {
    "move": movement_plan.move_preview,
    "leave": movement_plan.leave_preview,
}
EMPTY = {"class_id": "", "on": "", "last_day": "", "reason": "left", "order_number": "",
         "document": ""}  # fmt: skip
NO_PREVIEW = movement_plan.MovePreview()


class MovementState(SessionState):
    """What is being done with whom, what was typed, what it will change."""

    act: str = ""
    student_id: int = 0
    guardian_id: int = 0
    form: dict[str, str] = EMPTY
    errors: dict[str, str] = {}
    preview: movement_plan.MovePreview = NO_PREVIEW

    @rx.event
    async def begin(self, act: str, student_id: int, guardian_id: int):
        """Begin an act with an empty form."""
        self.act, self.student_id, self.guardian_id = act, student_id, guardian_id
        self.form, self.errors, self.preview = EMPTY, {}, NO_PREVIEW

    @rx.event
    async def put_away(self):
        """Do nothing after all."""
        self.act, self.errors, self.preview = "", {}, NO_PREVIEW

    @rx.event
    async def fill(self, name: str, value: str):
        """Keep what is typed; what was shown as its outcome is true no more."""
        self.form = {k: value[:300] if k == name else v for k, v in self.form.items()}
        self.preview = NO_PREVIEW

    @rx.event
    async def foresee(self):
        """Show what will change."""
        found, self.errors = await self._tried(PREVIEWS[self.act], **self._arguments())
        self.preview = found or NO_PREVIEW

    @rx.event
    async def do(self):
        """Do it; what was typed stays when it is refused."""
        _done, self.errors = await self._tried(ACTS[self.act][0], **self._arguments())
        self.act = self.act if self.errors else ""

    def _arguments(self) -> dict[str, Any]:
        """What the form says, as the act's own arguments."""
        said = {**self.form, "guardian_id": self.guardian_id}
        return {"student_id": self.student_id} | {name: said[name] for name in ACTS[self.act][1]}


def pupil_acts(card: Any, on_done: Any) -> rx.Component:
    """The acts of the office with a pupil: buttons, then the form of the chosen one."""
    pupil = card.pupil
    buttons = rx.el.div(
        rx.cond(
            pupil.is_enrolled,
            rx.fragment(
                _begin(t("Move to another class"), "move", card.id),
                _begin(t("Leaves the school"), "leave", card.id),
            ),
        ),
        rx.cond(pupil.may_undo, _begin(t("Take the last movement back"), "undo", card.id)),
        class_name="row no-print",
    )
    return rx.match(
        MovementState.act,
        ("move", _form(t("Move to another class"), _move_fields(pupil), on_done)),
        ("leave", _form(t("Leaves the school"), _leave_fields(), on_done)),
        ("undo", _undo(on_done)),
        buttons,
    )


def _begin(words: Any, act: str, student_id: Any) -> rx.Component:
    return button(words, on_click=MovementState.begin(act, student_id, 0))


def _form(title: Any, fields: list[rx.Component], on_done: Any) -> rx.Component:
    is_known = MovementState.preview.out_of != ""
    return rx.el.form(
        rx.el.h3(title),
        *fields,
        rx.cond(
            is_known,
            _foreseen(on_done),
            rx.el.div(
                button(t("Cancel"), on_click=MovementState.put_away),
                button(t("What will change"), kind="primary", type="submit"),
                class_name="row",
            ),
        ),
        on_submit=MovementState.foresee,
        no_validate=True,
        class_name="stack tight act",
    )


def _move_fields(pupil: Any) -> list[rx.Component]:
    return [
        _class_field(pupil.other_classes),
        text_field(t("First day in the new class"), id="move-on", type="date", **_typed("on")),
        _order_field(),
    ]


def _class_field(classes: Any) -> rx.Component:
    kept = _typed("class_id")
    error = kept.pop("error")
    control = rx.el.select(
        rx.el.option(t("Choose a class"), value=""),
        rx.foreach(classes, lambda choice: rx.el.option(choice.title, value=choice.id.to(str))),
        id="move-class",
        class_name="select",
        custom_attrs={
            "aria-describedby": "move-class-error",
            "aria-invalid": rx.cond(error != "", "true", "false"),
        },
        **kept,
    )
    return field(t("Class"), control, id="move-class", error=error)


def _leave_fields() -> list[rx.Component]:
    reasons = [(end.value, t(END_NAMES[end].message)) for end in LEAVING]
    return [
        text_field(t("Last day in the school"), id="leave-day", type="date", **_typed("last_day")),
        select_field(t("Why"), reasons, id="leave-reason", **_typed("reason")),
        _order_field(),
    ]


def _order_field() -> rx.Component:
    return text_field(t("Number of the order"), id="order-number", **_typed("order_number"))


def _typed(name: str) -> dict[str, Any]:
    """The value, the handler and the error of a field; an empty one is told to be filled in."""
    value, error = MovementState.form[name], MovementState.errors.get(name, "")
    return {
        "value": value,
        "on_change": lambda typed: MovementState.fill(name, typed),
        "error": rx.cond((error != "") & (value == ""), t("Fill in this field."), error),
    }


def _foreseen(on_done: Any) -> rx.Component:
    found = MovementState.preview
    return rx.el.div(
        rx.el.p(
            t("{title}: until {day}.", title=found.out_of, day=day(found.last_day, "full"))
        ),
        rx.cond(
            found.into != "",
            rx.el.p(t("{title}: from {day}.", title=found.into, day=day(found.first_day, "full"))),
            rx.el.p(t("The pupil leaves the school; the file, the marks and the story stay.")),
        ),
        _groups(tn("{n} group ends", "{n} groups end", found.ending.length()), found.ending),
        rx.cond(
            found.into != "",
            _groups(
                tn("{n} group begins", "{n} groups begin", found.beginning.length()),
                found.beginning,
            ),
        ),
        rx.el.p(t("Marks stay where they were given. Subgroups are chosen by hand."),
                class_name="soft"),
        _answer(t("Yes, do it"), on_done),
        class_name="stack tight question",
        role="alert",
    )  # fmt: skip


def _groups(words: Any, titles: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(words),
        rx.el.ul(rx.foreach(titles, rx.el.li)),
        class_name="foreseen",
    )


def _answer(words: Any, on_done: Any) -> rx.Component:
    return rx.el.div(
        button(t("Cancel"), on_click=MovementState.put_away),
        button(words, kind="primary", on_click=[MovementState.do, *on_done]),
        class_name="row",
    )


def _undo(on_done: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("The pupil is in the former class and its groups again, as if not moved.")),
        rx.el.p(t("Marks given meanwhile stay where they were given."), class_name="soft"),
        _answer(t("Take it back"), on_done),
        class_name="stack tight question",
        role="alert",
    )


def limit_acts(kin: Any, student_id: Any, guardian_id: Any, on_done: Any) -> rx.Component:
    """Set a court's limit of one representative for one child, or lift it."""
    state = MovementState
    is_here = (state.student_id == student_id) & (state.guardian_id == guardian_id)
    begin = rx.cond(
        kin.is_limited,
        button(t("Lift the limit"), on_click=state.begin("lift", student_id, guardian_id)),
        button(
            t("Limit by a court"),
            kind="quiet",
            on_click=state.begin("limit", student_id, guardian_id),
        ),
    )
    return rx.cond(
        is_here & (state.act == "limit"),
        _limit(on_done),
        rx.cond(is_here & (state.act == "lift"), _lift(on_done), begin),
    )


def _limit(on_done: Any) -> rx.Component:
    return rx.el.div(
        text_field(
            t("The court's decision: number and date"), id="limit-document", **_typed("document")
        ),
        rx.el.p(t("The child disappears from this person's pages at once, also from open ones.")),
        _answer(t("Set the limit"), on_done),
        class_name="stack tight question",
    )


def _lift(on_done: Any) -> rx.Component:
    return rx.el.div(
        rx.el.p(t("This person sees the child again at once.")),
        _answer(t("Lift the limit"), on_done),
        class_name="stack tight question",
        role="alert",
    )
