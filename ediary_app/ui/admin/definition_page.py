"""A definition (карточка определения): write, preview, publish, compare, roll back."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.access.values import Role
from ediary_app.lowcode import definition_reading as reading
from ediary_app.lowcode import definition_writing as writing
from ediary_app.lowcode.definition_values import Difference, Kept, Opened, Preview
from ediary_app.ui.admin.definition_views import screen
from ediary_app.ui.components.surfaces import loading
from ediary_app.ui.family.children import once_ready
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState

PLACE = "/admin/definitions"


class DefinitionState(SessionState):
    """The definition that is open, what is being written, and how it would look."""

    opened: Opened = Opened()
    preview: Preview = Preview()
    clash: Kept = Kept()
    title_said: str = ""
    title_error: str = ""
    opening: int = 0
    _content: dict[str, Any] = {}

    @rx.event
    async def load(self):
        """Open the definition that the address names."""
        self.opening = 0
        await self._open()

    @rx.event
    async def typed(self, content: dict):
        """Show what is being written as it would look."""
        self._content = content
        self.preview = await self._perform(reading.preview, content=content, **self._named())

    @rx.event
    async def call_it(self, title: str):
        """Keep the title that is typed."""
        self.title_said, self.title_error = title[:120], ""

    @rx.event
    async def save(self):
        """Keep what is written as a draft."""
        await self._save(self.opened.stamp)
        is_made = self.opened.key and not self._named()["name"]
        way = f"{PLACE}/{self.opened.kind}/{self.opened.key}"
        return rx.redirect(way, replace=True) if is_made else None

    @rx.event
    async def save_mine(self):
        """Save one's own words over the other's, both having been seen."""
        await self._save(self.clash.stamp)

    @rx.event
    async def reopen(self):
        """Show the definition as it stands on the server."""
        await self._open()

    def _named(self) -> dict[str, str]:
        said = self.router.page.params
        name = str(said.get("definition_key", ""))
        return {"kind": str(said.get("definition_kind", "")), "name": "" if name == "new" else name}

    async def _open(self) -> None:
        self.opened = await self._perform(reading.opened, **self._named())
        self._content, self.title_said = self.opened.content, self.opened.title
        self.clash, self.title_error = Kept(), ""
        self.opening += 1
        self.preview = Preview()
        if self._content:
            await self.typed(self._content)

    async def _save(self, stamp: int) -> None:
        asked = {**self._named(), "content": self._content, "title": self.title_said}
        kept, wrong = await self._tried(writing.keep_draft, stamp=stamp, **asked)
        self.title_error = wrong.get("title", "")
        self.clash = kept if kept and kept.by else Kept()
        if kept and not kept.by:
            named = {"kind": asked["kind"], "name": kept.key}
            self.opened = await self._perform(reading.opened, **named)


class VersionState(SessionState):
    """What is about to be published or taken back, and in what versions differ."""

    asked: str = ""
    number: int = 0
    differences: tuple[Difference, ...] = ()
    note: str = ""

    @rx.event
    async def ask(self, act: str, number: int, kind: str, name: str):
        """Show what an act would change, before it is done."""
        self.asked, self.number, self.note = act, number, ""
        self.differences = await self._difference(act, number, kind, name)

    @rx.event
    async def leave(self):
        """Do nothing."""
        self.asked = ""

    @rx.event
    async def say(self, note: str):
        """Keep the note that is typed."""
        self.note = note[:200]

    @rx.event
    async def act(self, kind: str, name: str, stamp: int):
        """Do what was asked for; the page then shows the definition as it stands."""
        asked, self.asked = self.asked, ""
        await self._act(asked, {"kind": kind, "name": name, "stamp": stamp})
        return DefinitionState.reopen

    async def _difference(self, act: str, number: int, kind: str, name: str) -> Any:
        if act not in ("publish", "roll_back", "compare"):
            return ()
        which = {"publish": (0, 0), "compare": (number, 0)}.get(act, (0, number))
        named = {"kind": kind, "name": name, "old": which[0], "new": which[1]}
        return await self._perform(reading.differences, **named)

    async def _act(self, asked: str, seen: dict[str, Any]) -> None:
        if asked == "publish":
            await self._perform(writing.publish, note=self.note, **seen)
        elif asked == "roll_back":
            await self._perform(writing.roll_back, number=self.number, note=self.note, **seen)
        elif asked == "drop":
            await self._perform(writing.drop_draft, **seen)
        elif asked == "withdraw":
            await self._perform(writing.withdraw, **seen)


@page(
    route=PLACE + "/[definition_kind]/[definition_key]",
    title="Template or rule",
    roles=(Role.ADMINISTRATOR,),
    on_load=DefinitionState.load,
)
def definition_page() -> rx.Component:
    """One definition: the editor, the preview beside it, its versions below."""
    state = DefinitionState
    shown = screen(state, VersionState)
    return rx.el.div(
        once_ready(state.opening > 0, shown, loading(6), state.load), class_name="stack office"
    )
