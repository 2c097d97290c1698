"""Duplicate people on the screen (дубликаты): the pairs, two cards side by side, merges, undo."""

from __future__ import annotations

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.duplicates import cards, looking, merging
from ediary_app.ui.admin import duplicate_views as parts
from ediary_app.ui.components.surfaces import loading
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.family.parts import awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState


class DuplicatesState(SessionState):
    """The pairs that wait, and the merges that were made."""

    pairs: looking.PairList = looking.PairList()
    merges: merging.MergeList = merging.MergeList()
    only: str = "open"
    to_undo: int = 0
    is_ready: bool = False

    @rx.event
    async def load(self):
        """Show the pairs."""
        self.to_undo = 0
        await self._show(self.pairs.page)
        self.is_ready = True

    @rx.event
    async def refresh(self):
        """Look again at the lists."""
        await self._show(self.pairs.page)

    @rx.event
    async def look(self):
        """Look for duplicates anew."""
        await self._perform(looking.look)
        await self._show(1)

    @rx.event
    async def choose_list(self, only: str):
        """The pairs that wait, or those that are two people."""
        self.only = only
        await self._show(1)

    @rx.event
    async def turn(self, number: int):
        """Another page of the pairs."""
        await self._show(number)

    @rx.event
    async def reopen(self, pair_id: int):
        """Perhaps one person after all."""
        await self._perform(looking.reopen, pair_id=pair_id)
        await self.load()

    @rx.event
    async def ask_undo(self, merge_id: int):
        """Ask before a merge is taken apart; 0 is no."""
        self.to_undo = merge_id

    @rx.event
    async def undo(self):
        """Take a merge apart."""
        merge_id, self.to_undo = self.to_undo, 0
        await self._perform(merging.undo_merge, merge_id=merge_id)
        await self.load()

    async def _show(self, number: int) -> None:
        self.pairs = await self._perform(looking.pairs, state=self.only, page=number)
        self.merges = await self._perform(merging.merges)


class ComparisonState(SessionState):
    """The two cards that are compared, and what was chosen of them."""

    view: cards.PairView = cards.PairView()
    chosen: list[str] = []
    account: str = ""
    note: str = ""
    errors: dict[str, str] = {}

    @rx.event
    async def close(self):
        """Put the cards away."""
        self.view = cards.PairView()

    @rx.event
    async def open_pair(self, pair_id: int, is_swapped: bool):
        """Two cards side by side; swapped, the other one stays."""
        said = {"pair_id": pair_id, "is_swapped": is_swapped}
        self.chosen, self.account, self.note, self.errors = [], "", "", {}
        self.view = await self._perform(cards.side_by_side, **said)

    @rx.event
    async def take(self, name: str, is_other: bool):
        """A field is taken from the other card, or left as it is here."""
        rest = [one for one in self.chosen if one != name]
        self.chosen = [*rest, name] if is_other else rest

    @rx.event
    async def choose_account(self, account: str):
        """Which account stays."""
        self.account = account

    @rx.event
    async def write_note(self, note: str):
        """Why these are two people."""
        self.note = note[:200]

    @rx.event
    async def merge(self):
        """Make one card of two."""
        await self._perform(merging.merge, **self._said())
        self.view = cards.PairView()
        return DuplicatesState.load

    @rx.event
    async def dismiss(self):
        """These are two people."""
        said = {"pair_id": self.view.id, "note": self.note}
        _done, self.errors = await self._tried(looking.dismiss, **said)
        self.view = self.view if self.errors else cards.PairView()
        return DuplicatesState.load

    def _said(self) -> dict[str, object]:
        number = int(self.account) if self.account.isdecimal() else None
        return {"pair_id": self.view.id, "kept_id": self.view.kept_id,
                "from_other": tuple(self.chosen), "account_id": number}  # fmt: skip


@page(
    route="/admin/duplicates",
    title="Duplicate people",
    roles=(Role.REGISTRAR, Role.ADMINISTRATOR),
    on_load=[DuplicatesState.load, ComparisonState.close],
)
def duplicates() -> rx.Component:
    """Duplicates: the list, the comparison, the merges."""
    s, c = DuplicatesState, ComparisonState
    lists = rx.el.div(
        parts.listed(s, c.open_pair), parts.made(s.merges, s.ask_undo), class_name="stack"
    )
    shown = rx.cond(c.view.id > 0, parts.comparison(c), lists)
    return rx.el.div(
        once_ready(s.is_ready, shown, loading(5), s.load),
        parts.question(s),
        awake(s.refresh),
        class_name="stack office turn",
    )
