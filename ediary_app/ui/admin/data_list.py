"""A list on the screen (таблица справочника): functions of Vars."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.admin.data_actions import offered
from ediary_app.ui.admin.data_address import PLACE
from ediary_app.ui.admin.data_parts import RowKeys, TableExport, TableImport
from ediary_app.ui.components.controls import TypedBox, button, checkbox, text_field
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.link import link
from ediary_app.ui.components.paging import search_line
from ediary_app.ui.components.surfaces import empty_state
from ediary_app.ui.text import t


def head(state: Any, card: Any) -> rx.Component:
    """The title, what one may do with the whole list, its search and its filters."""
    sheet = state.sheet
    return rx.el.div(
        link(icon("left", 18), t("All lists"), to=PLACE, class_name="button quiet to-lists"),
        _title(state, card),
        rx.cond(sheet.note != "", rx.el.p(sheet.note, class_name="hint")),
        rx.el.div(
            rx.cond(
                sheet.has_search,
                search_line(t("Search in the list"), id="rows-query", on_search=state.search),
            ),
            rx.el.div(
                rx.foreach(sheet.filters, lambda one: _filter(one, state.narrow)),
                class_name="filter-row",
            ),
            class_name="data-filters no-print",
        ),
        _menus(state),
        class_name="stack tight",
    )


def _title(state: Any, card: Any) -> rx.Component:
    words = (icon("plus", 18), t("Add"))
    add = button(*words, kind="primary", on_click=card.open_row(0), id="add-row")
    return rx.el.div(
        rx.el.h2(state.sheet.title),
        rx.el.div(
            rx.cond(state.sheet.may_add, add),
            offered(state.sheet.whole, []),
            _take_away(state),
            rx.cond(state.sheet.may_write, _take_in(state)),
            class_name="row no-print",
        ),
        class_name="row apart data-title",
    )


def _take_away(state: Any) -> rx.Component:
    return TableExport.create(of_list=state.sheet.name, query=state.query, narrowed=state.narrowed)


def _take_in(state: Any) -> rx.Component:
    return TableImport.create(of_list=state.sheet.name, title=state.sheet.title,
                              on_done=state.refresh)  # fmt: skip


def _filter(one: Any, on_choose: Any) -> rx.Component:
    place = f"filter-{one.name}"
    return rx.el.div(
        rx.el.label(one.title, html_for=place, class_name="field-label"),
        rx.el.select(
            rx.el.option(t("all"), value=""),
            rx.foreach(one.options, lambda o: rx.el.option(o.title, value=o.id)),
            id=place,
            class_name="select",
            value=one.chosen,
            on_change=lambda value: on_choose(one.name, value),
        ),
        class_name="field data-filter",
        data_on=rx.cond(one.chosen == "", "no", "yes"),
    )


def _menus(state: Any) -> rx.Component:
    sheet = state.sheet
    shown = rx.cond(
        sheet.total > 0,
        t("{first}–{last} of {total}", first=sheet.first, last=sheet.last, total=sheet.total),
        t("nothing"),
    )
    clear = link(t("Show everything"), to=PLACE + "/" + sheet.name.to(str),
                 class_name="button quiet")  # fmt: skip
    archive = link(
        rx.cond(sheet.is_archive, t("Out of the archive"), t("Archive")),
        to=state.archive_to, class_name="button quiet",
    )  # fmt: skip
    return rx.el.div(
        rx.el.span(shown, class_name="soft number", role="status"),
        rx.el.div(
            rx.cond(state.narrowed != "", clear),
            rx.cond(sheet.has_archive, archive),
            _columns(sheet, state.toggle_column),
            rx.cond(sheet.is_fixed, rx.fragment(), _views(state)),
            class_name="row",
        ),
        class_name="row apart no-print",
    )


def _columns(sheet: Any, on_toggle: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Columns"), class_name="button quiet"),
        rx.el.div(
            rx.foreach(
                sheet.columns,
                lambda c: checkbox(c.title, checked=c.is_shown, on_change=on_toggle(c.name)),
            ),
            class_name="menu",
        ),
        class_name="menu-box",
    )


def _views(state: Any) -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("Views"), class_name="button quiet"),
        rx.el.div(
            rx.foreach(state.views, lambda v: _view(state.sheet, v, state.drop_view)),
            rx.el.form(
                text_field(t("Keep this view as"), id="view-title", name="title", max_length=60,
                           required=True),
                rx.el.label(
                    rx.el.input(type="checkbox", name="is_shared"),
                    rx.el.span(t("Colleagues see it too")),
                    class_name="check",
                ),
                button(t("Keep"), type="submit"),
                on_submit=state.keep_view,
                reset_on_submit=True,
                class_name="stack tight",
            ),
            class_name="menu stack tight",
        ),
        class_name="menu-box",
    )  # fmt: skip


def _view(sheet: Any, view: Any, on_drop: Any) -> rx.Component:
    drop = rx.el.button(
        icon("close", 16), type="button", class_name="icon-button", on_click=on_drop(view.id),
        title=t("Delete the view"), custom_attrs={"aria-label": t("Delete the view")},
    )  # fmt: skip
    return rx.el.div(
        link(view.title, to=PLACE + "/" + sheet.name.to(str) + "?" + view.address.to(str)),
        rx.cond(view.is_mine, drop, rx.el.small(t("shared"), class_name="soft")),
        class_name="row apart",
    )


def body(state: Any, card: Any, bulk: Any) -> rx.Component:
    """The rows as a table, on a phone as cards; arrow keys walk over them."""
    sheet = state.sheet
    return rx.cond(
        sheet.total > 0,
        rx.fragment(
            RowKeys.create(
                rx.el.table(
                    rx.el.caption(sheet.title, class_name="visually-hidden"),
                    rx.el.thead(_head_row(state, bulk)),
                    rx.el.tbody(rx.foreach(sheet.rows, lambda row: _row(row, sheet, card, bulk))),
                    class_name="table data-table",
                ),
                label=sheet.title,
            ),
            _pager(state),
        ),
        _nothing(state, card),
    )


def _nothing(state: Any, card: Any) -> rx.Component:
    add = button(
        icon("plus", 18), t("Add the first one"), kind="primary", on_click=card.open_row(0)
    )
    return rx.cond(
        (state.query != "") | (state.narrowed != ""),
        empty_state(t("Nothing fits"), t("Try fewer letters, or show everything.")),
        empty_state(
            t("There is nothing here yet"),
            t("Add rows one by one, or take in a table."),
            rx.cond(state.sheet.may_add, add),
            offered(state.sheet.whole, []),
        ),
    )


def _head_row(state: Any, bulk: Any) -> rx.Component:
    sheet = state.sheet
    all_box = rx.el.th(
        _box(bulk.chosen.length() > 0, bulk.choose_page(sheet.ids), t("Choose the whole page")),
        scope="col",
        class_name="row-pick",
    )
    return rx.el.tr(
        rx.cond(sheet.has_bulk, all_box),
        rx.foreach(sheet.columns, lambda c: rx.cond(c.is_shown, _head_cell(c, state.sort_base))),
    )


def _head_cell(column: Any, sort_base: Any) -> rx.Component:
    mark = rx.match(column.order, ("up", "↑"), ("down", "↓"), "")
    said = rx.match(column.order, ("up", "ascending"), ("down", "descending"), "none")
    return rx.el.th(
        link(column.title, " ", rx.el.span(mark, aria_hidden="true"),
             to=sort_base.to(str) + column.sort.to(str)),
        scope="col",
        class_name=rx.cond(column.is_numeric, "num", ""),
        custom_attrs={"aria-sort": said},
    )  # fmt: skip


def _box(checked: Any, on_change: Any, words: Any) -> rx.Component:
    label = {"aria-label": words}
    box = TypedBox.create(checked=checked, on_change=on_change, custom_attrs=label)
    return rx.el.label(box)


def _row(row: Any, sheet: Any, card: Any, bulk: Any) -> rx.Component:
    box = rx.el.td(
        _box(
            bulk.chosen.contains(row.id),
            bulk.toggle(row.id),
            t("Choose {title}", title=row.title),
        ),
        class_name="row-pick",
    )
    return rx.el.tr(
        rx.cond(sheet.has_bulk, box),
        rx.foreach(
            sheet.columns,
            lambda c, n: rx.cond(c.is_shown, _cell(row, c, n, card)),
        ),
        custom_attrs={"aria-current": rx.cond(card.card.id == row.id, "true", "false")},
    )


def _cell(row: Any, column: Any, number: Any, card: Any) -> rx.Component:
    words = row.cells[number]
    opener = rx.el.button(
        rx.el.span(rx.cond(words == "", "—", words), class_name="in-table"),
        rx.el.span(row.title, class_name="on-card"),
        type="button",
        class_name="person-link row-link",
        on_click=card.open_row(row.id),
        custom_attrs={"aria-label": row.title},
    )
    return rx.el.td(
        rx.cond(number == 0, opener, words),
        class_name=rx.cond(column.is_numeric, "num", ""),
        data_head=column.title,
        data_empty=rx.cond(words == "", "yes", "no"),
    )


def _pager(state: Any) -> rx.Component:
    sheet = state.sheet

    def to(number: Any, words: Any, is_off: Any) -> rx.Component:
        there = link(words, to=state.page_base.to(str) + number.to(str), class_name="button")
        return rx.cond(is_off, rx.el.span(words, class_name="button", aria_disabled="true"), there)

    return rx.cond(
        sheet.pages > 1,
        rx.el.nav(
            to(sheet.page - 1, rx.fragment(icon("left", 18), t("Back")), sheet.page <= 1),
            rx.el.span(t("{page} of {pages}", page=sheet.page, pages=sheet.pages),
                       class_name="number"),
            to(sheet.page + 1, rx.fragment(t("Forward"), icon("right", 18)),
               sheet.page >= sheet.pages),
            to(sheet.pages, t("The last"), sheet.page >= sheet.pages),
            class_name="row pages no-print",
            custom_attrs={"aria-label": t("Pages of the list")},
        ),
    )  # fmt: skip
