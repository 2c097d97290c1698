"""The journal grid in a browser (журнал на экране): 35 pupils by 80 lessons."""

from __future__ import annotations

import random
from datetime import date, timedelta

from playwright.sync_api import Browser, Page
from sqlalchemy import text

from bench import browser, stock
from bench.browser import TABLET
from bench.cast import Cast, Sheet
from bench.figures import at_most, percentile, say, show, spread
from bench.server import Served, serving
from ediary_app import tables, wiring
from ediary_app.access.credentials import SessionToken
from ediary_app.access.performing import perform
from ediary_app.journal import page
from ediary_app.kernel.settings import Settings

assert tables

PUPILS, LESSONS, FILLED = 35, 80, 0.4
KEYS, OPENINGS, COLD, PASTES = 40, 8, 6, 8
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


EMPTY_COLUMNS = 14
"""The last lessons stay without marks: what the bench enters goes there."""


def measure(only: str) -> None:
    """Keys, pastes, openings and scrolling on one large page, each by a fresh device."""
    school = stock.school("small")
    cast = Cast(school)
    sheet = cast.sheets(1, cells=PUPILS * LESSONS)[0]
    _enlarge(cast, _first_group(cast, sheet))
    with serving(school) as served, browser.chromium() as chromium:
        _cold(sheet, served, chromium)
        with browser.signed_in(chromium, served, sheet.cookie, TABLET) as context:
            tab = context.new_page()
            _openings(tab, served)
            _keys(tab)
            _pastes(tab)
            _scrolling(tab)


def _first_group(cast: Cast, sheet: Sheet) -> int:
    """The group that the journal of this teacher opens with."""
    shift = int(cast.school.environment["EDIARY_CLOCK_SHIFT_SECONDS"])
    runtime = wiring.start(Settings(database_url=cast.school.url, clock_shift_seconds=shift))
    groups = perform(page.my_groups, actor=SessionToken(sheet.cookie))
    runtime.database.dispose()
    return groups.items[0].id


def _enlarge(cast: Cast, group_id: int) -> None:
    """Give a group 35 pupils and 80 lessons in the present term, and marks in many of them."""
    chance = random.Random(5)
    today = cast.now.date()
    with cast.engine.begin() as connection:
        run = connection.execute
        found = run(text(_GROUP), {"group": group_id, "today": today}).mappings().one()
        known = {"group": group_id, "school": found["school_id"], "today": today}
        run(text(_MEMBERS), {**known, "year": found["year_starts"]})
        pupils = [row[0] for row in run(text(_PUPILS_OF), known)][:PUPILS]
        run(text(_FEWER), {**known, "last": pupils[-1]})
        first = _day(found["starts_on"])
        days = [first + timedelta(days=n) for n in range(200)]
        days = [day for day in days if day <= today and day.weekday() < 6]
        has = run(
            text(
                "SELECT count(*) FROM lesson WHERE group_id = :group AND date BETWEEN"
                " :first AND :last"
            ),
            {**known, "first": days[0], "last": found["ends_on"]},
        )
        for number in range(LESSONS - has.scalar_one()):
            place = {"day": days[number % len(days)], "slot": 20 + number // len(days)}
            run(text(_LESSON), {**known, **place, "teacher": found["teacher_id"]})
        lessons = [row[0] for row in run(text(_LESSONS_OF), {**known, "first": days[0]})]
        for lesson in lessons[:-EMPTY_COLUMNS]:
            asked = {**known, "lesson": lesson, "kind": found["kind_id"]}
            work = run(text(_WORK), asked).scalar()
            for pupil in pupils if work else ():
                if chance.random() < FILLED:
                    run(
                        text(_MARK),
                        {
                            **asked,
                            "work": work,
                            "pupil": pupil,
                            "now": cast.now,
                            "value": str(chance.randint(2, 5)),
                            "teacher": found["teacher_id"],
                        },
                    )
    say(f"a page of {len(pupils)} pupils and {LESSONS} lessons, group {group_id}")


def _day(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _cold(sheet: Sheet, served: Served, chromium: Browser) -> None:
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
    show("journal.grid_cold_ms_p95", percentile(times, 0.95), "ms", at_most(900))
    wanted = sum(sizes.get(kind, 0) for kind in ("Document", "Script", "Stylesheet", "Font"))
    show("journal.first_load_kb", wanted / 1024, "KB", at_most(500))


def _openings(tab: Page, served: Served) -> None:
    times: list[float] = []
    for _turn in range(OPENINGS):
        tab.goto(f"{served.address}/today")
        tab.wait_for_selector('a[href="/journal"]')
        tab.wait_for_timeout(1500)
        times.append(tab.evaluate(OPEN))
    say(f"from a click to the page {spread(times)} ms")
    show("journal.grid_open_ms_p95", percentile(times, 0.95), "ms", at_most(250))


def _keys(tab: Page) -> None:
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
    show("journal.grid_key_ms_p95", percentile(painted, 0.95), "ms", at_most(50))
    show("journal.grid_ack_ms_p95", percentile(saved, 0.95), "ms", at_most(150))


def _to_open_column(tab: Page) -> None:
    """The hand onto the first pupil of an empty column made for this."""
    tab.evaluate(TO_FIRST)
    column = tab.evaluate(EMPTY_COLUMN)
    cell = tab.locator(".grid tbody tr").first.locator("td").nth(column)
    cell.scroll_into_view_if_needed()
    cell.dispatch_event("pointerdown", {"button": 0, "pointerType": "mouse", "bubbles": True})


def _pastes(tab: Page) -> None:
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
    show("journal.paste_ms_p95", percentile(times, 0.95), "ms", at_most(400))


def _scrolling(tab: Page) -> None:
    frames = [frame for _turn in range(3) for frame in tab.evaluate(SCROLL, 40)]
    say(f"frames while scrolling {spread(frames)} ms, {len(frames)} of them")
    show("journal.grid_frame_ms_p95", percentile(frames, 0.95), "ms", at_most(33))


_GROUP = """
SELECT g.school_id, y.starts_on AS year_starts, t.starts_on, t.ends_on,
       (SELECT min(a.teacher_id) FROM assignment a WHERE a.group_id = g.id) AS teacher_id,
       (SELECT min(k.id) FROM work_kind k WHERE k.school_id = g.school_id
                                            AND NOT k.is_archived) AS kind_id
FROM teaching_group g
JOIN school_year y ON y.id = g.year_id
JOIN level_plan p ON p.year_id = g.year_id AND p.level = g.level
JOIN term t ON t.year_id = g.year_id AND t.kind = p.term_kind
           AND t.starts_on <= :today AND t.ends_on >= :today
WHERE g.id = :group
"""
_MEMBERS = """
INSERT INTO group_member (school_id, group_id, student_id, starts_on)
SELECT e.school_id, :group, e.student_id, :year
FROM enrolment e
WHERE e.school_id = :school AND e.ends_on IS NULL
  AND e.student_id NOT IN (SELECT student_id FROM group_member WHERE group_id = :group)
ORDER BY e.student_id LIMIT 35
"""
_PUPILS_OF = """
SELECT DISTINCT m.student_id, p.sort_key FROM group_member m JOIN person p ON p.id = m.student_id
WHERE m.group_id = :group AND m.ends_on IS NULL ORDER BY p.sort_key
"""
_FEWER = """
DELETE FROM group_member WHERE group_id = :group AND ends_on IS NULL AND student_id IN (
    SELECT id FROM person WHERE sort_key > (SELECT sort_key FROM person WHERE id = :last))
"""
_LESSON = """
INSERT INTO lesson (school_id, group_id, teacher_id, date, slot, state, topic, kind, no_homework,
                    version)
VALUES (:school, :group, :teacher, :day, :slot, 'held', '', '', false, 1)
"""
_LESSONS_OF = """
SELECT id FROM lesson WHERE group_id = :group AND date >= :first AND date <= :today
ORDER BY date, slot
"""
_WORK = """
INSERT INTO work (school_id, group_id, lesson_id, kind_id, number, title)
SELECT :school, :group, :lesson, :kind, 1, ''
WHERE NOT EXISTS (SELECT 1 FROM work WHERE lesson_id = :lesson AND kind_id = :kind AND number = 1)
RETURNING id
"""
_MARK = """
INSERT INTO mark (school_id, group_id, lesson_id, work_id, student_id, value, comment, set_by,
                  set_at, version)
VALUES (:school, :group, :lesson, :work, :pupil, :value, '', :teacher, :now, 1)
"""
