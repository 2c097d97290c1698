"""Parts of the server's page: words first, then back-ups, figures, slow acts, failures."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.components.controls import button
from ediary_app.ui.components.link import link
from ediary_app.ui.components.paging import search_line
from ediary_app.ui.components.surfaces import badge, banner, card, table
from ediary_app.ui.text import moment, t, tn


def attention(is_well: Any, lines: Any) -> rx.Component:
    """All is well, or what is not and what to do about it."""
    return rx.el.section(
        rx.cond(is_well, banner(rx.el.p(rx.el.b(t("Everything is in order"))), tone="ok")),
        rx.foreach(lines, _attention),
        class_name="stack tight",
        custom_attrs={"aria-label": t("What needs attention")},
    )


def _attention(line: Any) -> rx.Component:
    words = (
        rx.el.p(rx.el.b(line.title)),
        rx.el.p(line.text),
        rx.cond(line.href == "/admin/outbox", link(t("Outgoing letters"), to="/admin/outbox")),
    )
    return rx.match(
        line.tone,
        ("danger", banner(*words, tone="danger")),
        ("warn", banner(*words, tone="warn")),
        banner(*words, tone="info"),
    )


def backups_card(backups: Any, on_back_up: Any) -> rx.Component:
    """The last good back-up, the next one, the button, and how the last ones went."""
    return card(
        rx.el.dl(
            _fact(t("Last good one"), rx.cond(backups.last_good, moment(backups.last_good), "—")),
            _fact(t("The next one"), rx.cond(backups.next_at, moment(backups.next_at), "—")),
            _fact(t("Folder"), backups.folder),
            _fact(t("Kept"), backups.kept),
            class_name="facts",
        ),
        rx.cond(
            backups.is_running,
            rx.el.div(
                rx.el.progress(aria_label=t("A back-up is being made")),
                rx.el.small(backups.running, role="status"),
                class_name="job-progress",
            ),
        ),
        rx.el.ul(rx.foreach(backups.lines, _run), class_name="jobs"),
        title=t("Back-ups"),
        extra=button(
            t("Back up now"), kind="primary", busy=backups.is_running, on_click=on_back_up
        ),
        id="backups",
    )


def _run(line: Any) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.b(moment(line.started_at)),
            rx.el.small(line.origin),
            class_name="job-words",
        ),
        rx.el.small(
            rx.cond(
                line.trouble != "",
                line.trouble,
                rx.cond(line.size != "", line.size.to(str) + " · ", "")
                + tn("{n} second", "{n} seconds", line.seconds),
            ),
            class_name="soft",
        ),
        rx.match(
            line.state,
            ("good", badge(line.state_name, "ok")),
            ("failed", badge(line.state_name, "danger")),
            badge(line.state_name, "info"),
        ),
        class_name="job health-run",
    )


def _fact(name: Any, value: Any) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(value))


def figures_card(title: Any, figures: Any) -> rx.Component:
    """Figures with their names, and a few words beside each."""
    rows = rx.foreach(
        figures,
        lambda f: rx.el.div(
            rx.el.dt(f.name),
            rx.el.dd(f.value, rx.cond(f.note != "", rx.el.small(" ", f.note, class_name="soft"))),
        ),
    )
    return card(rx.el.dl(rows, class_name="facts"), title=title)


def slow_card(lines: Any) -> rx.Component:
    """What people waited for longest within the last hour."""
    rows = rx.foreach(
        lines,
        lambda line: rx.el.tr(
            rx.el.th(
                rx.cond(
                    line.title != line.name,
                    rx.fragment(
                        line.title, rx.el.small(rx.el.code(line.name), class_name="hint")
                    ),
                    rx.el.code(line.name),
                ),
                scope="row",
            ),
            rx.el.td(line.count, class_name="num", data_label=t("Times")),
            rx.el.td(
                t("{n} ms", n=line.p95), class_name="num", data_label=t("95 of 100 within")
            ),
        ),
    )  # fmt: skip
    head = [t("What was asked for"), t("Times"), t("95 of 100 within")]
    shown = table(head, rows, caption=t("The slowest of the last hour"), numeric=(1, 2))
    none = rx.el.p(t("Nobody asked for anything within the last hour."), class_name="soft")
    return card(rx.cond(lines.length() > 0, shown, none), title=t("The slowest of the last hour"))


def failures_card(lines: Any, asked: Any, found: Any, on_find: Any) -> rx.Component:
    """Failures by the number a person was told; no words of anybody are kept."""
    unknown = t("No failure is known under {number}: it is older than a month, or mistyped.",
                number=asked)  # fmt: skip
    return card(
        search_line(t("Number of the failure"), id="failure-number", on_search=on_find),
        rx.cond(
            asked != "",
            rx.cond(found.length() > 0, _failures(found), rx.el.p(unknown, role="status")),
            rx.cond(
                lines.length() > 0,
                _failures(lines),
                rx.el.p(t("There was no failure within the last month."), class_name="soft"),
            ),
        ),
        title=t("Failures"),
    )


def _failures(lines: Any) -> rx.Component:
    rows = rx.foreach(
        lines,
        lambda line: rx.el.tr(
            rx.el.th(rx.el.code(line.number), scope="row"),
            rx.el.td(moment(line.at), data_label=t("When")),
            rx.el.td(line.kind, data_label=t("What")),
            rx.el.td(rx.el.small(line.places), data_label=t("Where in the program")),
        ),
    )
    head = [t("Number"), t("When"), t("What"), t("Where in the program")]
    return table(head, rows, caption=t("Failures"))


def stuck_card(lines: Any, on_retry: Any) -> rx.Component:
    """Reactions to events that did not succeed yet, or were set aside."""
    return card(
        rx.el.ul(rx.foreach(lines, lambda line: _stuck(line, on_retry)), class_name="jobs"),
        title=t("Reactions in trouble"),
    )


def _stuck(line: Any, on_retry: Any) -> rx.Component:
    tried = tn("tried {n} time", "tried {n} times", line.attempts)
    number = t("Failure number {id}", id=line.error_number)
    return rx.el.li(
        rx.el.div(
            rx.el.b(line.consumer),
            rx.el.small(line.kind, " · ", moment(line.at)),
            class_name="job-words",
        ),
        rx.el.small(tried, rx.cond(line.error_number != "", " · " + number, "")),
        rx.cond(
            line.is_set_aside,
            badge(t("Set aside"), "danger"),
            badge(t("Tried again by itself"), "warn"),
        ),
        button(t("Try again"), on_click=on_retry(line.id)),
        class_name="job",
    )


def processes_card(lines: Any) -> rx.Component:
    """The processes that live."""
    rows = rx.foreach(
        lines,
        lambda line: rx.el.tr(
            rx.el.th(rx.el.code(line.name), scope="row"),
            rx.el.td(
                rx.cond(line.kind == "web", t("Pages"), t("Background work")),
                data_label=t("Does"),
            ),
            rx.el.td(line.memory, class_name="num", data_label=t("Memory")),
            rx.el.td(moment(line.since), data_label=t("Since")),
        ),
    )
    head = [t("Process"), t("Does"), t("Memory"), t("Since")]
    shown = table(head, rows, caption=t("Processes"), numeric=(2,))
    none = rx.el.p(t("Processes tell of themselves once a minute."), class_name="soft")
    return card(rx.cond(lines.length() > 0, shown, none), title=t("Processes"))
