"""The office takes lists in (загрузка списков): file, columns, check, import, and undo."""

from __future__ import annotations

from dataclasses import replace

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.exchange import queries, service, undo
from ediary_app.ui.admin import import_history
from ediary_app.ui.admin import import_views as views
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState


class PastImportsState(SessionState):
    """What came in before, and which of it is about to be undone."""

    history: queries.History = queries.History()
    is_ready: bool = False
    to_undo: int = 0

    @rx.event
    async def load(self):
        """Show the newest imports."""
        self.to_undo, self.is_ready = 0, True
        self.history = await self._perform(queries.history)

    @rx.event
    async def turn(self, number: int):
        """Another page of the history."""
        self.history = await self._perform(queries.history, page=number)

    @rx.event
    async def ask_undo(self, batch_id: int):
        """Ask before an import is undone; 0 is no."""
        self.to_undo = batch_id

    @rx.event
    async def undo_import(self):
        """Undo an import."""
        batch_id, self.to_undo = self.to_undo, 0
        await self._perform(undo.undo, batch_id=batch_id)
        await self.load()


class ImportState(SessionState):
    """The table that is being taken in, and what was found in it."""

    step: str = "file"
    draft: queries.Draft = queries.Draft()
    report: queries.Report = queries.Report()
    only_problems: bool = False
    is_busy: bool = False

    @rx.event
    async def load(self):
        """Begin anew."""
        self.step, self.is_busy = "file", False

    @rx.event
    async def open_draft(self, batch_id: int):
        """The file has arrived: show its columns."""
        self.draft = await self._perform(queries.draft, batch_id=batch_id)
        self.step = "columns"

    @rx.event
    async def choose_meaning(self, index: int, meaning: str):
        """A column means something else."""
        columns = [
            replace(c, meaning=meaning) if c.index == index else c for c in self.draft.columns
        ]
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
        self.step = "done"
        yield [ImportState.forget_file, PastImportsState.load]

    @rx.event
    async def forget_file(self):
        """The import stands: its file is not needed any more."""
        await self._perform(service.forget_file, batch_id=self.draft.id)

    @rx.event
    async def drop(self):
        """Another file instead of this one."""
        await self._perform(service.discard, batch_id=self.draft.id)
        self.step = "file"

    async def _with_columns(self, function):
        mapping = {c.index: c.meaning for c in self.draft.columns if c.meaning}
        try:
            return await self._perform(function, batch_id=self.draft.id, mapping=mapping)
        finally:
            self.is_busy = False

    async def _show_messages(self, number: int) -> None:
        asked = {"batch_id": self.draft.id, "page": number, "only_problems": self.only_problems}
        found = await self._perform(queries.messages, **asked)
        self.report = queries.with_messages(self.report, found)


@page(
    route="/admin/import",
    title="Import",
    roles=(Role.REGISTRAR, Role.DEPUTY_HEAD, Role.ADMINISTRATOR),
    on_load=[ImportState.load, PastImportsState.load],
)
def imports() -> rx.Component:
    """The import of lists."""
    s, past = ImportState, PastImportsState
    checked = views.checked(
        s.report, s.is_busy, s.only_problems, s.take_in, s.drop, s.filter_problems, s.turn
    )
    return rx.el.div(
        views.steps(s.step),
        rx.match(
            s.step,
            ("columns", views.columns(s.draft, s.is_busy, s.choose_meaning, s.check, s.drop)),
            ("checked", checked),
            ("done", views.done(s.report, s.draft.kind, s.load)),
            views.choose_file(s.open_draft),
        ),
        import_history.past(past.history, past.is_ready, past.ask_undo, past.turn),
        import_history.undo_question(past.to_undo, past.ask_undo, past.undo_import),
        class_name="stack import",
    )
