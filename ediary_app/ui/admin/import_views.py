"""The steps of an import on the screen (шаги загрузки): functions of Vars and event handlers."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.exchange import queries
from ediary_app.exchange.values import KIND_NAMES, Counted, Message
from ediary_app.ui.components.controls import button, chip
from ediary_app.ui.components.surfaces import badge, banner, card, table
from ediary_app.ui.text import t, tn

STEPS = (("file", "1"), ("columns", "2"), ("checked", "3"), ("done", "4"))


class TableUpload(rx.Component):
    """Chooses what a table is and sends the file to the server."""

    library = "$/public/parts/upload.js"
    tag = "TableUpload"
    is_default = False

    kinds: rx.Var[list[dict[str, Any]]]
    on_uploaded: rx.EventHandler[rx.event.passthrough_event_spec(int)]


def steps(current: rx.Var[str]) -> rx.Component:
    """Where one is: file, columns, check, done."""
    words = {
        "file": t("File"),
        "columns": t("Columns"),
        "checked": t("Checking"),
        "done": t("Done"),
    }
    return rx.el.ol(
        *[
            rx.el.li(
                rx.el.b(number),
                words[name],
                custom_attrs={"aria-current": rx.cond(current == name, "step", "false")},
            )
            for name, number in STEPS
        ],
        class_name="import-steps",
    )


def choose_file(on_uploaded: Any) -> rx.Component:
    """The first step: what it is, and the file."""
    names = {kind.value: words for kind, words in KIND_NAMES.items()}
    kinds = [{"id": id, "title": t(words.message)} for id, words in names.items()]
    return card(
        rx.el.p(
            t("Take the table as the school keeps it: the order of the columns does not matter. "
              "First everything is shown, nothing is written."),
            class_name="hint",
        ),
        TableUpload.create(kinds=rx.Var.create(kinds), on_uploaded=on_uploaded),
        title=t("Choose a table"),
    )  # fmt: skip


def columns(draft: Any, busy: Any, on_choose: Any, on_check: Any, on_drop: Any) -> rx.Component:
    """The second step: what each column means."""
    meanings = rx.cond(
        draft.is_grid,
        banner(t("The timetable is a grid: it is read as it stands."), tone="info"),
        rx.el.ul(
            rx.foreach(draft.columns, lambda c: _column(c, draft.choices, on_choose)),
            class_name="column-list",
        ),
    )
    return card(
        rx.el.p(draft.kind_title, ": ", draft.file_name, class_name="hint"),
        meanings,
        rx.el.div(
            button(t("Check"), kind="primary", busy=busy, on_click=on_check),
            button(t("Another file"), on_click=on_drop),
            class_name="acts",
        ),
        title=t("What the columns mean"),
    )


def _column(column: queries.ColumnView, choices: Any, on_choose: Any) -> rx.Component:
    options = [
        rx.el.option(t("Not used"), value=""),
        rx.foreach(choices, lambda c: rx.el.option(c.title, value=c.id)),
    ]
    place = f"column-{column.index}"
    return rx.el.li(
        rx.el.div(
            rx.el.label(
                rx.el.span(column.letter, class_name="column-letter"),
                rx.cond(column.title == "", t("no header"), column.title),
                html_for=place,
            ),
            rx.el.span(t("for example: {text}", text=column.example), class_name="hint"),
        ),
        rx.el.select(
            *options,
            id=place,
            class_name="select",
            value=column.meaning,
            on_change=lambda meaning: on_choose(column.index, meaning),
        ),
        data_used=rx.cond(column.meaning == "", "no", "yes"),
    )


def checked(
    report: Any, busy: Any, only_problems: Any, on_import: Any, on_drop: Any, on_filter: Any,
    on_turn: Any,
) -> rx.Component:  # fmt: skip
    """The third step: what would change, and what is to be said about the rows."""
    return card(
        _numbers(report),
        rx.el.div(_verdict(report), role="status"),
        rx.el.div(
            rx.cond(
                report.problems > 0,
                rx.fragment(),
                button(t("Import the table"), kind="primary", busy=busy, on_click=on_import),
            ),
            button(t("Another file"), on_click=on_drop),
            class_name="acts",
        ),
        _messages(report, only_problems, on_filter, on_turn),
        title=t("What would change"),
    )  # fmt: skip


def _verdict(report: Any) -> rx.Component:
    problems = tn(
        "{n} row has a problem. Correct it in the table and choose the file again.",
        "{n} rows have problems. Correct them in the table and choose the file again.",
        report.problems,
    )
    return rx.cond(
        report.problems > 0,
        banner(problems, tone="warn"),
        rx.cond(
            report.new + report.changed == 0,
            banner(t("Everything is already as the table says."), tone="ok"),
            banner(t("The table can be imported."), tone="ok"),
        ),
    )


def _numbers(report: Any) -> rx.Component:
    counted = (
        (t("Rows"), report.row_count), (t("New"), report.new), (t("Changed"), report.changed),
        (t("Unchanged"), report.unchanged), (t("Problems"), report.problems),
    )  # fmt: skip
    return rx.el.div(
        rx.el.dl(
            *[rx.el.div(rx.el.dt(words), rx.el.dd(count)) for words, count in counted],
            class_name="numbers",
        ),
        rx.cond(
            report.makes.length() > 0,
            rx.el.p(
                t("New records: "),
                rx.foreach(report.makes, _made),
                class_name="makes",
            ),
        ),
    )


def _made(item: Counted) -> rx.Component:
    return rx.el.span(item.title, " ", rx.el.b(item.count))


def _messages(report: Any, only_problems: Any, on_filter: Any, on_turn: Any) -> rx.Component:
    shown = rx.el.div(
        table(
            (t("Row"), t("Column"), t("What to know")),
            rx.foreach(report.messages, _message),
            caption=t("Remarks about the rows"),
        ),
        class_name="remarks",
    )
    return rx.cond(
        (report.message_count > 0) | only_problems,
        rx.el.div(
            rx.el.div(
                chip(t("Only problems"), pressed=only_problems, on_click=on_filter),
                class_name="acts",
            ),
            rx.cond(report.message_count > 0, shown, rx.el.p(t("There are no problems."))),
            pager(report.page, report.pages, on_turn),
            class_name="stack",
        ),
    )


def _message(message: Message) -> rx.Component:
    return rx.el.tr(
        rx.el.td(
            rx.cond(message.row > 0, message.row.to(str), "—"),
            rx.cond(message.sheet != "", rx.el.small(message.sheet, class_name="hint")),
        ),
        rx.el.td(message.column),
        rx.el.td(
            rx.cond(
                message.severity == "problem",
                badge(t("Problem"), "warn"),
                badge(t("Note"), "plain"),
            ),
            " ",
            message.text,
        ),
    )


def pager(number: Any, pages: Any, on_turn: Any) -> rx.Component:
    """Back and on through the pages of a list; nothing when there is one page."""
    return rx.cond(
        pages > 1,
        rx.el.nav(
            button(t("Back"), on_click=on_turn(number - 1), disabled=number <= 1),
            rx.el.span(t("Page {page} of {pages}", page=number, pages=pages)),
            button(t("Next"), on_click=on_turn(number + 1), disabled=number >= pages),
            class_name="pager",
            custom_attrs={"aria-label": t("Pages")},
        ),
    )


def done(report: Any, kind: Any, on_again: Any) -> rx.Component:
    """The last step: what was imported."""
    said = t(
        "The table is imported: {new} new, {changed} changed, {unchanged} unchanged.",
        new=report.new,
        changed=report.changed,
        unchanged=report.unchanged,
    )
    codes = t("New people sign in by a one-time code: issue it on the page “Sign-in codes”.")
    brings_people = (kind != "timetable") & (kind != "assignments")
    return card(
        rx.el.div(banner(said, tone="ok"), role="status"),
        rx.cond(brings_people, rx.el.p(codes, class_name="hint")),
        rx.el.div(
            button(t("Import another table"), kind="primary", on_click=on_again),
            class_name="acts",
        ),
        title=t("Done"),
    )
