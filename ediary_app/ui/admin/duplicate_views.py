"""Parts of the page of duplicates (дубликаты на экране): functions of a State's Vars."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.duplicates import cards, looking, merging
from ediary_app.ui.admin.import_views import pager
from ediary_app.ui.components.controls import button, checkbox, chip, text_field
from ediary_app.ui.components.surfaces import badge, banner, card, confirm, empty_state
from ediary_app.ui.text import moment, t


def listed(s: Any, on_open: Any) -> rx.Component:
    """The pairs that wait, or those that were said to be two people."""
    nothing = empty_state(
        t("No pairs here"),
        t("Look for duplicates after lists were imported or people were added."),
    )
    lines = rx.el.ul(
        rx.foreach(s.pairs.lines, lambda one: _pair(one, s, on_open)), class_name="turn-own"
    )
    return card(
        rx.el.div(
            chip(t("To be decided"), pressed=s.only == "open", on_click=s.choose_list("open")),
            chip(t("Two people"), pressed=s.only == "dismissed",
                 on_click=s.choose_list("dismissed")),
            class_name="row", role="group", aria_label=t("Which pairs to show"),
        ),
        rx.cond(s.pairs.lines.length() > 0, lines, nothing),
        pager(s.pairs.page, s.pairs.pages, s.turn),
        title=t("Cards that may be one person"),
        extra=button(t("Look anew"), on_click=s.look),
    )  # fmt: skip


def _pair(one: looking.PairLine, s: Any, on_open: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.b(one.one), rx.cond(one.one_birth != "", ", " + one.one_birth, ""), " · ",
            rx.el.b(one.other), rx.cond(one.other_birth != "", ", " + one.other_birth, ""),
        ),
        badge(t("alike: {n} of 100", n=one.score), "info"),
        rx.el.span(rx.cond(one.note != "", one.note, one.reasons), class_name="hint"),
        rx.cond(
            s.only == "open",
            button(t("Compare"), on_click=on_open(one.id, False)),
            button(t("Put back into the list"), on_click=s.reopen(one.id)),
        ),
    )  # fmt: skip


def comparison(s: Any) -> rx.Component:
    """Two cards side by side: which stays, what it takes from the other, what would move."""
    view = s.view
    swap = s.open_pair(view.id, view.kept_id < view.gone_id)
    return rx.el.div(
        card(
            rx.foreach(view.refusals, lambda words: banner(words, tone="warn")),
            rx.el.ul(rx.foreach(view.fields, lambda one: _field(one, s)), class_name="turn-own"),
            button(t("Let the other card stay"), on_click=swap),
            title=t("Which values stay"),
        ),
        _moves(s),
        _two_people(s),
        class_name="stack",
    )


def _moves(s: Any) -> rx.Component:
    view = s.view
    moves = rx.el.ul(rx.foreach(view.moves, lambda one: rx.el.li(one.title, ": ", one.count)))
    nothing = rx.el.p(t("Nothing refers to the other card."))
    is_refused = view.refusals.length() > 0
    return card(
        rx.cond(view.moves.length() > 0, moves, nothing),
        rx.cond(view.accounts.length() > 0, _accounts(s)),
        rx.el.div(
            button(t("Back"), on_click=s.close),
            button(t("Make one card"), kind="primary", on_click=s.merge, disabled=is_refused),
            class_name="acts",
        ),
        title=t("What moves to the card that stays"),
    )


def _field(one: cards.FieldLine, s: Any) -> rx.Component:
    other = checkbox(
        t("take “{value}”", value=one.other), checked=s.chosen.contains(one.name),
        on_change=lambda is_other: s.take(one.name, is_other),
    )  # fmt: skip
    fills = rx.cond(one.differs & (one.other != ""), badge(one.other, "info"), rx.fragment())
    return rx.el.li(
        rx.el.span(one.title, class_name="hint"),
        rx.el.b(rx.cond(one.one != "", one.one, "—")),
        rx.cond(one.differs & (one.one != "") & (one.other != ""), other, fills),
    )


def _accounts(s: Any) -> rx.Component:
    def one(line: cards.SignIn) -> rx.Component:
        words = rx.cond(line.is_used, t("{login}, in use", login=line.login), line.login)
        return chip(words, pressed=s.account == line.id.to(str),
                    on_click=s.choose_account(line.id.to(str)))  # fmt: skip

    return rx.el.div(
        rx.el.p(t("Both cards sign in. Choose the account that stays; the other one sleeps.")),
        rx.el.div(rx.foreach(s.view.accounts, one), class_name="row", role="group",
                  aria_label=t("Accounts")),
    )  # fmt: skip


def _two_people(s: Any) -> rx.Component:
    return card(
        text_field(t("Why these are two people"), id="why-two", value=s.note,
                   on_change=s.write_note, error=s.errors.get("note", ""), max_length=200),
        button(t("Not a duplicate"), on_click=s.dismiss),
        title=t("Or are they two people?"),
    )  # fmt: skip


def made(merges: Any, on_ask: Any) -> rx.Component:
    """Merges in force, each with its undo."""
    lines = rx.el.ul(rx.foreach(merges.lines, lambda one: _merge(one, on_ask)),
                     class_name="turn-own")  # fmt: skip
    return rx.cond(merges.lines.length() > 0, card(lines, title=t("Cards made one")))


def _merge(one: merging.MergeLine, on_ask: Any) -> rx.Component:
    return rx.el.li(
        rx.el.b(one.name),
        rx.el.span(moment(one.at), rx.cond(one.by != "", " · " + one.by, ""), class_name="hint"),
        rx.cond(
            one.may_undo,
            button(t("Undo"), on_click=on_ask(one.id),
                   custom_attrs={"aria-label": t("Undo: {title}", title=one.name)}),
        ),
    )  # fmt: skip


def question(s: Any) -> rx.Component:
    """Whether a merge shall really be taken apart."""
    return confirm(
        rx.el.p(t("Both cards are as they were before, with everything that was theirs.")),
        open=s.to_undo > 0, title=t("Take this merge apart?"), act=t("Take it apart"),
        keep=t("Keep it"), on_confirm=s.undo, on_cancel=s.ask_undo(0),
    )  # fmt: skip
