"""When a person's data is erased, no former value of it stays anywhere in the product's memory."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, LargeBinary, String, Table, select, text
from sqlalchemy.exc import DBAPIError

from ediary_app import tables, wiring
from ediary_app.access import forgetting, signin
from ediary_app.access import models as access
from ediary_app.access.context import Actor, Context, system_actor
from ediary_app.access.credentials import Stranger
from ediary_app.access.performing import perform
from ediary_app.access.usecase import USE_CASES, use_case
from ediary_app.access.values import LinkPurpose, Permission, Role
from ediary_app.audit import erasing, queries, sealing, service
from ediary_app.consent.models import Contact
from ediary_app.consent.values import ContactKind, Provenance
from ediary_app.duplicates.models import PersonMerge
from ediary_app.exchange import queries as imports
from ediary_app.exchange import samples, undo, uploads
from ediary_app.exchange import service as exchange
from ediary_app.exchange.values import ListKind
from ediary_app.jobs.kinds import KINDS, Work
from ediary_app.kernel import errors
from ediary_app.post import letters
from ediary_app.post.service import post_letter
from ediary_app.school import forgetting as nightly
from ediary_app.school import models as school
from ediary_app.school.custom_models import CustomValue
from ediary_app.school.values import FieldOwner
from tests.conftest import FixedClock
from tests.given import Given

CANARY = "Кенарева"
ADDRESS = "kenareva@example.org"

CURRENT = {
    "absence_call", "absence_ground", "account", "account_role", "attendance", "contact",
    "device_key", "diary_visit", "duplicate_pair", "enrolment", "form_answer",
    "group_member", "guardianship", "homework", "homework_tick", "lesson", "mark",
    "one_time_code", "person", "recovery_code", "remark", "sign_in_session", "staff_member",
    "stored_file", "student", "work", "assignment", "import_batch",
}  # fmt: skip
"""The pupil's file, the journal and the accounts as they are now: kept as long as the law says."""
ERASED = {"custom_value", "event_personal", "import_trace", "letter", "mail_link", "person_merge"}
"""Former values: erased at a demand."""
FORGOTTEN = {"performed", "sign_in_attempt", "slip_sheet"}
"""Gone by the clock within a month at most."""
IMPERSONAL = {
    "api_client", "backup_run", "curriculum_line", "subject_area",
    "bell", "bell_schedule", "bulk_edit", "column_meaning", "definition",
    "definition_version", "event", "failure_note",
    "ground_change", "holiday", "import_columns", "job", "job_batch", "job_schedule",
    "job_worker", "level_plan", "outbox", "process_note", "reaction_trouble", "rollover",
    "rollover_trace", "room",
    "saved_view", "school", "school_class", "school_year", "seal", "subject", "teaching_group",
    "term", "timetable_entry", "totp_policy", "work_kind",
}  # fmt: skip
"""Ids, dates, codes and the school's own words."""


def test_every_table_says_whether_it_remembers_a_person() -> None:
    named = [CURRENT, ERASED, FORGOTTEN, IMPERSONAL]
    assert set(tables.metadata.tables) == set().union(*named)
    assert sum(map(len, named)) == len(tables.metadata.tables)


def test_every_eraser_is_known_to_the_wiring() -> None:
    assert set(wiring.ERASERS) == set(erasing.ERASERS)


@use_case(requires=Permission.SCHOOL_MANAGE)
def happen(ctx: Context, *, about: int, words: str) -> None:
    """A use case of the tests: something is said of a person, and a letter written to them."""
    ctx.record("test.noted", ("person", about), about=about, values={"words": words})
    post_letter(ctx, letters.Letter(words, (words,)), to=ADDRESS, language="ru")


@use_case(requires=Permission.SCHOOL_MANAGE)
def answer(ctx: Context, *, words: str) -> str:
    """A use case of the tests: its answer is remembered under a key."""
    ctx.record("test.answered", ("school", ctx.school_id))
    return words


for _test_act in (happen, answer):
    USE_CASES.pop(_test_act.use_case.name)  # type: ignore[attr-defined]


@pytest.fixture(autouse=True)
def imports_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "imports"
    folder.mkdir()
    monkeypatch.setattr(uploads, "folder", lambda: folder)
    return folder


@pytest.fixture
def office(given: Given) -> Actor:
    return given.actor(None, Role.ADMINISTRATOR, given.school().id)


def officer(given: Given, office: Actor) -> Actor:
    return given.actor(None, Role.DATA_OFFICER, office.school_id)


def take_in(office: Actor, family: str, born: date) -> int:
    """Import a list of one pupil; returns the batch."""
    rows = samples.pupil_rows(1, school_class="7А")
    rows[0][1], rows[0][3] = f"{family} Анна Ивановна", born
    data = samples.workbook(samples.PUPIL_HEAD, rows, title="Список")
    batch_id = perform(
        exchange.upload, actor=office, kind=ListKind.PUPILS, file_name="a.xlsx", data=data
    )
    draft = perform(imports.draft, actor=office, batch_id=batch_id)
    mapping = {c.index: c.meaning for c in draft.columns if c.meaning}
    perform(exchange.import_list, actor=office, batch_id=batch_id, mapping=mapping)
    perform(exchange.forget_file, actor=office, batch_id=batch_id)
    return batch_id


def pupil_of(given: Given) -> int:
    with given.runtime.database.session(writes=False) as session:
        return session.scalars(select(school.Student.person_id)).one()


def plant(given: Given, office: Actor) -> tuple[int, int]:
    """A pupil whose former values lie wherever the product may keep them: pupil, later import."""
    take_in(office, CANARY, date(2013, 4, 2))
    pupil = pupil_of(given)
    later = take_in(office, CANARY, date(2013, 5, 5))
    given.save(
        Contact(school_id=office.school_id, person_id=pupil, kind=ContactKind.EMAIL,
                value=ADDRESS, provenance=Provenance.PAPER)
    )  # fmt: skip
    given.save(_link_to(given, pupil))
    given.save(
        CustomValue(school_id=office.school_id, person_id=pupil, owner=FieldOwner.STUDENT,
                    field_key="x", value=f"{CANARY} {ADDRESS}")
    )  # fmt: skip
    given.save(_merged_into(given, pupil, office.school_id or 0))
    system = system_actor("test", office.school_id)
    perform(happen, actor=system, about=pupil, words=f"{CANARY} 2013-04-02")
    return pupil, later


def _merged_into(given: Given, pupil: int, school_id: int) -> PersonMerge:
    """A merge of the pupil's two cards: its trace knows what the other one said."""
    return PersonMerge(
        school_id=school_id, kept_id=pupil, gone_id=pupil + 1000, merged_at=given.runtime.clock(),
        trace={"moved": [], "made": [], "removed": [["person", {"family_name": CANARY}]]},
    )  # fmt: skip


def _link_to(given: Given, pupil: int) -> access.MailLink:
    """A link that was sent to the pupil's own address."""
    now = given.runtime.clock()
    with given.runtime.database.session(writes=False) as session:
        mine = select(access.AccountRole.account_id).where(access.AccountRole.person_id == pupil)
        account_id = session.scalars(mine).one()
    return access.MailLink(
        account_id=account_id, purpose=next(iter(LinkPurpose)), email=ADDRESS, created_at=now,
        expires_at=now + timedelta(days=1),
    )  # fmt: skip


def texts(given: Given, names: set[str]) -> Iterator[str]:
    """Everything that stands in the rows of these tables, as text."""
    with given.runtime.database.session(writes=False) as session:
        for name in sorted(names):
            table: Table = tables.metadata.tables[name]
            spoken = [c for c in table.columns if not isinstance(c.type, LargeBinary)]
            told = [c for c in spoken if isinstance(c.type, String | JSON)]
            for row in session.execute(select(*told)) if told else ():
                yield " ".join(str(value) for value in row)


def remembered(given: Given, names: set[str], *words: str) -> list[str]:
    return [found for found in texts(given, names) if any(word in found for word in words)]


def test_no_former_value_stays(given: Given, office: Actor, tmp_path: Path) -> None:
    pupil, _later = plant(given, office)
    former = (CANARY, ADDRESS, "2013-04-02")
    for table in ERASED:
        assert remembered(given, {table}, *former), table
    perform(service.erase_personal, actor=officer(given, office), about_id=pupil, ground="Акт № 1")
    everywhere = set(tables.metadata.tables) - CURRENT
    assert remembered(given, everywhere, *former) == []
    assert [f for f in (tmp_path / "imports").rglob("*") if f.is_file()] == []
    assert remembered(given, {"person"}, CANARY), "the file itself is kept as the law says"


def test_the_history_is_whole_after_erasing(given: Given, office: Actor) -> None:
    pupil, _later = plant(given, office)
    perform(service.erase_personal, actor=officer(given, office), about_id=pupil, ground="Акт № 1")
    sealing.seal_all(given.runtime)
    assert perform(queries.verification, actor=system_actor("verify")).is_clean


def test_where_somebody_signed_in_from_goes_with_the_person(given: Given, office: Actor) -> None:
    made = given.school("Лицей")
    teacher = given.teacher(made)
    login = given.account(teacher, Role.TEACHER, password="осенний лист на воде").login
    for password in ("осенний лист на воде", "не тот пароль"):
        perform(
            signin.sign_in, actor=Stranger("ru"), name=login, password=password,
            address="10.1.2.3",
        )  # fmt: skip
    assert len(remembered(given, {"event_personal"}, "10.1.2.3")) == 2
    by = given.actor(None, Role.DATA_OFFICER, made.id)
    perform(service.erase_personal, actor=by, about_id=teacher.id, ground="Акт № 1")
    assert remembered(given, {"event_personal"}, "10.1.2.3") == []


def test_an_import_with_erased_values_cannot_be_undone(given: Given, office: Actor) -> None:
    pupil, later = plant(given, office)
    perform(service.erase_personal, actor=officer(given, office), about_id=pupil, ground="Акт № 1")
    with pytest.raises(errors.Conflict, match="import_used"):
        perform(undo.undo, actor=office, batch_id=later)


def test_one_persons_values_go_and_anothers_stay(given: Given, office: Actor) -> None:
    _pupil, later = plant(given, office)
    other = given.person(given.save(school.School(name="Б", short_name="Б", code="b")))
    with pytest.raises(errors.NotFound):
        perform(
            service.erase_personal, actor=officer(given, office), about_id=other.id, ground="Акт"
        )
    assert remembered(given, {"import_trace"}, "2013-04-02")
    perform(undo.undo, actor=office, batch_id=later)


def test_a_neighbours_officer_erases_no_trace_and_no_letter(given: Given, office: Actor) -> None:
    pupil, _later = plant(given, office)
    neighbour = given.actor(None, Role.DATA_OFFICER, given.school("Лицей").id)
    with pytest.raises(errors.NotFound):
        perform(service.erase_personal, actor=neighbour, about_id=pupil, ground="Акт № 1")
    assert remembered(given, {"import_trace", "letter"}, CANARY, "2013-04-02")


def test_what_the_clock_forgets_is_gone_by_the_night(
    given: Given, office: Actor, clock: FixedClock
) -> None:
    perform(answer, actor=office, key="once", words=CANARY)
    given.save(access.SignInAttempt(throttle_key="address:10.1.2.3", at=clock()))
    given.save(_ended_session(office, clock))
    assert remembered(given, FORGOTTEN | {"sign_in_session"}, CANARY, "10.1.2.3")
    clock.now += max(forgetting.ANSWERS_KEPT, forgetting.PLACES_KEPT) + timedelta(days=1)
    run_nightly(given)
    assert remembered(given, FORGOTTEN | {"sign_in_session"}, CANARY, "10.1.2.3") == []


def _ended_session(office: Actor, clock: FixedClock) -> access.SignInSession:
    moments: dict[str, Any] = dict.fromkeys(("created_at", "seen_at", "expires_at"), clock())
    return access.SignInSession(
        token_digest=b"x" * 32, account_id=office.account_id, address="10.1.2.3", **moments
    )


def run_nightly(given: Given) -> None:
    with given.runtime.database.session() as session:
        ctx = Context(session, system_actor("jobs"), given.runtime.clock(), given.runtime.zone)
        KINDS[nightly.KIND].function(ctx, Work(1, None, None, {}, ()))


def test_a_database_error_never_quotes_what_was_given(given: Given) -> None:
    with given.runtime.database.session() as session, pytest.raises(DBAPIError) as failure:
        session.execute(text("SELECT :name FROM no_such_table"), {"name": CANARY})
    assert CANARY not in str(failure.value)
