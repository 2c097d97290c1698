"""Slips of paper with sign-in codes (талоны): eight on a sheet, to be cut and handed out."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.ui.components.controls import button
from ediary_app.ui.components.surfaces import banner
from ediary_app.ui.text import day, t, tn


class SlipsPaper(rx.Component):
    """Takes the slips away as a PDF; the browser holds them, the server keeps nothing."""

    library = "$/public/parts/print.js"
    tag = "SlipsPaper"
    is_default = False

    slips: rx.Var[Any]


class OwnAddress(rx.Component):
    """The address of this site, as a person types it."""

    library = "$/public/parts/print.js"
    tag = "OwnAddress"
    is_default = False


def slips_sheet(slips: Any, left_out: Any, on_done: Any) -> rx.Component:
    """The slips, shown once: print them, then leave."""
    return rx.el.div(
        rx.el.div(
            banner(
                rx.el.p(tn("{n} slip is ready.", "{n} slips are ready.", slips.length())),
                rx.el.p(t("The codes are shown only now. Download the sheet before you leave.")),
                rx.cond(left_out != "", rx.el.p(left_out)),
                tone="warn",
            ),
            rx.el.div(
                SlipsPaper.create(slips=slips),
                button(t("Done"), on_click=on_done),
                class_name="row",
            ),
            class_name="stack no-print",
        ),
        rx.el.ol(rx.foreach(slips, _slip), class_name="slips"),
        class_name="stack",
    )


def _slip(slip: Any) -> rx.Component:
    return rx.el.li(
        rx.el.p(t("Electronic diary"), class_name="slip-head"),
        rx.el.p(slip.name, class_name="slip-name"),
        rx.el.p(slip.who, class_name="slip-who"),
        rx.el.dl(
            rx.el.dt(t("Address")),
            rx.el.dd(OwnAddress.create()),
            rx.el.dt(t("Login")),
            rx.el.dd(slip.login, class_name="slip-key"),
            rx.el.dt(t("Code")),
            rx.el.dd(slip.code, class_name="slip-key"),
        ),
        rx.el.p(
            t("Open the address, choose “I have a code from the office”, enter the code and a "
              "password of your own. The code works once, until {until}. Keep the login.",
              until=day(slip.until)),
            class_name="slip-how",
        ),
        class_name="slip",
    )  # fmt: skip
