"""The office takes lists in (загрузка списков): file, columns, check, import, and undo."""

from __future__ import annotations

from dataclasses import replace

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.exchange import queries, service, undo
from ediary_app.ui.admin import import_views as views
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState


class ImportState(SessionState):
    """The table that is being taken in, what was found in it, and what came in before."""

    step: str = "file"
    draft: queries.Draft = queries.Draft()
    report: queries.Report = queries.Report()
    history: queries.History = queries.History()
    only_problems: bool = False
    is_busy: bool = False
    is_ready: bool = False
    to_undo: int = 0

    @rx.event
    async def load(self):
        """Begin anew."""
        self.step, self.to_undo, self.is_busy = "file", 0, False
        self.history = await self._perform(queries.history)
        self.is_ready = True

    @rx.event
    async def open_draft(self, batch_id: int):
        """The file has arrived: show its columns."""
        self.draft = await self._perform(queries.draft, batch_id=batch_id)
        self.step = "columns"

    @rx.event
    async def choose_meaning(self, index: int, meaning: str):
        """A column means something else."""
        columns = (replace(c, meaning=meaning) if c.index == index else c
                   for c in self.draft.columns)  # fmt: skip
        self.draft = replace(self.draft, columns=tuple(columns))

    @rx.event
    async def check(self):
        """The dry run."""
        self.is_busy, self.only_problems = True, False
        yield
        self.report = await self._with_columns(queries.check)
        self.step = "checked"

    @rx.event
    async def turn(self, number: int):
        """Another page of what the check said."""
        await self._show_messages(number)

    @rx.event
    async def filter_problems(self):
        """Show only what stops the import, or everything."""
        self.only_problems = not self.only_problems
        await self._show_messages(1)

    @rx.event
    async def take_in(self):
        """Import the table."""
        self.is_busy = True
        yield
        self.report = await self._with_columns(service.import_list)
        await self._perform(service.forget_file, batch_id=self.draft.id)
        await self._finish()

    @rx.event
    async def drop(self):
        """Another file instead of this one."""
        await self._perform(service.discard, batch_id=self.draft.id)
        self.step = "file"

    @rx.event
    async def ask_undo(self, batch_id: int):
        """Ask before an import is undone; 0 is no."""
        self.to_undo = batch_id

    @rx.event
    async def undo_import(self):
        """Undo an import."""
        batch_id, self.to_undo, self.step = self.to_undo, 0, "file"
        await self._perform(undo.undo, batch_id=batch_id)
        self.history = await self._perform(queries.history)

    @rx.event
    async def turn_history(self, number: int):
        """Another page of the history."""
        self.history = await self._perform(queries.history, page=number)

    async def _with_columns(self, function):
        mapping = {c.index: c.meaning for c in self.draft.columns if c.meaning}
        try:
            return await self._perform(function, batch_id=self.draft.id, mapping=mapping)
        finally:
            self.is_busy = False

    async def _show_messages(self, number: int) -> None:
        asked = {"batch_id": self.draft.id, "page": number, "only_problems": self.only_problems}
        found = await self._perform(queries.messages, **asked)
        self.report = replace(self.report, messages=found.messages, message_count=found.count,
                              page=found.page, pages=found.pages)  # fmt: skip

    async def _finish(self) -> None:
        self.step = "done"
        self.history = await self._perform(queries.history)


@page(
    route="/admin/import",
    title="Import",
    roles=(Role.REGISTRAR, Role.DEPUTY_HEAD, Role.ADMINISTRATOR),
    on_load=ImportState.load,
)
def imports() -> rx.Component:
    """The import of lists."""
    s = ImportState
    return rx.el.div(
        views.steps(s.step),
        rx.match(
            s.step,
            ("columns", views.columns(s.draft, s.is_busy, s.choose_meaning, s.check, s.drop)),
            ("checked", views.checked(s.report, s.is_busy, s.only_problems, s.take_in, s.drop,
                                      s.filter_problems, s.turn)),
            ("done", views.done(s.report, s.load)),
            views.choose_file(s.open_draft),
        ),
        views.past(s.history, s.is_ready, s.ask_undo, s.turn_history),
        views.undo_question(s.to_undo, s.ask_undo, s.undo_import),
        class_name="stack import",
    )  # fmt: skip
