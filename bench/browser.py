"""A real Chromium (браузер): what a person waits for, measured inside the page itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    sync_playwright,
)

from bench.server import DOOR, Served

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update"]  # fmt: skip
PHONE: ViewportSize = {"width": 390, "height": 844}
TABLET: ViewportSize = {"width": 820, "height": 1180}

WATCH = """
window.bench = {
  when(test) {
    return new Promise((resolve) => {
      const done = () => { if (test()) { watch.disconnect(); resolve(performance.now()); } };
      const watch = new MutationObserver(done);
      const all = { subtree: true, childList: true, attributes: true, characterData: true };
      watch.observe(document, all);
      done();
    });
  },
};
"""
"""`bench.when(test)`: the moment when the document satisfies a test."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """A browser, closed at the end."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


def flags() -> list[str]:
    """What Chromium is started with; before nginx it lets the bench's own certificate pass."""
    return [*FLAGS, "--ignore-certificate-errors"] if DOOR.tls else FLAGS


def cookie_of(served: Served, token: str) -> Any:
    """The cookie of a signed-in device."""
    return {"name": "ediary_session", "value": token, "url": served.address, "httpOnly": True}


def signed_in(browser: Browser, served: Served, token: str, size: ViewportSize) -> BrowserContext:
    """A fresh profile of somebody signed in: nothing cached, nothing kept."""
    context = browser.new_context(viewport=size, locale="ru-RU")
    context.add_cookies([cookie_of(served, token)])
    context.add_init_script(WATCH)
    return context


def transferred(context: BrowserContext, page: Page) -> dict[str, float]:
    """Bytes that come over the line from now on, by kind of resource; a live count."""
    kinds: dict[str, str] = {}
    found: dict[str, float] = {}
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))

    def count(event: dict[str, object]) -> None:
        kind = kinds.get(str(event["requestId"]), "Other")
        found[kind] = found.get(kind, 0) + float(str(event["encodedDataLength"]))

    session.on("Network.loadingFinished", count)
    return found
