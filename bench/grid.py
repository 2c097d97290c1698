"""The journal grid in a browser (журнал на экране): 35 pupils by 80 lessons."""

from __future__ import annotations

from contextlib import ExitStack

from playwright.sync_api import Browser, Page

from bench import browser, crowd, figures, large, stock
from bench.browser import TABLET
from bench.cast import Cast, Sheet
from bench.figures import at_most, percentile, say, show, spread
from bench.large import LESSONS, PUPILS
from bench.server import Served, serving

KEYS, OPENINGS, COLD, PASTES = 40, 8, 6, 8
ALONE, CROWDED = "journal.grid_", "journal.crowded_grid_"
DESKTOP = {"width": 1280, "height": 800}
CELLS = f"document.querySelectorAll('.grid tbody tr').length >= {PUPILS}"
IS_OPEN = f"(() => {CELLS} && document.querySelector('.grid td[data-active]') !== null)()"
KEY = """
async (key) => {
  const grid = document.querySelector('table.grid');
  const cell = grid.querySelector('td[data-active]');
  const before = cell.innerText;
  const began = performance.now();
  grid.dispatchEvent(new KeyboardEvent('keydown', { key, code: `Digit${key}`, bubbles: true }));
  await new Promise((next) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = next;
    port2.postMessage(0);
  }));
  const painted = performance.now();
  if (cell.innerText === before) throw new Error(`nothing was painted: ${before}`);
  const saved = await bench.when(() => cell.dataset.state !== 'waiting');
  if (cell.dataset.state) throw new Error('refused');
  return [painted - began, saved - began];
}
"""
"""From a key to the frame that shows it, and until the cell no longer says that it waits."""
PASTE = """
async (text) => {
  const grid = document.querySelector('table.grid');
  const data = new DataTransfer();
  data.setData('text/plain', text);
  const began = performance.now();
  grid.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true }));
  await bench.when(() => grid.querySelector('td[data-state=waiting]') !== null);
  const ended = await bench.when(() => grid.querySelector('td[data-state=waiting]') === null);
  if (grid.querySelector('td[data-state=refused]')) throw new Error('refused');
  return ended - began;
}
"""
TO_FIRST = "() => { const g = document.querySelector('table.grid'); g.focus(); }"
EMPTY_COLUMN = """
() => {
  const rows = [...document.querySelectorAll('.grid tbody tr')];
  const isFree = (at) => rows.every((tr) => tr.cells[at + 1].innerText === ''
    && !tr.cells[at + 1].className.includes('to-come'));
  return [...rows[0].querySelectorAll('td')].findIndex((_td, at) => isFree(at));
}
"""
OPEN = f"""
async () => {{
  const began = performance.now();
  document.querySelector('a[href="/journal"]').click();
  await bench.when(() => {IS_OPEN});
  await new Promise((next) => requestAnimationFrame(() => setTimeout(next)));
  return performance.now() - began;
}}
"""
SCROLL = """
async (pixels) => {
  const box = document.querySelector('.grid-scroll');
  const frames = [];
  let before = performance.now();
  for (let step = 0; step < 90; step += 1) {
    box.scrollLeft += step < 45 ? pixels : -pixels;
    box.scrollTop += step % 30 < 15 ? 24 : -24;
    const now = await new Promise(requestAnimationFrame);
    frames.push(now - before);
    before = now;
  }
  return frames.slice(2);
}
"""


def measure(only: str) -> None:
    """Keys, pastes, openings and scrolling on one large page, each by a fresh device."""
    if any(figures.is_wanted(name, only) for name in (ALONE, "journal.first_load")):
        _measure(stock.school("small"), ALONE, frame=33)
    if figures.is_wanted(CROWDED, only):
        _measure(stock.school("school"), CROWDED, frame=66)


def _measure(school: stock.School, of: str, frame: float) -> None:
    cast = Cast(school)
    sheet = cast.sheets(1, cells=PUPILS * LESSONS)[0]
    large.enlarge(cast, large.first_group(cast, sheet))
    with serving(school) as served, browser.chromium() as chromium, ExitStack() as beside:
        if of == CROWDED:
            beside.enter_context(crowd.watching(school))
        _cold(sheet, served, chromium, of)
        with browser.signed_in(chromium, served, sheet.cookie, TABLET) as context:
            tab = context.new_page()
            _openings(tab, served, of)
            _keys(tab, of)
            _pastes(tab, of)
            _scrolling(tab, of, frame)


def _cold(sheet: Sheet, served: Served, chromium: Browser, of: str) -> None:
    times: list[float] = []
    sizes: dict[str, float] = {}
    for _device in range(COLD):
        with browser.signed_in(chromium, served, sheet.cookie, TABLET) as context:
            tab = context.new_page()
            sizes = browser.transferred(context, tab)
            tab.goto(f"{served.address}/journal", wait_until="commit")
            times.append(tab.evaluate(f"bench.when(() => {IS_OPEN})"))
            tab.wait_for_timeout(1500)
    say(f"cold journal page {spread(times)} ms; bytes by kind {sizes}")
    show(f"{of}cold_ms_p95", percentile(times, 0.95), "ms", at_most(900))
    wanted = sum(sizes.get(kind, 0) for kind in ("Document", "Script", "Stylesheet", "Font"))
    if of == ALONE:
        show("journal.first_load_kb", wanted / 1024, "KB", at_most(500))


def _openings(tab: Page, served: Served, of: str) -> None:
    times: list[float] = []
    for _turn in range(OPENINGS):
        tab.goto(f"{served.address}/today")
        tab.wait_for_selector('a[href="/journal"]')
        tab.wait_for_timeout(1500)
        times.append(tab.evaluate(OPEN))
    say(f"from a click to the page {spread(times)} ms")
    show(f"{of}open_ms_p95", percentile(times, 0.95), "ms", at_most(250))


def _keys(tab: Page, of: str) -> None:
    tab.wait_for_timeout(4000)
    painted, saved = [], []
    for number in range(KEYS):
        if number % (PUPILS - 1) == 0:
            tab.keyboard.press("Control+Home")
            tab.keyboard.press("ArrowRight")
            _to_open_column(tab)
        paint, save = tab.evaluate(KEY, str(5 - number % 4))
        painted.append(paint)
        saved.append(save)
        tab.wait_for_timeout(60)
    say(f"a key is painted after {spread(painted)} ms, acknowledged after {spread(saved)} ms")
    show(f"{of}key_ms_p95", percentile(painted, 0.95), "ms", at_most(50))
    show(f"{of}ack_ms_p95", percentile(saved, 0.95), "ms", at_most(150))


def _to_open_column(tab: Page) -> None:
    """The hand onto the first pupil of an empty column made for this."""
    tab.evaluate(TO_FIRST)
    column = tab.evaluate(EMPTY_COLUMN)
    cell = tab.locator(".grid tbody tr").first.locator("td").nth(column)
    cell.scroll_into_view_if_needed()
    cell.dispatch_event("pointerdown", {"button": 0, "pointerType": "mouse", "bubbles": True})


def _pastes(tab: Page, of: str) -> None:
    times = []
    for turn in range(PASTES):
        if turn == 0:
            _to_open_column(tab)
        else:
            tab.keyboard.press("Control+Home")
            _to_open_column(tab) if turn % 2 == 0 else None
        marks = "\n".join(str(5 - (turn + n) % 4) for n in range(PUPILS))
        times.append(tab.evaluate(PASTE, marks))
        tab.keyboard.press("ArrowRight")
        tab.wait_for_timeout(400)
    say(f"a pasted column of {PUPILS} is saved after {spread(times)} ms")
    show(f"{of}paste_ms_p95", percentile(times, 0.95), "ms", at_most(400))


def _scrolling(tab: Page, of: str, bar: float) -> None:
    frames = [frame for _turn in range(3) for frame in tab.evaluate(SCROLL, 40)]
    say(f"frames while scrolling {spread(frames)} ms, {len(frames)} of them")
    show(f"{of}frame_ms_p95", percentile(frames, 0.95), "ms", at_most(bar))
