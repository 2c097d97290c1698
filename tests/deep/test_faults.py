"""Something is away: it is said in words, nothing acknowledged is lost, work goes on by itself."""

from __future__ import annotations

import asyncio
import subprocess
import uuid
from collections.abc import Callable, Iterator
from io import RawIOBase
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select, update

from ediary_app import migrating
from ediary_app.jobs.policy import job_table
from ediary_app.jobs.schedules import schedule_table
from ediary_app.jobs.values import JobState
from tests import sockets
from tests.deep import school as schools
from tests.deep.conftest import sign_in
from tests.deep.school import LESSON, Desk, School, said_saved
from tests.deep.standing import Standing, ask, until
from tests.e2e.words import ru
from tests.living import Served
from tests.sockets import SESSION, OpenPage

DATABASE_AWAY = (
    "The journal's database does not answer just now. What you entered stays here; please"
    " try again in a minute."
)
STATES_AWAY = (
    "The journal does not answer just now. What you entered stays here; please try again"
    " in a minute."
)
NO_ROOM = (
    "The server's disk is full or does not answer: nothing can be saved. What you entered"
    " stays here; please tell the administrator."
)
GONE_SECONDS = 30
DAY = 86_400


def entry(desk: Desk, pupil: int) -> dict[str, object]:
    """One mark to save, under its key."""
    args = {"student_id": pupil, "kind_id": desk.kind_id, "value": "5"}
    return {"key": uuid.uuid4().hex, "op": "mark", "lesson": desk.lesson_id, "args": args}


async def save(page: OpenPage, desk: Desk, operation: dict[str, object]) -> None:
    """Save until it is acknowledged, as the tablet does: again every few seconds."""
    key = str(operation["key"])
    for _attempt in range(12):
        since = len(page.heard)
        await page.send(f"{LESSON}.apply", {"operations": [operation]})
        try:
            await page.wait_for(lambda text: said_saved(text, key), 4, since)
        except TimeoutError:
            continue
        desk.saved.append(int(operation["args"]["student_id"]))  # type: ignore[index]
        return
    raise AssertionError("the entry was never acknowledged")


async def through_an_outage(
    page: OpenPage, desk: Desk, words: str, stop: Callable[[], None], go_on: Callable[[], None]
) -> None:
    """Save, lose something, be told so in words on the open page, save the same again after."""
    async with page:
        await page.open(f"/lesson/{desk.lesson_id}", lesson_id=desk.lesson_id)
        await save(page, desk, entry(desk, desk.pupils[0]))
        await asyncio.to_thread(stop)
        held, since = entry(desk, desk.pupils[1]), len(page.heard)
        await page.send(f"{LESSON}.apply", {"operations": [held]})
        await page.wait_for(lambda text: words in text, 30, since)
        assert not any(said_saved(sockets.as_text(x), str(held["key"])) for x in page.heard[since:])
        await asyncio.to_thread(go_on)
        await save(page, desk, held)
        await page.settle()
        assert words not in str(page.var(SESSION, "notice"))


def test_a_database_that_is_gone_for_half_a_minute(
    standing: Standing, school: School, phone: Page
) -> None:
    sign_in(phone, standing, school)
    phone.goto("/diary")
    expect(phone.get_by_role("main")).to_contain_text("Предмет 0")

    def go_on() -> None:
        assert standing.ask("/api/ready").status == 503
        assert standing.ask("/api/health").status == 200
        asyncio.run(asyncio.sleep(GONE_SECONDS))
        assert standing.ask("/api/ready").status == 503
        standing.postgres.start()

    desk = school.desks[0]

    async def talk() -> None:
        page = OpenPage(standing.url, desk.cookie, way=standing.session())
        await through_an_outage(page, desk, ru(DATABASE_AWAY), standing.postgres.stop, go_on)

    sockets.run(talk)
    until(lambda: standing.ask("/api/ready").status == 200, 15)
    all_is_well(standing, school)


def test_workers_that_are_up_before_the_database_wait_for_it(
    standing: Standing, school: School
) -> None:
    standing.postgres.stop()
    standing.renew_workers()
    until(lambda: "work.delayed" in standing.workers_said(), 60, 0.5)
    standing.postgres.start()
    until(lambda: standing.ask("/api/ready").status == 200, 15)
    all_is_well(standing, school)


def test_a_page_opened_while_the_database_is_gone_opens_itself_later(
    standing: Standing, school: School, phone: Page
) -> None:
    sign_in(phone, standing, school)
    phone.goto("/diary")
    standing.postgres.stop()
    phone.reload()
    said = phone.get_by_text(ru(DATABASE_AWAY))
    expect(said).to_be_visible(timeout=30_000)
    standing.postgres.start()
    expect(phone.get_by_role("main")).to_contain_text("Предмет 0", timeout=30_000)
    expect(said).to_have_count(0)


def test_redis_that_is_gone_for_half_a_minute(standing: Standing, school: School) -> None:
    def go_on() -> None:
        assert standing.ask("/api/ready").status == 503
        assert standing.ask("/api/health").status == 200
        asyncio.run(asyncio.sleep(GONE_SECONDS))
        standing.redis.start()

    desk = school.desks[1]

    async def talk() -> None:
        page = OpenPage(standing.url, desk.cookie, way=standing.session())
        await through_an_outage(page, desk, ru(STATES_AWAY), standing.redis.stop, go_on)

    sockets.run(talk)
    until(lambda: standing.ask("/api/ready").status == 200, 15)
    all_is_well(standing, school)


def all_is_well(standing: Standing, school: School) -> None:
    """Nothing acknowledged is missing, the history is whole, and the workers work."""
    standing.runtime.database.dispose()
    assert schools.acknowledged(school) <= schools.marks_there(standing.runtime)
    verified = standing.served.command("verify", "--seal")
    assert verified.returncode == 0, verified.stdout
    before = done_jobs(standing)
    with standing.runtime.database.session() as session:
        session.execute(update(schedule_table).values(due_at=standing.runtime.clock()))
    until(lambda: done_jobs(standing) > before, 60, 0.5)


def done_jobs(standing: Standing) -> int:
    """How much work by the clock the workers have finished."""
    done = select(func.count()).where(job_table.c.state == JobState.DONE)
    with standing.runtime.database.session(writes=False) as session:
        return int(session.execute(done).scalar_one())


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 24 megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", place], check=True)
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def write_for_ever(filling: RawIOBase) -> None:
    """Write until there is no room."""
    while True:
        filling.write(b"x" * 4096)


def test_a_full_disk_and_then_a_clock_a_day_off(frontend: None, disk: Path) -> None:
    served = Served(f"sqlite:///{disk}/ediary.db", disk)
    migrating.migrate(served.database_url)
    runtime = served.beside()
    school = schools.make(runtime, 1, 3)
    served.start()
    desk = school.desks[0]

    def fill() -> None:
        with (disk / "filling").open("wb", 0) as filling, pytest.raises(OSError, match="space"):
            write_for_ever(filling)

    def make_room() -> None:
        assert ask(f"{served.url}/api/ready").status == 503
        assert ask(f"{served.url}/api/health").status == 200
        (disk / "filling").unlink()

    async def talk() -> None:
        page = OpenPage(served.url, desk.cookie)
        await through_an_outage(page, desk, ru(NO_ROOM), fill, make_room)

    sockets.run(talk)
    until(lambda: ask(f"{served.url}/api/ready").status == 200, 15)
    assert schools.acknowledged(school) <= schools.marks_there(runtime)
    served.shift += DAY
    served.stop()
    served.start()
    assert ask(f"{served.url}/api/ready").status == 200
    served.shift -= DAY
    served.stop()
    served.start()
    verified = served.command("verify", "--seal")
    served.stop()
    runtime.database.dispose()
    assert verified.returncode == 0, verified.stdout
