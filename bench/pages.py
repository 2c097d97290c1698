"""What one person waits for (отзывчивость): the diary in a fresh browser, a mark on a tablet."""

from __future__ import annotations

from playwright.sync_api import Browser

from bench import browser, figures, stock
from bench.browser import PHONE, TABLET
from bench.cast import Cast, Reader
from bench.figures import at_most, percentile, say, show, spread
from bench.server import Served, serving

TIMES, SAVES = 12, 60
WEEK = "document.querySelectorAll('[data-place=now] .diary-lesson').length > 0"
SUBJECTS = "document.querySelectorAll('.subject-line').length > 0"
LEAF = """
async (arrow) => {
  const shown = () => document.querySelector('[data-monday]:not([hidden])');
  const before = shown()?.dataset.monday;
  const began = performance.now();
  document.querySelectorAll('.week-head .icon-button')[arrow].click();
  const ended = await bench.when(() => shown()?.dataset.monday !== before
    && document.querySelector('.weeks').getAttribute('aria-busy') === 'false');
  return ended - began;
}
"""
VISIT = """
async (path) => {
  const began = performance.now();
  document.querySelector(`a[href="${path}"]`).click();
  return (await bench.when(() => document.querySelectorAll('.subject-line').length > 0)) - began;
}
"""
FREE = """
() => [...document.querySelectorAll('.pupil')]
  .filter((p) => !p.querySelector('.pupil-marks') && !p.querySelector('.pupil-code').dataset.code)
  .map((p) => p.querySelector('.pupil-name').id)
"""
SAVE = """
async (pupil) => {
  const row = document.getElementById(pupil).closest('.pupil');
  document.getElementById(pupil).click();
  await new Promise((next) => requestAnimationFrame(() => requestAnimationFrame(next)));
  const began = performance.now();
  document.querySelector('.pad-marks .pad-key.big').click();
  await bench.when(() => row.querySelector('.pupil-marks') !== null);
  const ended = await bench.when(() => row.dataset.state !== 'waiting');
  if (row.dataset.state !== 'saved') throw new Error(row.innerText);
  return ended - began;
}
"""
"""From the tap on a key until the row no longer says that it is being saved."""


def measure(only: str) -> None:
    """The browser's figures, alone on the machine."""
    school = stock.school("school")
    cast = Cast(school)
    with serving(school) as served, browser.chromium() as chromium:
        if figures.is_wanted("diary.cold_ms", only) or figures.is_wanted("diary.first_load", only):
            _cold(cast.readers(TIMES), served, chromium)
        if figures.is_wanted("diary.click_ms", only) or figures.is_wanted("diary.to_marks", only):
            _clicks(cast.readers(6), served, chromium)
        if figures.is_wanted("journal.save_ms", only):
            _saves(cast, served, chromium)


def _cold(readers: list[Reader], served: Served, chromium: Browser) -> None:
    times, sizes = [], {}
    for reader in readers:
        with browser.signed_in(chromium, served, reader.cookie, PHONE) as context:
            page = context.new_page()
            sizes = browser.transferred(context, page)
            page.goto(f"{served.address}/diary", wait_until="commit")
            times.append(page.evaluate(f"bench.when(() => {WEEK})"))
            page.wait_for_timeout(1500)
    say(f"cold diary {spread(times)} ms; bytes by kind {sizes}")
    show("diary.cold_ms_p95", percentile(times, 0.95), "ms", at_most(600))
    wanted = sum(sizes.get(kind, 0) for kind in ("Document", "Script", "Stylesheet", "Font"))
    show("diary.first_load_kb", wanted / 1024, "KB", at_most(420))


def _clicks(readers: list[Reader], served: Served, chromium: Browser) -> None:
    weeks, marks = [], []
    for reader in readers:
        with browser.signed_in(chromium, served, reader.cookie, PHONE) as context:
            page = context.new_page()
            page.goto(f"{served.address}/diary")
            page.evaluate(f"bench.when(() => {WEEK})")
            for turn in range(4):
                page.wait_for_timeout(700)
                weeks.append(page.evaluate(LEAF, turn % 2))
            page.wait_for_timeout(500)
            marks.append(page.evaluate(VISIT, "/marks"))
    say(f"a week back or forth {spread(weeks)} ms; from the diary to the marks {spread(marks)} ms")
    show("diary.click_ms_p95", percentile(weeks, 0.95), "ms", at_most(150))
    show("diary.to_marks_ms_p95", percentile(marks, 0.95), "ms", at_most(150))


def _saves(cast: Cast, served: Served, chromium: Browser) -> None:
    times: list[float] = []
    for lesson in cast.lessons(20):
        if len(times) >= SAVES:
            break
        with browser.signed_in(chromium, served, lesson.cookie, TABLET) as context:
            page = context.new_page()
            page.goto(f"{served.address}/lesson/{lesson.id}")
            page.wait_for_selector(".pupil")
            for pupil in page.evaluate(FREE)[:15]:
                times.append(page.evaluate(SAVE, pupil))
                page.wait_for_timeout(100)
    say(f"a mark from tap to saved {spread(times)} ms, {len(times)} taps")
    show("journal.save_ms_p95", percentile(times, 0.95), "ms", at_most(150))
