"""What stands on a definition's page: head, editor, preview, acts, versions, questions."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.admin.definition_parts import (
    DefinitionEditor,
    comparison,
    origin_badge,
    preview_card,
)
from ediary_app.ui.components.controls import button, text_field
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.link import link
from ediary_app.ui.components.surfaces import badge, banner, confirm
from ediary_app.ui.text import moment, t


def screen(state: Any, versions: Any) -> rx.Component:
    """The whole page of the definition that is open."""
    opened = state.opened
    back = link(icon("left", 18), t("Templates and rules"), to="/admin/definitions",
                class_name="button quiet to-lists")  # fmt: skip
    return rx.fragment(
        back,
        rx.el.header(
            rx.el.h2(rx.cond(opened.title != "", opened.title, opened.kind_title)),
            origin_badge(opened.origin),
            class_name="definition-head",
        ),
        rx.cond(state.clash.by != "", _clash(state)),
        rx.el.div(
            rx.el.div(_editor(state), _acts(state, versions), class_name="stack"),
            rx.el.aside(preview_card(state.preview), class_name="definition-side"),
            class_name="definition-page",
        ),
        rx.cond(opened.versions.length() > 0, _versions(opened, versions)),
        _question(opened, versions),
    )


def _editor(state: Any) -> rx.Component:
    opened = state.opened
    place = "definition:" + opened.kind.to(str) + ":" + opened.key.to(str)
    title = text_field(
        t("What it is called"), id="definition-title", error=state.title_error,
        value=state.title_said, on_change=state.call_it, max_length=120,
    )  # fmt: skip
    editor = DefinitionEditor.create(
        asks=opened.asks, content=opened.content, faults=state.preview.faults,
        hints=opened.hints, place=place, fresh=state.opening > 1, on_typed=state.typed,
        key=place + ":" + state.opening.to(str),
    )  # fmt: skip
    return rx.fragment(rx.cond(opened.has_fixed_key, rx.fragment(), title), editor)


def _acts(state: Any, versions: Any) -> rx.Component:
    """Save, publish, throw away, take back; what is wrong is not published."""
    opened = state.opened

    def ask(act: str) -> Any:
        return versions.ask(act, 0, opened.kind, opened.key)

    is_wrong = state.preview.faults.length() > 0
    publish = button(t("Publish …"), disabled=is_wrong, on_click=[state.save, ask("publish")])
    return rx.el.div(
        button(t("Save the draft"), kind="primary", on_click=state.save),
        rx.cond(opened.key != "", publish),
        rx.cond(opened.has_draft, button(t("Throw the draft away …"), on_click=ask("drop"))),
        rx.cond(
            opened.may_withdraw,
            button(t("Take out of force …"), kind="danger", on_click=ask("withdraw")),
        ),
        class_name="row",
    )


def _clash(state: Any) -> rx.Component:
    return rx.el.section(
        banner(
            t("{who} has written here meanwhile. Nothing of yours is lost: choose.",
              who=state.clash.by),
            tone="warn",
        ),
        rx.el.div(
            button(t("Save mine"), kind="primary", on_click=state.save_mine),
            button(t("Take theirs"), on_click=state.reopen),
            class_name="row",
        ),
        role="alert",
        class_name="stack tight",
    )  # fmt: skip


def _versions(opened: Any, versions: Any) -> rx.Component:
    return rx.el.section(
        rx.el.h3(t("Versions")),
        rx.el.ol(
            rx.foreach(opened.versions, lambda one: _version(one, opened, versions)),
            class_name="version-list",
        ),
        class_name="card",
    )


def _version(one: Any, opened: Any, versions: Any) -> rx.Component:
    tone = rx.match(
        one.state,
        ("published", badge(one.state_title, "ok")),
        ("draft", badge(one.state_title, "warn")),
        badge(one.state_title),
    )
    repeats = rx.el.span(t("as version {n}", n=one.repeats), class_name="soft")
    is_past = one.state == "superseded"
    return rx.el.li(
        rx.el.div(
            rx.el.b(t("Version {n}", n=one.number)), tone, rx.cond(one.repeats > 0, repeats),
            rx.el.span(one.who, " · ", moment(one.at), class_name="soft"),
            class_name="row",
        ),
        rx.cond(one.note != "", rx.el.p(one.note)),
        rx.cond(
            is_past,
            button(
                icon("undo", 18), t("Back to version {n} …", n=one.number), kind="quiet",
                on_click=versions.ask("roll_back", one.number, opened.kind, opened.key),
            ),
        ),
    )  # fmt: skip


def _question(opened: Any, versions: Any) -> rx.Component:
    """What an act would change, and a word about why; Escape does nothing."""
    asked = versions.asked
    is_new = (asked == "publish") | (asked == "roll_back")
    note = text_field(
        t("Why (for the list of versions)"), id="publish-note", value=versions.note,
        on_change=versions.say, max_length=200,
    )  # fmt: skip
    return confirm(
        rx.cond(is_new, rx.fragment(comparison(versions.differences), note), _said(asked)),
        open=asked != "",
        title=_asked(asked),
        act=rx.match(
            asked, ("drop", t("Throw away")), ("withdraw", t("Take out of force")), t("Publish")
        ),
        on_confirm=versions.act(opened.kind, opened.key, opened.stamp),
        on_cancel=versions.leave,
    )


def _asked(asked: Any) -> Any:
    return rx.match(
        asked,
        ("publish", t("Publish this?")),
        ("roll_back", t("Publish the earlier version anew?")),
        ("drop", t("Throw the draft away?")),
        t("Take the school's own out of force?"),
    )


def _said(asked: Any) -> rx.Component:
    """What follows from throwing away or taking out of force."""
    drop = t("What is in force stays as it is.")
    withdraw = t("What is supplied, if anything, holds again. Versions are kept.")
    return rx.el.p(rx.cond(asked == "drop", drop, withdraw))
