"""The nightly back-up: made by the clock, noted, rotated; a failure says why in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import typer
from sqlalchemy import select
from typer.testing import CliRunner

from ediary_app import cli
from ediary_app.access import performing
from ediary_app.access.context import Actor, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.backup import commands, copies, snapshots
from ediary_app.jobs import queries as jobs
from ediary_app.jobs import running, schedules
from ediary_app.jobs.pump import run_step
from ediary_app.kernel import errors
from ediary_app.kernel.settings import settings
from ediary_app.upkeep import commands as upkeep_commands
from ediary_app.upkeep import copying, nightly, runs
from ediary_app.upkeep.values import BackupOrigin, BackupState, BackupTrouble
from tests.conftest import FixedClock
from tests.given import Given

SYSTEM = system_actor("tests")
NIGHT = datetime(2026, 11, 18, 21, 0, tzinfo=UTC)
"""Two in the morning in Yugorsk."""


@pytest.fixture
def folder(given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of copies of an installation nobody has set up: in its data folder."""
    chosen = settings()
    monkeypatch.setattr(chosen, "database_url", given.runtime.database.url)
    monkeypatch.setattr(chosen, "data_dir", tmp_path / "data")
    monkeypatch.setattr(chosen, "backup_dir", None)
    given.school()
    return tmp_path / "data" / "backups"


@pytest.fixture
def administrator(given: Given, folder: Path) -> Actor:
    return given.actor(None, Role.ADMINISTRATOR, given.school().id)


def work_off() -> None:
    for bundle in perform(running.claim, actor=SYSTEM):
        for step in perform(running.steps_of, actor=SYSTEM, bundle=bundle):
            run_step(step)


def noted(given: Given) -> list[tuple[str, str, str]]:
    table = runs.run_table.c
    with given.runtime.database.session(writes=False) as session:
        rows = session.execute(select(table.origin, table.state, table.trouble).order_by(table.id))
        return [tuple(row) for row in rows]


def only_backups_due(clock: FixedClock) -> None:
    """Enter the schedules, and come to the hour."""
    perform(schedules.enter_schedules, actor=SYSTEM)
    clock.now = NIGHT + timedelta(minutes=1)


def test_a_school_that_does_nothing_has_a_checked_copy_each_night(
    given: Given, folder: Path, clock: FixedClock
) -> None:
    only_backups_due(clock)
    for _night in range(2):
        assert nightly.KIND in perform(schedules.tick, actor=SYSTEM)
        work_off()
        clock.now += timedelta(days=1)
    made = copies.copies(folder)
    assert len(made) == 2
    assert copies.check(made[0][1], copies.place_of(settings()).key).counts["school"] == 1
    assert noted(given) == [("night", "good", "")] * 2


def test_the_copies_of_one_night_are_not_made_twice_and_none_where_it_is_turned_off(
    given: Given, folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_backups_due(clock)
    perform(schedules.tick, actor=SYSTEM)
    assert nightly.KIND not in perform(schedules.tick, actor=SYSTEM)
    work_off()
    monkeypatch.setattr(settings(), "backup_hour", -1)
    clock.now += timedelta(days=1)
    perform(schedules.tick, actor=SYSTEM)
    work_off()
    assert noted(given) == [("night", "good", "")]


def test_the_hour_may_be_changed(
    given: Given, folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    perform(schedules.enter_schedules, actor=SYSTEM)
    monkeypatch.setattr(settings(), "backup_hour", 23)
    perform(schedules.enter_schedules, actor=SYSTEM)
    clock.now = NIGHT - timedelta(hours=2)
    assert nightly.KIND in perform(schedules.tick, actor=SYSTEM)


def test_only_as_many_copies_are_kept_as_are_set(
    folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, count in (("backup_days", 2), ("backup_weeks", 0), ("backup_months", 0)):
        monkeypatch.setattr(settings(), name, count)
    for _day in range(4):
        copying.make(settings(), BackupOrigin.COMMAND)
        clock.now += timedelta(days=1)
    assert len(copies.copies(folder)) == 2


def test_the_button_makes_a_copy_in_the_background_and_only_one(
    given: Given, administrator: Actor, folder: Path
) -> None:
    number = perform(runs.start_backup, actor=administrator)
    with pytest.raises(errors.Conflict):
        perform(runs.start_backup, actor=administrator)
    work_off()
    (line,) = perform(jobs.all_jobs, actor=administrator).lines
    assert (line.id, line.state, line.percent) == (number, "done", 100)
    assert noted(given) == [("button", "good", "")]


def test_a_folder_that_cannot_be_written_to_is_said_and_tried_again_at_night(
    given: Given, administrator: Actor, folder: Path, clock: FixedClock
) -> None:
    folder.parent.mkdir()
    folder.write_text("not a folder")
    perform(runs.start_backup, actor=administrator)
    work_off()
    assert noted(given) == [("button", "failed", "no_access")]
    only_backups_due(clock)
    perform(schedules.tick, actor=SYSTEM)
    work_off()
    folder.unlink()
    clock.now += timedelta(minutes=1)
    work_off()
    assert noted(given)[1:] == [("night", "failed", "no_access"), ("night", "good", "")]


def test_a_key_that_is_none_is_said_and_not_tried_again(
    given: Given, administrator: Actor, folder: Path
) -> None:
    folder.parent.mkdir()
    (folder.parent / "backup.key").write_text("short")
    with pytest.raises(copying.NotMade) as refusal:
        copying.make(settings(), BackupOrigin.COMMAND)
    assert "32" in refusal.value.text()
    assert noted(given) == [("command", "failed", "key")]


def test_what_was_interrupted_is_said_and_swept(given: Given, folder: Path) -> None:
    perform(runs.begin, actor=SYSTEM, origin=BackupOrigin.NIGHT)
    folder.mkdir(parents=True)
    (folder / "ediary-20261117-210000.partial").write_bytes(b"half")
    (folder / "tmpabc").mkdir()
    copying.make(settings(), BackupOrigin.COMMAND)
    assert noted(given) == [("night", "failed", "interrupted"), ("command", "good", "")]
    assert [p.suffix for p in folder.iterdir() if p.name != copies.LOCK] == [copies.SUFFIX]


def test_two_at_once_in_one_folder_are_refused(folder: Path) -> None:
    with copies.alone(folder), pytest.raises(copying.NotMade) as refusal:
        copying.make(settings(), BackupOrigin.COMMAND)
    assert refusal.value.trouble is BackupTrouble.RUNS


def test_the_command_line_makes_a_copy_by_itself_and_notes_it(
    given: Given, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(performing, "_runtime", [])  # as in a process that has just begun
    said = CliRunner().invoke(cli.main, ["backup"])
    assert said.exit_code == 0, said.output
    assert len(list(folder.glob("*.edbackup"))) == 1
    assert noted(given) == [("command", BackupState.GOOD.value, "")]


def test_a_copy_never_holds_former_copies(given: Given, folder: Path) -> None:
    inside = settings().data_dir / "stick"
    sizes = [upkeep_commands.make(settings(), str(inside), True).size for _turn in range(3)]
    assert max(sizes) - min(sizes) < min(sizes) / 10


def test_the_command_counts_in_the_usual_folder_and_not_in_another(
    given: Given, folder: Path, tmp_path: Path
) -> None:
    upkeep_commands.make(settings(), "", False)
    upkeep_commands.make(settings(), str(tmp_path / "stick"), False)
    assert noted(given) == [("command", BackupState.GOOD.value, "")]
    assert len(copies.copies(tmp_path / "stick")) == 1


def test_the_drill_ends_well_for_a_good_copy_and_loudly_for_a_damaged_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = copying.make(settings(), BackupOrigin.COMMAND)
    with pytest.raises(typer.Exit) as ended:
        commands.drill(made.file)
    assert (ended.value.exit_code, "whole" in capsys.readouterr().out) == (0, True)
    body = bytearray(made.file.read_bytes())
    body[len(body) // 2] ^= 1
    made.file.write_bytes(body)
    with pytest.raises(typer.Exit) as ended:
        commands.drill(made.file)
    assert ended.value.exit_code == 1
    assert len(capsys.readouterr().err) > 20


def test_the_drill_fails_when_the_counts_do_not_agree(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = snapshots.take

    def one_lost(url: str, work: Path) -> snapshots.Snapshot:
        taken = whole(url, work)
        return replace(taken, counts={**taken.counts, "school": taken.counts["school"] + 1})

    monkeypatch.setattr(snapshots, "take", one_lost)
    made = copying.make(settings(), BackupOrigin.COMMAND)
    with pytest.raises(typer.Exit) as ended:
        commands.drill(made.file)
    assert ended.value.exit_code == 1
    assert "school: 2" in capsys.readouterr().err
