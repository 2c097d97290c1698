"""Codes for the whole school (коды всей школе): asked for, made in the background, downloaded."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.school import slip_batches
from ediary_app.ui.components.controls import button
from ediary_app.ui.components.parts import Pulse
from ediary_app.ui.components.surfaces import card, confirm
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import moment, t, tn

BEAT_MS = 2000


class SheetsState(SessionState):
    """The sheets that wait for me."""

    sheets: slip_batches.Sheets = slip_batches.Sheets()
    is_asked: bool = False

    @rx.event
    async def load(self):
        """Show the sheets that wait."""
        self.is_asked = False
        self.sheets = await self._perform(slip_batches.my_sheets)

    @rx.event
    async def ask(self, is_asked: bool):
        """Ask before everybody gets a code, or close the question."""
        self.is_asked = is_asked

    @rx.event
    async def issue(self):
        """Make codes for all pupils and parents who have never signed in."""
        self.is_asked = False
        await self._perform(slip_batches.issue_for_school)
        self.sheets = await self._perform(slip_batches.my_sheets)

    @rx.event
    async def put_away(self):
        """Forget the sheets: they are printed."""
        await self._perform(slip_batches.put_away)
        self.sheets = await self._perform(slip_batches.my_sheets)


def school_sheets() -> rx.Component:
    """The way to codes for the whole school, and the sheets that wait."""
    sheets = SheetsState.sheets
    return rx.fragment(
        Pulse.create(active=sheets.is_busy, every=BEAT_MS, on_beat=SheetsState.load),
        rx.cond(
            sheets.is_busy | (sheets.lines.length() > 0),
            _waiting(sheets),
            rx.el.div(
                button(t("Codes for the whole school"), on_click=SheetsState.ask(True)),
                class_name="row",
            ),
        ),
        confirm(
            rx.el.p(t("Every pupil and parent who has never signed in gets a code.")),
            rx.el.p(t("Codes given out before stop working. The sheets wait here for an hour.")),
            open=SheetsState.is_asked,
            title=t("Codes for the whole school"),
            act=t("Make the codes"),
            on_confirm=SheetsState.issue,
            on_cancel=SheetsState.ask(False),
        ),
    )


def _waiting(sheets: Any) -> rx.Component:
    return card(
        rx.cond(
            sheets.is_busy,
            rx.el.div(
                rx.el.progress(aria_label=t("Codes are being made at this moment.")),
                rx.el.small(t("Codes are being made at this moment."), role="status"),
                class_name="job-progress",
            ),
        ),
        rx.el.ul(rx.foreach(sheets.lines, _sheet), class_name="jobs"),
        rx.cond(
            ~sheets.is_busy,
            button(t("Printed: put the sheets away"), on_click=SheetsState.put_away),
        ),
        title=t("Codes for the whole school"),
    )


def _sheet(line: Any) -> rx.Component:
    words = tn("Sheet with {n} slip", "Sheet with {n} slips", line.slips)
    return rx.el.li(
        rx.el.div(
            rx.el.b(words),
            rx.el.small(t("waits until {time}", time=moment(line.until))),
            class_name="job-words",
        ),
        rx.el.a(
            t("Download the sheet (PDF)"),
            href="/api/papers/slips/" + line.id.to_string(),
            class_name="button",
            target="_blank",
            rel="noopener",
        ),
        class_name="job health-run",
    )
