"""A back-up taken while fifty teachers save holds all that was said to be saved before it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import pytest
from sqlalchemy import make_url, text

from ediary_app import migrating
from ediary_app.access.performing import Runtime, perform
from ediary_app.access.values import Role
from tests import sockets
from tests.deep import school as schools
from tests.deep.neighbours import Postgres
from tests.deep.school import School, Tablet
from tests.e2e.words import ru
from tests.given import Given
from tests.jobs import probe
from tests.living import Served
from tests.postgres import admin
from tests.use_cases.test_verify import drop_guards

TEACHERS, PUPILS = 50, 12
SAVED_BEFORE = 60
RESTORED = "restored"
DAMAGED = (
    "This back-up is damaged or was made with another key. Nothing was restored; take another copy,"
    " or give the key it was made with."
)


@dataclass
class Busy:
    """A served school at work, and where its copy is restored to."""

    served: Served
    runtime: Runtime
    school: School
    other: Served
    """The same product on an empty database, as on a new machine: not served."""

    @property
    def url(self) -> str:
        """The address people type."""
        return self.served.url

    def session(self) -> aiohttp.ClientSession:
        """A way for sockets."""
        return aiohttp.ClientSession()


@pytest.fixture
def postgres() -> Iterator[Postgres]:
    made = Postgres().make().start()
    yield made
    made.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def quiet(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Busy]:
    """A school of fifty teachers that is not served, on each kind of database."""
    old, new = tmp_path / "old", tmp_path / "new"
    for place in (old, new):
        place.mkdir()
    urls = [f"sqlite:///{old}/ediary.db", f"sqlite:///{new}/ediary.db"]
    if request.param == "postgresql":
        urls = _two_databases(request.getfixturevalue("postgres"))
    served, other = Served(urls[0], old), Served(urls[1], new)
    migrating.migrate(served.database_url)
    runtime = served.beside()
    yield Busy(served, runtime, schools.make(runtime, TEACHERS, PUPILS), other)
    runtime.database.dispose()


@pytest.fixture
def busy(frontend: None, quiet: Busy) -> Iterator[Busy]:
    """The same, served."""
    quiet.served.start()
    yield quiet
    quiet.served.stop()


def _two_databases(server: Postgres) -> list[str]:
    with admin(server.url.rsplit("/", 1)[0]) as connection:
        connection.execute(text(f"CREATE DATABASE {RESTORED}"))
    there = make_url(server.url).set(database=RESTORED)
    return [server.url, there.render_as_string(hide_password=False)]


async def saves_all(busy: Busy, first: int, last: int) -> None:
    """Every teacher marks pupils of these numbers, one after the other."""

    async def one(tablet: Tablet) -> None:
        for pupil in tablet.desk.pupils[first:last]:
            await tablet.save(pupil)
        await tablet.close()

    await asyncio.gather(*[one(Tablet(busy, desk)) for desk in busy.school.desks])


async def copied_while_they_save(busy: Busy) -> set[tuple[int, int]]:
    """Take a back-up in the middle of it; returns what was acknowledged when it began."""
    saving = asyncio.create_task(saves_all(busy, 0, PUPILS))
    while len(schools.acknowledged(busy.school)) < SAVED_BEFORE:
        await asyncio.sleep(0.01)
    before = schools.acknowledged(busy.school)
    done = await asyncio.to_thread(busy.served.command, "backup", "--to", folder_of(busy))
    assert done.returncode == 0, done.stderr
    assert len(schools.acknowledged(busy.school)) > len(before), "nobody saved meanwhile"
    await saving
    return before


def folder_of(busy: Busy) -> str:
    """Where the copies of this school lie."""
    return str(busy.served.folder / "copies")


def copy_of(busy: Busy) -> Path:
    """The only copy of this school."""
    (file,) = Path(folder_of(busy)).glob("*.edbackup")
    return file


def marks_of(other: Served) -> set[tuple[int, int]]:
    """The marks of the school that was restored."""
    runtime = other.beside()
    found = schools.marks_there(runtime)
    runtime.database.dispose()
    return found


def test_a_copy_taken_while_fifty_teachers_save(busy: Busy) -> None:
    before = sockets.run(lambda: copied_while_they_save(busy))
    file = copy_of(busy)
    drilled = busy.served.command("drill", str(file))
    assert drilled.returncode == 0, drilled.stderr
    assert schools.acknowledged(busy.school) == schools.marks_there(busy.runtime)

    busy.other.more = {"EDIARY_BACKUP_KEY": (busy.served.folder / "backup.key").read_text()}
    restored = busy.other.command("restore", str(file))
    assert restored.returncode == 0, restored.stderr
    verified = busy.other.command("verify", "--seal")
    assert verified.returncode == 0, verified.stdout
    assert before <= marks_of(busy.other) <= schools.acknowledged(busy.school)


def flip_a_byte(file: Path) -> None:
    """One bit is wrong, somewhere in the middle."""
    body = bytearray(file.read_bytes())
    body[len(body) // 2] ^= 1
    file.write_bytes(body)


def cut_short(file: Path) -> None:
    """The disk was full, or the copying was broken off."""
    os.truncate(file, file.stat().st_size - 1000)


def test_a_damaged_copy_is_refused_in_words_by_every_command(quiet: Busy) -> None:
    taken = quiet.served.command("backup", "--to", folder_of(quiet))
    assert taken.returncode == 0, taken.stderr
    file = copy_of(quiet)
    whole = file.read_bytes()
    for harm in (flip_a_byte, cut_short):
        file.write_bytes(whole)
        harm(file)
        for command in (("drill",), ("restore", "--replace")):
            refused = quiet.served.command(*command, str(file))
            assert (refused.returncode, refused.stderr) == (1, f"{ru(DAMAGED)}\n")
    assert quiet.served.command("verify", "--seal").returncode == 0


def test_a_drill_says_aloud_what_is_wrong_with_a_sound_copy_of_a_false_history(
    quiet: Busy,
) -> None:
    perform(probe.begin, actor=Given(quiet.runtime).actor(None, Role.ADMINISTRATOR, 1))
    assert quiet.served.command("verify", "--seal").returncode == 0
    with quiet.runtime.database.engine.begin() as connection:
        drop_guards(connection)
        connection.execute(text("UPDATE event SET subject_id = 77 WHERE kind = 'jobs.started'"))
    taken = quiet.served.command("backup", "--to", folder_of(quiet))
    assert taken.returncode == 0, taken.stderr
    drilled = quiet.served.command("drill", str(copy_of(quiet)))
    assert drilled.returncode == 1
    assert "seal 1" in drilled.stderr
