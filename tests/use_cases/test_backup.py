"""Back-ups: online, whole, sealed, refused when damaged, restored to the same school."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from ediary_app.access.context import Context, system_actor
from ediary_app.access.performing import Runtime, perform
from ediary_app.access.usecase import USE_CASES, use_case
from ediary_app.access.values import Permission
from ediary_app.audit.sealing import seal_all
from ediary_app.backup import copies, snapshots, vault
from ediary_app.kernel import errors, eventlog
from ediary_app.kernel.db import Database
from ediary_app.kernel.events import Event
from tests.given import Given

NOW = datetime(2026, 11, 18, 20, 0, tzinfo=UTC)


@use_case(requires=Permission.SCHOOL_MANAGE)
def note(ctx: Context, *, text: str) -> None:
    """A use case of the tests: leaves one event."""
    ctx.record("test.noted", ("school", ctx.school_id), about=1, values={"text": text})


USE_CASES.pop(note.use_case.name)  # type: ignore[attr-defined]


@pytest.fixture
def place(runtime: Runtime, tmp_path: Path) -> copies.Place:
    data = tmp_path / "data"
    (data / "files").mkdir(parents=True)
    (data / "files" / "ab12").write_bytes(b"a worksheet")
    (data / "backup.key").write_text("not for the copy")
    return copies.Place(runtime.database.url, data, vault.key_from("", tmp_path / "key"))


def events_in(url: str) -> list[int]:
    database = Database(url, pool_size=1)
    with database.session(writes=False) as session:
        found = list(session.scalars(select(Event.id).order_by(Event.id)))
        assert eventlog.verify(session).is_clean
    database.dispose()
    return found


def restored(file: Path, place: copies.Place, tmp_path: Path) -> tuple[list[int], Path]:
    """The events and the data folder that a restore of the file gives."""
    with snapshots.scratch(place.url, tmp_path) as url:
        target = copies.Place(url, tmp_path / "restored", place.key)
        manifest = copies.restore(file, target)
        assert copies.differences(manifest, url) == []
        return events_in(url), target.data


def test_a_backup_restores_to_the_same_school_with_its_files(
    given: Given, place: copies.Place, tmp_path: Path
) -> None:
    school = given.school()
    for number in range(3):
        perform(note, actor=system_actor("test", school.id), text=f"note {number}")
    seal_all(given.runtime)
    file = copies.take(place, tmp_path / "copies", NOW)
    events, data = restored(file, place, tmp_path)
    assert events == events_in(place.url)
    assert (data / "files" / "ab12").read_bytes() == b"a worksheet"
    assert not (data / "backup.key").exists()
    assert b"note 1" not in file.read_bytes()


def test_what_was_acknowledged_before_the_start_is_in_the_copy_taken_while_people_write(
    given: Given, place: copies.Place, tmp_path: Path
) -> None:
    school = given.school()
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        while not stop.is_set():
            perform(note, actor=system_actor("test", school.id), text="while copying")
            written.set()

    writers = [threading.Thread(target=write) for _ in range(3)]
    for writer in writers:
        writer.start()
    assert written.wait(10)
    before = events_in_now(given)
    file = copies.take(place, tmp_path / "copies", NOW)
    stop.set()
    for writer in writers:
        writer.join()
    events, _data = restored(file, place, tmp_path)
    assert set(before) <= set(events)


def events_in_now(given: Given) -> list[int]:
    with given.runtime.database.session(writes=False) as session:
        return list(session.scalars(select(Event.id)))


@pytest.mark.parametrize("harm", ["flip", "cut", "append", "other key", "not ours"])
def test_a_damaged_copy_is_refused_in_words_and_nothing_is_restored(
    given: Given, place: copies.Place, tmp_path: Path, harm: str
) -> None:
    given.school()
    file = copies.take(place, tmp_path / "copies", NOW)
    body = bytearray(file.read_bytes())
    key = place.key
    if harm == "flip":
        body[len(body) // 2] ^= 1
    elif harm == "cut":
        del body[-20:]
    elif harm == "append":
        body += b"more"
    elif harm == "not ours":
        body = bytearray(b"PK" + bytes(100))
    else:
        key = bytes(32)
    file.write_bytes(body)
    with pytest.raises(errors.Invalid) as refusal:
        copies.restore(file, copies.Place(f"sqlite:///{tmp_path}/new.db", tmp_path / "d", key))
    assert refusal.value.code == "backup_damaged"
    assert not (tmp_path / "new.db").exists()


def test_a_living_school_is_not_replaced_unless_it_is_said(
    given: Given, place: copies.Place, tmp_path: Path
) -> None:
    school = given.school()
    file = copies.take(place, tmp_path / "copies", NOW)
    perform(note, actor=system_actor("test", school.id), text="later")
    with pytest.raises(errors.Conflict):
        copies.restore(file, place)
    assert len(events_in_now(given)) == 1
    given.runtime.database.dispose()
    copies.restore(file, place, replace=True)
    assert events_in(place.url) == []


def test_rotation_keeps_days_weeks_and_months(tmp_path: Path) -> None:
    for day in range(400):
        at = NOW - timedelta(days=day)
        (tmp_path / f"ediary-{at:%Y%m%d-%H%M%S}{copies.SUFFIX}").touch()
    copies.rotate(tmp_path)
    left = [at for at, _file in copies.copies(tmp_path)]
    assert left[:14] == [NOW - timedelta(days=n) for n in range(14)]
    assert 14 < len(left) <= 14 + 8 + 12
