"""`ediary verify`: a whole history is clean, tampering is found, erasing is honest."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Connection, text
from typer.testing import CliRunner

from ediary_app import cli
from ediary_app.access.context import Context, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.usecase import USE_CASES, use_case
from ediary_app.access.values import Permission, Role
from ediary_app.audit import queries, sealing, service
from ediary_app.kernel import errors
from ediary_app.kernel.eventlog import Verification
from ediary_app.kernel.settings import settings
from ediary_app.school.models import School
from tests.given import Given

PUPIL, OTHER = 701, 702


@use_case(requires=Permission.SCHOOL_MANAGE)
def note(ctx: Context, *, about: int, words: str) -> None:
    """A use case of the tests: something personal happens to a person of the school."""
    ctx.record("test.noted", ("school", ctx.school_id), about=about, values={"words": words})


USE_CASES.pop(note.use_case.name)  # type: ignore[attr-defined]


@pytest.fixture
def school(given: Given) -> School:
    """A school with a sealed history of two people."""
    made = given.school()
    tell(given, made)
    return made


def tell(given: Given, made: School, count: int = 6) -> None:
    for number in range(count):
        about = (PUPIL, OTHER)[number % 2]
        perform(note, actor=system_actor("test", made.id), about=about, words=f"{number}")
        sealing.seal_all(given.runtime)


def verification(given: Given) -> Verification:
    return perform(queries.verification, actor=system_actor("verify"))


def as_intruder(given: Given, *statements: str) -> None:
    """Change the database as somebody who may drop its guards."""
    with given.runtime.database.engine.begin() as connection:
        drop_guards(connection)
        for statement in statements:
            connection.execute(text(statement))


def drop_guards(connection: Connection) -> None:
    for table in ("event", "seal"):
        if connection.dialect.name == "sqlite":
            for act in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{act}"))
        else:
            connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}"))


def officer(given: Given, made: School) -> Callable[..., object]:
    actor = given.actor(given.teacher(made, "Зуева"), Role.DATA_OFFICER)
    return lambda use_case, **more: perform(use_case, actor=actor, **more)


def test_a_whole_history_is_clean(given: Given, school: School) -> None:
    found = verification(given)
    assert found.is_clean
    assert (found.sealed, found.unsealed, found.erased) == (6, 0, 0)


def test_what_waits_for_its_seal_is_counted_and_no_fault(given: Given, school: School) -> None:
    perform(note, actor=system_actor("test", school.id), about=PUPIL, words="late")
    found = verification(given)
    assert found.is_clean
    assert (found.sealed, found.unsealed) == (6, 1)


TAMPERING = {
    "a fact was changed": ["UPDATE event SET facts = '{\"forged\": 1}' WHERE id = 3"],
    "an author was changed": ["UPDATE event SET account_id = 999 WHERE id = 3"],
    "a moment was changed": ["UPDATE event SET at = '2026-01-01 00:00:00' WHERE id = 3"],
    "a personal value was changed": [
        "UPDATE event_personal SET personal_values = '{\"words\": \"5\"}' WHERE event_id = 3"
    ],
    "a salt was changed": [
        "UPDATE event_personal SET salt = (SELECT salt FROM event_personal WHERE event_id = 1)"
        " WHERE event_id = 3"
    ],
    "an event is gone": [
        "DELETE FROM event_personal WHERE event_id = 3", "DELETE FROM event WHERE id = 3",
    ],
    "a personal row is gone without a record": ["DELETE FROM event_personal WHERE event_id = 3"],
    "a seal is gone": ["DELETE FROM seal WHERE number = 2"],
    "the last seal is gone": ["DELETE FROM seal WHERE number = 6"],
    "two seals changed places": [
        "UPDATE seal SET number = 99 WHERE number = 2",
        "UPDATE seal SET number = 2 WHERE number = 3",
        "UPDATE seal SET number = 3 WHERE number = 99",
    ],
    "a seal was forged": [
        "UPDATE seal SET digest = (SELECT s.digest FROM seal s WHERE s.number = 1)"
        " WHERE number = 3"
    ],
    "an event was slipped in": [
        "INSERT INTO event (id, school_id, kind, at, role, subject, subject_id, why, facts)"
        " VALUES (900, 1, 'test.noted', '2026-11-18 05:00:00', '', 's', 1, '', '{}')"
    ],
}  # fmt: skip


@pytest.mark.parametrize("what", TAMPERING)
def test_tampering_is_found(given: Given, school: School, what: str) -> None:
    as_intruder(given, *TAMPERING[what])
    found = verification(given)
    assert not found.is_clean, what
    assert all(str(PUPIL) not in fault.what for fault in found.faults)


def test_personal_values_slipped_under_an_event_without_any_are_found(
    given: Given, school: School
) -> None:
    actor = system_actor("test", school.id)
    perform(service.erase_personal, actor=actor, about_id=PUPIL, ground="Акт № 1")
    sealing.seal_all(given.runtime)
    as_intruder(
        given,
        "UPDATE event_personal SET event_id = (SELECT max(id) FROM event) WHERE event_id = 2",
    )
    assert "personal values were added" in {f.what for f in verification(given).faults}


def test_the_place_of_a_change_is_named(given: Given, school: School) -> None:
    as_intruder(given, *TAMPERING["a personal value was changed"])
    (fault,) = verification(given).faults
    assert (fault.school_id, fault.seal_number, fault.event_id) == (school.id, 3, 3)


def test_erased_personal_values_leave_the_history_whole(given: Given, school: School) -> None:
    erased = officer(given, school)(service.erase_personal, about_id=PUPIL, ground="Акт № 3")
    sealing.seal_all(given.runtime)
    found = verification(given)
    assert erased == 3
    assert found.is_clean
    assert (found.sealed, found.erased) == (7, 3)
    with given.runtime.database.engine.connect() as connection:
        left = connection.execute(text("SELECT count(*) FROM event_personal")).scalar_one()
    assert left == 3


def test_erasing_twice_with_new_entries_between_is_clean(given: Given, school: School) -> None:
    erase = officer(given, school)
    erase(service.erase_personal, about_id=PUPIL, ground="Акт № 3")
    tell(given, school, 1)
    erase(service.erase_personal, about_id=PUPIL, ground="Акт № 4")
    assert verification(given).is_clean


def test_a_record_for_one_person_does_not_cover_another(given: Given, school: School) -> None:
    officer(given, school)(service.erase_personal, about_id=PUPIL, ground="Акт № 3")
    as_intruder(given, f"DELETE FROM event_personal WHERE about_id = {OTHER}")
    (fault,) = verification(given).faults
    assert fault.what == "3 personal values are gone without a record"


def test_erasing_needs_a_ground_and_something_to_erase(given: Given, school: School) -> None:
    erase = officer(given, school)
    with pytest.raises(errors.Invalid):
        erase(service.erase_personal, about_id=PUPIL, ground="")
    with pytest.raises(errors.NotFound):
        erase(service.erase_personal, about_id=12345, ground="Акт № 3")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.DATA_OFFICER, Role.EXTERNAL_SYSTEM}))
def test_only_the_data_officer_erases(given: Given, school: School, role: Role) -> None:
    actor = given.actor(given.person(school), role)
    with pytest.raises(errors.Denied):
        perform(service.erase_personal, actor=actor, about_id=PUPIL, ground="Акт № 3")
    assert verification(given).erased == 0


def test_a_neighbour_schools_officer_erases_nothing_here(given: Given, school: School) -> None:
    neighbour = officer(given, given.school("Лицей"))
    with pytest.raises(errors.NotFound):
        neighbour(service.erase_personal, about_id=PUPIL, ground="Акт № 3")


def test_a_school_verifies_its_own_history_alone(given: Given, school: School) -> None:
    lyceum = given.school("Лицей")
    tell(given, lyceum, 2)
    as_intruder(given, *TAMPERING["a fact was changed"])
    ours, theirs = officer(given, school), officer(given, lyceum)
    assert not ours(queries.verification).is_clean  # type: ignore[attr-defined]
    found = theirs(queries.verification)
    assert found.is_clean  # type: ignore[attr-defined]
    assert found.sealed == 2  # type: ignore[attr-defined]


def test_the_event_log_names_nobody_and_turns_pages(given: Given, school: School) -> None:
    tell(given, school, queries.PAGE)
    read = officer(given, school)
    first = read(queries.event_log)
    rest = read(queries.event_log, before_id=first[-1].id)  # type: ignore[index]
    assert len(first) == queries.PAGE  # type: ignore[arg-type]
    assert len(rest) == 6  # type: ignore[arg-type]
    assert "words" not in repr(first)


def run_verify(given: Given, monkeypatch: pytest.MonkeyPatch, *more: str) -> tuple[int, str]:
    monkeypatch.setenv("EDIARY_DATABASE_URL", given.runtime.database.url)
    settings.cache_clear()
    result = CliRunner().invoke(cli.main, ["verify", *more])
    settings.cache_clear()
    return result.exit_code, result.output


def test_the_command_says_whole_and_exits_well(
    given: Given, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    code, said = run_verify(given, monkeypatch)
    assert code == 0, said
    assert "sealed 6, waiting 0" in said


def test_the_command_seals_first_when_asked(
    given: Given, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    perform(note, actor=system_actor("test", school.id), about=PUPIL, words="late")
    assert "sealed 6, waiting 1" in run_verify(given, monkeypatch)[1]
    assert "sealed 7, waiting 0" in run_verify(given, monkeypatch, "--seal")[1]


def test_the_command_exits_badly_on_a_forged_history(
    given: Given, school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    as_intruder(given, *TAMPERING["a fact was changed"])
    code, said = run_verify(given, monkeypatch)
    assert code == 1
    assert "tampered" in said
