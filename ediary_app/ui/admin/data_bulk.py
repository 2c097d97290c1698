"""Many rows at once on the screen (массовая правка): choose, see what would change, make, undo."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.lowcode.acts import act
from ediary_app.lowcode.values import BulkDone, BulkPreview, FormField, Kind
from ediary_app.ui.admin import data_address as address
from ediary_app.ui.admin.data_actions import offered
from ediary_app.ui.admin.data_form import control
from ediary_app.ui.components.controls import button, field
from ediary_app.ui.components.icons import icon
from ediary_app.ui.components.parts import ModalDialog
from ediary_app.ui.components.surfaces import banner, table
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t, tn


class BulkState(SessionState):
    """The chosen rows, what is about to be done to them, and what was done last."""

    chosen: list[int] = []
    fields: tuple[FormField, ...] = ()
    field: str = ""
    value: str = ""
    errors: dict[str, str] = {}
    preview: BulkPreview = BulkPreview()
    done: BulkDone = BulkDone()
    is_open: bool = False

    @rx.event
    async def clear(self):
        """Choose nothing."""
        self.chosen, self.is_open, self.done = [], False, BulkDone()

    @rx.event
    async def load(self):
        """Choose nothing; what was done a moment ago can still be undone."""
        await self.clear()
        self.done = await _do(self, "last_done")

    @rx.event
    async def toggle(self, row_id: int):
        """Choose a row, or leave it out again."""
        self.chosen = sorted({*self.chosen} ^ {row_id})[:2_000]

    @rx.event
    async def choose_page(self, ids: list[int]):
        """Choose the rows of the page; when any is chosen, none."""
        self.chosen = [] if self.chosen else ids[:100]

    @rx.event
    async def choose_all(self, query: str):
        """Choose all rows that the narrowed list shows."""
        said = {str(k): str(v) for k, v in self.router.page.params.items()}
        asked = {**address.narrowing(said), "query": query[:100]}
        self.chosen = list(await _do(self, "all_found", **asked))

    @rx.event
    async def begin(self):
        """Ask for the field and its value."""
        self.fields = await _do(self, "bulk_fields")
        self.is_open, self.errors = True, {}
        await self.choose_field(self.fields[0].name)

    @rx.event
    async def stop(self):
        """Change nothing."""
        self.is_open = False

    @rx.event
    async def choose_field(self, name: str):
        """Another field; what was foreseen is of no use any more."""
        self.field, self.value, self.preview = name, "", BulkPreview()

    @rx.event
    async def foresee(self, form: dict[str, str]):
        """Show what would change."""
        self.value = str(form.get(self.field, ""))
        check = act(str(self.router.page.params.get("resource", "")), "bulk_check")
        found, self.errors = await self._tried(check, **self._asked())
        self.preview = found or BulkPreview()

    @rx.event
    async def make(self):
        """Change the rows."""
        self.done = await _do(self, "bulk_apply", **self._asked())
        self.is_open, self.chosen = False, []

    @rx.event
    async def undo(self):
        """Give the rows back what they held."""
        await _do(self, "bulk_undo", bulk_id=self.done.id)
        self.done = BulkDone()

    def _asked(self) -> dict[str, Any]:
        return {"ids": tuple(self.chosen), "field": self.field, "value": self.value}


async def _do(state: BulkState, name: str, **said: Any) -> Any:
    of_list = str(state.router.page.params.get("resource", ""))
    return await state._perform(act(of_list, name), **said)


def bar(bulk: Any, sheet: Any, query: Any, on_changed: Any) -> rx.Component:
    """What may be done with the chosen rows, and the way back from what was done last."""
    count = tn("{n} row is chosen", "{n} rows are chosen", bulk.chosen.length())
    every = t("All {total} found", total=sheet.total)
    return rx.fragment(
        rx.cond(
            bulk.chosen.length() > 0,
            rx.el.div(
                rx.el.span(count, role="status"),
                rx.el.div(
                    rx.cond(sheet.pages > 1, button(every, on_click=bulk.choose_all(query))),
                    rx.cond(
                        sheet.has_fields,
                        button(t("Change a field"), kind="primary", on_click=bulk.begin),
                    ),
                    offered(sheet.many, bulk.chosen),
                    button(t("Choose nothing"), on_click=bulk.clear),
                    class_name="row",
                ),
                class_name="row apart bulk-bar no-print",
            ),
        ),
        rx.cond((bulk.done.id > 0) & (bulk.done.action == ""), _undo(bulk, on_changed)),
    )


def _undo(bulk: Any, on_changed: Any) -> rx.Component:
    return banner(
        tn("{n} row was changed.", "{n} rows were changed.", bulk.done.count),
        " ",
        t("It can be undone until {at}.", at=moment(bulk.done.until)),
        " ",
        button(icon("undo", 18), t("Undo"), on_click=[bulk.undo, on_changed]),
        tone="ok",
    )


def dialog(bulk: Any, on_changed: Any) -> rx.Component:
    """The field, its new value, what would change; then the change itself."""
    menu = rx.el.select(
        rx.foreach(bulk.fields, lambda f: rx.el.option(f.label, value=f.name)),
        id="bulk-field", class_name="select", value=bulk.field, on_change=bulk.choose_field,
    )  # fmt: skip
    acts = rx.el.div(
        button(t("Cancel"), on_click=bulk.stop),
        button(t("What will change"), kind="primary", type="submit"),
        class_name="dialog-acts",
    )
    return ModalDialog.create(
        field(t("Field"), menu, id="bulk-field"),
        rx.el.form(
            rx.foreach(bulk.fields, lambda f: rx.cond(f.name == bulk.field, _value(f, bulk))),
            acts,
            on_submit=bulk.foresee,
            no_validate=True,
            key=bulk.field,
            class_name="stack tight",
        ),
        rx.cond(bulk.preview.label != "", _foreseen(bulk, on_changed)),
        open=bulk.is_open,
        title=t("Change a field of the chosen rows"),
        on_close=bulk.stop,
    )


def _value(one: Any, bulk: Any) -> rx.Component:
    place, error = f"bulk-{one.name}", bulk.errors.get("value", "")
    label = rx.el.label(t("New value"), html_for=place, class_name="field-label")
    return rx.el.div(
        rx.cond(one.kind == Kind.FLAG.value, rx.fragment(), label),
        control(one, place, error),
        rx.el.span(
            rx.cond(error != "", rx.el.span(error, class_name="field-error", role="alert")),
            id=f"{place}-said",
        ),
        class_name="field",
    )


def _foreseen(bulk: Any, on_changed: Any) -> rx.Component:
    preview = bulk.preview
    lines = rx.foreach(
        preview.lines,
        lambda line: rx.el.tr(
            rx.el.th(line.title, scope="row"),
            rx.el.td(rx.cond(line.before == "", "—", line.before)),
            rx.el.td(rx.cond(line.problem != "", line.problem, line.after)),
        ),
    )
    make = button(
        tn("Change {n} row", "Change {n} rows", preview.changing),
        kind="primary",
        on_click=[bulk.make, on_changed],
    )
    stuck = banner(t("Some rows cannot take this value. Nothing will be changed."), tone="warn")
    same = banner(t("Everything is already so."), tone="ok")
    return rx.el.div(
        table([t("Row"), t("Now"), t("Then")], lines, caption=t("What would change")),
        rx.cond(preview.problems > 0, stuck, rx.cond(preview.changing > 0, make, same)),
        class_name="stack tight",
    )
