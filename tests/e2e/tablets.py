"""A shared tablet: one browser whose profile outlives its restarts, with a network that goes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.browsing import ARGUMENTS, PROGRAM, TABLET
from tests.e2e.pages.lesson import LessonPage
from tests.e2e.words import ru
from tests.living import Served

PIN = "479158"
SHELVES = """async () => {
  const base = await new Promise((done) => { const r = indexedDB.open("ediary"); r.onsuccess = () => done(r.result); });
  const all = (shelf) => new Promise((done) => { const r = base.transaction(shelf).objectStore(shelf).getAll(); r.onsuccess = () => done(r.result); });
  const rows = (await Promise.all([...base.objectStoreNames].map(all))).flat();
  base.close();
  const bytes = (b) => new TextDecoder("utf-8").decode(b) + new TextDecoder("utf-16le").decode(b);
  return rows.map((row) => JSON.stringify(row, (_, v) => (v instanceof ArrayBuffer || ArrayBuffer.isView(v) ? bytes(v) : v)));
}"""  # noqa: E501 (a script of the browser)
CACHES = """async () => {
  const found = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const kept = await cache.match(request);
      found.push([new URL(request.url).pathname, await kept.text()]);
    }
  }
  return found;
}"""


class Tablet:
    """The tablet: what its person does with it."""

    def __init__(self, chromium: Browser, served: Served, profile: Path) -> None:
        self.kind, self.served, self.profile = chromium.browser_type, served, profile
        self.start()

    def start(self) -> None:
        """Open the browser."""
        made: BrowserContext = self.kind.launch_persistent_context(
            self.profile,
            executable_path=PROGRAM,
            args=ARGUMENTS,
            base_url=self.served.url,
            locale="ru-RU",
            timezone_id="Asia/Yekaterinburg",
            reduced_motion="reduce",
            **TABLET,  # type: ignore[arg-type]
        )
        made.set_default_timeout(10_000)
        self.context: BrowserContext = made
        self.page: Page = made.pages[0]

    def restart(self) -> None:
        """Close the browser and open it again."""
        self.context.close()
        self.start()

    def close(self) -> None:
        """Put it away."""
        self.context.close()

    def sign_in(self, login: str, password: str) -> None:
        """Sign in by the form; then the app is there to stay."""
        self.page.goto("/sign-in")
        self.page.get_by_label(ru("Login, e-mail or phone")).fill(login)
        self.page.get_by_label(ru("Password"), exact=True).fill(password)
        self.page.get_by_role("button", name=ru("Sign in"), exact=True).click()
        expect(self.page).to_have_url(f"{self.served.url}/today")
        self.page.evaluate("() => navigator.serviceWorker.ready.then(() => true)")
        self.page.wait_for_function("() => navigator.serviceWorker.controller !== null")

    def set_pin(self) -> None:
        """Choose the PIN of this device."""
        self.page.goto("/account")
        self.page.get_by_label(ru("PIN"), exact=True).fill(PIN)
        self.page.get_by_role("button", name=ru("Set the PIN")).click()
        expect(self.page.get_by_text(ru("The PIN is set on this device."))).to_be_visible()

    def give_pin(self, pin: str = PIN) -> None:
        """Open what is kept with the PIN."""
        self.page.get_by_label(ru("PIN of this device")).fill(pin)
        self.page.get_by_role("button", name=ru("Open"), exact=True).click()

    def open_lesson(self, lesson_id: int) -> LessonPage:
        """Open a lesson and wait until its sheet lies sealed on the device."""
        lesson = LessonPage(self.page).open(lesson_id)
        deadline = time.monotonic() + 10
        while f'lesson:{lesson_id}"' not in "".join(self.page.evaluate(SHELVES)):
            assert time.monotonic() < deadline, "the lesson is not kept"
            self.page.wait_for_timeout(50)
        return lesson

    def cut(self) -> None:
        """The network goes away, and the server with it."""
        self.served.kill()
        self.context.set_offline(True)
        expect(self.lost).to_be_visible()

    def mend(self) -> None:
        """Both are back."""
        self.served.start()
        self.context.set_offline(False)

    @property
    def lost(self) -> Any:
        """The sentence that the connection is away."""
        return self.page.get_by_text(
            ru("No connection. Nothing is lost: the page goes on when it returns.")
        )

    def in_clear(self) -> str:
        """Everything that lies on the device, read without a key: databases, caches, files."""
        rows: list[str] = self.page.evaluate(SHELVES)
        shells: list[list[str]] = self.page.evaluate(CACHES)
        files = b""
        for folder in ("IndexedDB", "Session Storage", "Local Storage", "Service Worker"):
            for file in (self.profile / "Default" / folder).rglob("*"):
                files += file.read_bytes() if file.is_file() else b""
        wide = files.decode("utf-16le", "ignore") + files[1:].decode("utf-16le", "ignore")
        return "\n".join(
            [*rows, *(text for _path, text in shells), files.decode("utf-8", "ignore"), wide]
        )

    def shells(self) -> list[str]:
        """The addresses of what the service worker keeps."""
        return sorted(path for path, _text in self.page.evaluate(CACHES))
