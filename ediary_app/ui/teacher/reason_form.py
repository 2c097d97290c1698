"""The form of a reason (форма основания): whose absence, for when, why, by which paper."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.journal.ground_rules import GROUND_CODES
from ediary_app.journal.values import DOCUMENT_NAMES, AttendanceCode
from ediary_app.ui.components.controls import button, field, select_field, text_field
from ediary_app.ui.text import day, t, tn

NUMBERS = ("student_id", "first_slot", "last_slot", "subject_id")
EMPTY_FORM: dict[str, str] = {
    "student_id": "", "code": "", "first_day": "", "last_day": "", "first_slot": "0",
    "last_slot": "14", "subject_id": "", "document": "medical", "document_number": "",
    "document_date": "",
}  # fmt: skip
LESSONS = range(1, 15)


def ground_of(form: dict[str, str]) -> dict[str, Any]:
    """What the form says as the use case takes it; what is empty is left out."""
    said: dict[str, Any] = {name: value for name, value in form.items() if value}
    if form["code"] != AttendanceCode.FREED:
        said.pop("subject_id", None)
    return said


def reason_form(state: Any) -> rx.Component:
    """The fields; then what will change, with the last word."""
    return rx.el.form(
        _who_and_why(state),
        _span(state),
        _paper(state),
        rx.cond(state.preview.name != "", _foreseen(state), _look(state)),
        on_submit=state.foresee,
        no_validate=True,
        class_name="stack reason-form",
    )


def _who_and_why(state: Any) -> rx.Component:
    is_freed = state.form["code"] == AttendanceCode.FREED.value
    subjects = state.desk.subjects
    return rx.el.div(
        _choice(state, "student_id", t("Pupil"), t("Choose a pupil"), state.desk.pupils),
        select_field(t("Why"), _reasons(), id="ground-code", **_typed(state, "code")),
        rx.cond(
            is_freed,
            _choice(state, "subject_id", t("Subject"), t("Choose a subject"), subjects),
        ),
        class_name="columns",
    )


def _span(state: Any) -> rx.Component:
    first, last = _typed(state, "first_slot"), _typed(state, "last_slot")
    first_words, last_words = _lessons("0", t("the first")), _lessons("14", t("the last"))
    return rx.el.div(
        _date(state, "first_day", t("From")),
        select_field(t("from lesson"), first_words, id="ground-first-slot", **first),
        _date(state, "last_day", t("Until")),
        select_field(t("up to lesson"), last_words, id="ground-last-slot", **last),
        class_name="span-fields",
    )


def _paper(state: Any) -> rx.Component:
    kind, number = _typed(state, "document"), _typed(state, "document_number")
    return rx.el.div(
        select_field(t("Paper"), _documents(), id="ground-document", **kind),
        text_field(
            t("Its number"),
            id="ground-number",
            max_length=20,
            auto_complete="off",
            hint=t("The number alone: never a diagnosis."),
            **number,
        ),
        _date(state, "document_date", t("Its date")),
        class_name="columns",
    )


def _reasons() -> list[tuple[str, Any]]:
    named = [(code.value, t(words.message)) for code, words in GROUND_CODES.items()]
    return [("", t("Choose why")), *named]


def _documents() -> list[tuple[str, Any]]:
    return [(kind.value, t(words.message)) for kind, words in DOCUMENT_NAMES.items()]


def _lessons(whole: str, words: Any) -> list[tuple[str, Any]]:
    return [(whole, words), *[(str(n), str(n)) for n in LESSONS if str(n) != whole]]


def _date(state: Any, name: str, label: Any) -> rx.Component:
    ident = f"ground-{name.replace('_', '-')}"
    return text_field(label, id=ident, type="date", **_typed(state, name))


def _typed(state: Any, name: str) -> dict[str, Any]:
    """The value, the handler and the error of a field."""
    error, value = state.errors.get(name, ""), state.form[name]
    return {
        "value": value,
        "on_change": lambda typed: state.fill(name, typed),
        "error": rx.cond((error != "") & (value == ""), t("Fill in this field."), error),
    }


def _choice(state: Any, name: str, label: Any, nothing: Any, choices: Any) -> rx.Component:
    typed, ident = _typed(state, name), f"ground-{name.replace('_', '-')}"
    error = typed.pop("error")
    control = rx.el.select(
        rx.el.option(nothing, value=""),
        rx.foreach(choices, lambda choice: rx.el.option(choice.title, value=choice.id.to(str))),
        id=ident,
        class_name="select",
        custom_attrs={
            "aria-describedby": f"{ident}-error",
            "aria-invalid": rx.cond(error != "", "true", "false"),
        },
        **typed,
    )
    return field(label, control, id=ident, error=error)


def _look(state: Any) -> rx.Component:
    return rx.el.div(
        button(t("What will change"), kind="primary", type="submit"),
        button(t("Cancel"), on_click=state.put_away),
        class_name="row",
    )


def _foreseen(state: Any) -> rx.Component:
    return rx.el.div(
        _changes(state.preview.changes),
        _ahead(state.preview.ahead),
        rx.el.div(
            button(t("Yes, write it down"), kind="primary", on_click=state.write),
            button(t("Cancel"), on_click=state.put_away),
            class_name="row",
        ),
        class_name="stack tight question",
        role="alert",
    )


def _changes(changes: Any) -> rx.Component:
    many = tn("In {n} lesson the code changes:", "In {n} lessons the code changes:",
              changes.length())  # fmt: skip
    return rx.cond(
        changes.length() > 0,
        rx.fragment(
            rx.el.p(many), rx.el.ul(rx.foreach(changes, _change), class_name="foreseen-changes")
        ),
        rx.el.p(t("No lesson held so far changes.")),
    )


def _ahead(lessons: Any) -> rx.Component:
    words = tn(
        "In {n} lesson ahead the teacher will see it as a suggestion.",
        "In {n} lessons ahead the teachers will see it as a suggestion.",
        lessons,
    )
    return rx.cond(lessons > 0, rx.el.p(words))


def _change(change: Any) -> rx.Component:
    return rx.el.li(
        rx.el.span(day(change.on, "short"), ", ", t("lesson {n}", n=change.slot)),
        rx.el.span(change.subject),
        rx.el.b(change.before, " → ", change.after),
    )
