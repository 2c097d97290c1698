"""Codes for the whole school: made in the background, sealed until printed, for an hour at most."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from ediary_app.access import signin
from ediary_app.access.context import Actor, system_actor
from ediary_app.access.credentials import Stranger
from ediary_app.access.opening import SignedIn
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.jobs import running, schedules
from ediary_app.jobs.pump import run_step
from ediary_app.kernel import errors
from ediary_app.kernel.settings import settings
from ediary_app.school import slip_batches
from ediary_app.school.models import School
from tests.conftest import FixedClock
from tests.given import Given

SYSTEM = system_actor("tests")
PASSWORD = "осенний лист на воде"


@pytest.fixture
def school(given: Given, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> School:
    monkeypatch.setattr(settings(), "data_dir", tmp_path)
    return given.school()


@pytest.fixture
def registrar(given: Given, school: School) -> Actor:
    return given.actor(None, Role.REGISTRAR, school.id)


def work_off() -> None:
    for bundle in perform(running.claim, actor=SYSTEM):
        for step in perform(running.steps_of, actor=SYSTEM, bundle=bundle):
            run_step(step)


def codes_in(papers: tuple[str, ...]) -> list[str]:
    return [part.split("<")[0] for paper in papers for part in paper.split('"code">')[1:]]


def test_sheets_come_in_the_background_and_each_code_opens_its_account(
    given: Given, school: School, registrar: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(9):
        given.student(given.school_class(school, 1 + number), f"Фамилия{number}")
    perform(slip_batches.issue_for_school, actor=registrar)
    assert perform(slip_batches.my_sheets, actor=registrar).is_busy
    with pytest.raises(errors.Conflict):
        perform(slip_batches.issue_for_school, actor=registrar)
    work_off()
    sheets = perform(slip_batches.my_sheets, actor=registrar)
    assert (sheets.is_busy, [line.slips for line in sheets.lines]) == (False, [9])
    papers = perform(slip_batches.sheet_papers, actor=registrar, sheet_id=sheets.lines[0].id)
    made = codes_in(papers)
    assert len(made) == 9
    assert kept_in_clear(given, made) == []
    opened = perform(signin.sign_in_by_code, actor=Stranger(), code=made[0], password=PASSWORD)
    assert isinstance(opened, SignedIn)


def kept_in_clear(given: Given, made: list[str]) -> list[str]:
    with given.runtime.database.session(writes=False) as session:
        rows = str(session.execute(text("SELECT * FROM slip_sheet")).all())
        rows += str(session.execute(text("SELECT * FROM one_time_code")).all())
        rows += str(session.execute(text("SELECT * FROM job")).all())
    return [code for code in made if code in rows]


def test_sheets_are_their_askers_alone_and_are_put_away(
    given: Given, school: School, registrar: Actor
) -> None:
    given.student(given.school_class(school))
    perform(slip_batches.issue_for_school, actor=registrar)
    work_off()
    (line,) = perform(slip_batches.my_sheets, actor=registrar).lines
    other = given.actor(None, Role.ADMINISTRATOR, school.id)
    assert perform(slip_batches.my_sheets, actor=other).lines == ()
    with pytest.raises(errors.NotFound):
        perform(slip_batches.sheet_papers, actor=other, sheet_id=line.id)
    perform(slip_batches.put_away, actor=registrar)
    with pytest.raises(errors.NotFound):
        perform(slip_batches.sheet_papers, actor=registrar, sheet_id=line.id)


def test_after_an_hour_a_sheet_is_closed_and_then_forgotten(
    given: Given, school: School, registrar: Actor, clock: FixedClock
) -> None:
    given.student(given.school_class(school))
    perform(schedules.enter_schedules, actor=SYSTEM)
    perform(slip_batches.issue_for_school, actor=registrar)
    work_off()
    (line,) = perform(slip_batches.my_sheets, actor=registrar).lines
    clock.now += timedelta(hours=1)
    with pytest.raises(errors.NotFound):
        perform(slip_batches.sheet_papers, actor=registrar, sheet_id=line.id)
    assert slip_batches.SWEEP in perform(schedules.tick, actor=SYSTEM)
    work_off()
    with given.runtime.database.session(writes=False) as session:
        assert session.scalar(text("SELECT count(*) FROM slip_sheet")) == 0


def test_the_work_in_the_background_takes_no_account_above_the_office(
    given: Given, school: School, registrar: Actor
) -> None:
    in_class = given.school_class(school)
    mother = given.guardian_of(given.student(in_class))
    given.account(mother, Role.ADMINISTRATOR)
    administrator = given.actor(None, Role.ADMINISTRATOR, school.id)
    perform(slip_batches.issue_for_school, actor=administrator)
    work_off()
    (line,) = perform(slip_batches.my_sheets, actor=administrator).lines
    assert line.slips == 1


def test_where_everybody_has_signed_in_there_is_nothing_to_make(registrar: Actor) -> None:
    with pytest.raises(errors.NotFound):
        perform(slip_batches.issue_for_school, actor=registrar)
