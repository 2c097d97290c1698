"""Browsers for the scenarios: one window a person, watched for anything that goes wrong in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, expect

from tests.living import ROOT, Served

PROGRAM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
KEPT = ROOT / "var" / "e2e"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
TABLET = {"viewport": {"width": 820, "height": 1180}, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
SIZES: dict[str, dict[str, Any]] = {"phone": PHONE, "tablet": TABLET, "desktop": DESKTOP}


@dataclass
class Window:
    """Somebody's window: a page with its own cookies, and what went wrong in it."""

    page: Page
    served: Served
    troubles: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def forgive(self, *patterns: str) -> None:
        """Say which troubles this scenario brings about itself."""
        self.forgiven += patterns

    def unforgiven(self) -> list[str]:
        """What went wrong and was not meant to."""
        return [t for t in self.troubles if not any(re.search(p, t) for p in self.forgiven)]

    def sign_in(self, login: str, password: str) -> None:
        """Sign in without the form, as a device that remembers its person."""
        body = {"name": login, "password": password}
        answer = self.page.request.post(f"{self.served.url}/api/session", data=body)
        assert answer.ok, answer.text()
        self.prefer(language="ru", theme="light")

    def prefer(self, **chosen: str) -> None:
        """Choose a language and a look, for the device and for whoever has signed in."""
        answer = self.page.request.post(f"{self.served.url}/api/preferences", data=chosen)
        assert answer.ok, answer.text()

    def open(self, path: str) -> None:
        """Open an address and wait until the page shows what it has to show."""
        self.page.goto(path)
        self.settled()

    def settled(self) -> None:
        """Nothing is loading any more."""
        expect(self.page.get_by_role("main")).to_be_visible()
        expect(self.page.locator(".skeleton")).to_have_count(0)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.troubles.append(f"console {message.type}: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.served.url, "data:", "blob:")):
            self.troubles.append(f"left the house: {request.url}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":
            self.troubles.append(f"failed: {request.method} {request.url} {request.failure}")

    def watch(self) -> Window:
        """Begin to watch."""
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("request", self._asked)
        self.page.on("requestfailed", self._failed)
        return self


@dataclass
class Street:
    """All windows of one test."""

    browser: Browser
    served: Served
    windows: list[Window] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)
    """What else every window is told, such as whose certificate to let pass."""

    def window(self, size: dict[str, Any] | None = None, language: str = "ru-RU") -> Window:
        """A new window of its own: nobody is signed in."""
        context = self.browser.new_context(
            base_url=self.served.url,
            locale=language,
            timezone_id="Asia/Yekaterinburg",
            reduced_motion="reduce",
            **(size or DESKTOP),
            **self.more,
        )
        context.set_default_timeout(10_000)
        context.tracing.start(snapshots=True)
        window = Window(context.new_page(), self.served).watch()
        self.windows.append(window)
        return window

    def close(self, keep_as: str) -> None:
        """Close every window; a name keeps trace and picture of each under it."""
        for number, window in enumerate(self.windows, 1):
            context: BrowserContext = window.page.context
            if keep_as:
                KEPT.mkdir(parents=True, exist_ok=True)
                place = KEPT / f"{keep_as}-{number}"
                with forgiving():
                    window.page.screenshot(path=f"{place}.png", full_page=True)
                context.tracing.stop(path=f"{place}.zip")
            context.close()


@contextmanager
def forgiving() -> Iterator[None]:
    """A window that is already gone gives no picture; the failure itself is told anyway."""
    try:
        yield
    except Exception as error:
        (KEPT / "no-picture.txt").write_text(str(error), encoding="utf-8")


def file_name(test: str) -> str:
    """A test's name as a file's name."""
    return re.sub(r"\W+", "-", test).strip("-")[:80]
