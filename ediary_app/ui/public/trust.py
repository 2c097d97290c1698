"""How a tablet learns to trust the school's server (доверие к серверу школы)."""

from __future__ import annotations

import reflex as rx

from ediary_app.ui.components import surfaces
from ediary_app.ui.page import page
from ediary_app.ui.text import t

STEPS = (
    (
        "Android",
        t(
            "Settings → Security → Encryption and credentials → Install a certificate → "
            "CA certificate. Choose the downloaded file."
        ),
    ),
    (
        "iPad, iPhone",
        t(
            "Open the file in Safari, then Settings → Profile downloaded → Install. Then "
            "General → About → Certificate trust settings: switch it on."
        ),
    ),
    (
        "Windows",
        t(
            "Open the file → Install certificate → Local machine → Trusted root "
            "certification authorities."
        ),
    ),
    (
        "Linux",
        t(
            "Copy the file to /usr/local/share/ca-certificates and run update-ca-certificates; "
            "in Firefox: Settings → Certificates → Authorities → Import."
        ),
    ),
)


@page(route="/trust", title="Trust this server", public=True)
def trust() -> rx.Component:
    """The certificate to download and what to do with it on each kind of device."""
    return rx.el.div(
        rx.el.h1(t("Trust this server"), class_name="page-title"),
        rx.el.p(
            t("The school's network has its own certificate. Once a device trusts it, the journal "
              "works there without a network and without warnings. It vouches for the names of "
              "this server and for nothing else.")
        ),
        rx.el.p(
            rx.el.a(
                t("Download the certificate"),
                href="/api/trust/authority.crt",
                class_name="button primary",
                download="ediary-authority.crt",
            )
        ),
        *(surfaces.card(rx.el.p(text), title=name) for name, text in STEPS),
        rx.el.p(rx.el.a(t("Sign in"), href="/sign-in")),
        class_name="stack",
    )  # fmt: skip
