"""`perform`: rights, signature, one effect per key, events, sealing, news."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, text, update

from ediary_app.access import models, performing
from ediary_app.access.context import Context, system_actor
from ediary_app.access.credentials import SessionToken, Stranger
from ediary_app.access.newswire import Newswire
from ediary_app.access.performing import News, Runtime, perform
from ediary_app.access.usecase import USE_CASES, use_case
from ediary_app.access.values import Permission, Role
from ediary_app.access.whoami import whoami
from ediary_app.kernel import errors, eventlog
from ediary_app.kernel.events import Event, EventPersonal
from tests.conftest import FixedClock
from tests.given import Given


@use_case(requires=Permission.SCHOOL_MANAGE)
def rename(ctx: Context, *, title: str, number: int = 1) -> int:
    """A use case of the tests: records one event about the school."""
    ctx.record("test.renamed", ("school", ctx.school_id), about=7, values={"title": title})
    return number


@use_case(requires=Permission.SCHOOL_MANAGE)
def fail(ctx: Context, *, title: str) -> None:
    """A use case of the tests: records, then refuses."""
    ctx.record("test.renamed", ("school", ctx.school_id), values={"title": title})
    raise errors.Conflict("no")


USE_CASES.pop(rename.use_case.name)  # type: ignore[attr-defined]
USE_CASES.pop(fail.use_case.name)  # type: ignore[attr-defined]


def kinds(runtime: Runtime) -> list[str]:
    with runtime.database.session(writes=False) as session:
        return list(session.scalars(select(Event.kind).order_by(Event.id)))


def test_a_stranger_is_refused(given: Given) -> None:
    with pytest.raises(errors.Denied):
        perform(rename, actor=Stranger(), title="x")
    assert kinds(given.runtime) == []


def test_a_token_nobody_gave_out_is_refused(given: Given) -> None:
    with pytest.raises(errors.SignInNeeded):
        perform(whoami, actor=SessionToken("made up"))


def test_a_role_without_the_permission_is_refused(given: Given) -> None:
    school = given.school()
    teacher = given.signed_in(given.teacher(school), Role.TEACHER)
    with pytest.raises(errors.Denied):
        perform(rename, actor=teacher, title="x")


def test_the_signature_is_checked_before_the_function_runs(given: Given) -> None:
    admin = given.signed_in(None, Role.ADMINISTRATOR, given.school().id)
    with pytest.raises(errors.Invalid) as refusal:
        perform(rename, actor=admin, title="x", number="many")
    assert "number" in refusal.value.fields
    with pytest.raises(errors.Invalid):
        perform(rename, actor=admin, title="x", other=1)


def test_an_unmarked_function_cannot_be_performed(given: Given) -> None:
    with pytest.raises(TypeError):
        perform(kinds, actor=system_actor("test"))  # type: ignore[arg-type]


def test_the_same_key_has_one_effect_and_one_answer(given: Given) -> None:
    admin = given.signed_in(None, Role.ADMINISTRATOR, given.school().id)
    answers = [perform(rename, actor=admin, key="k1", title="x", number=n) for n in (3, 3)]
    assert answers == [3, 3]
    assert kinds(given.runtime) == ["test.renamed"]
    with pytest.raises(errors.Conflict):
        perform(rename, actor=admin, key="k1", title="other", number=3)


def test_two_at_once_with_one_key_have_one_effect(given: Given) -> None:
    admin = given.signed_in(None, Role.ADMINISTRATOR, given.school().id)
    answers: list[int] = []

    def act() -> None:
        answers.append(perform(rename, actor=admin, key="twin", title="x", number=5))

    threads = [threading.Thread(target=act) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [5, 5, 5, 5]
    assert kinds(given.runtime) == ["test.renamed"]


def test_a_refusal_leaves_nothing_behind(given: Given) -> None:
    admin = given.signed_in(None, Role.ADMINISTRATOR, given.school().id)
    with pytest.raises(errors.Conflict):
        perform(fail, actor=admin, key="k2", title="x")
    assert kinds(given.runtime) == []


def test_an_ended_a_blocked_and_an_idle_session_are_dead(given: Given, clock: FixedClock) -> None:
    admin = given.signed_in(None, Role.ADMINISTRATOR, given.school().id)
    assert perform(whoami, actor=admin).role == "administrator"
    clock.now += timedelta(hours=11)
    with pytest.raises(errors.SignInNeeded):
        perform(whoami, actor=admin)
    clock.now -= timedelta(hours=11)
    with given.runtime.database.session() as session:
        session.execute(update(models.SignInSession).values(ended_at=clock.now))
    with pytest.raises(errors.SignInNeeded):
        perform(whoami, actor=admin)


def test_sealed_history_is_clean_and_every_change_is_found(given: Given, clock: FixedClock) -> None:
    school = given.school()
    actor = system_actor("test", school.id)
    for number in range(5):
        perform(rename, actor=actor, title=f"name {number}")
    with given.runtime.database.session() as session:
        assert eventlog.schools_to_seal(session) == [school.id]
        assert eventlog.seal_pending(session, school.id, clock.now, limit=3) == 3
        assert eventlog.seal_pending(session, school.id, clock.now) == 2
        found = eventlog.verify(session)
        assert found.is_clean
        assert (found.sealed, found.unsealed) == (5, 0)
        session.execute(
            update(EventPersonal)
            .where(EventPersonal.event_id == 2)
            .values(values={"title": "forged"})
        )
        assert [f.event_id for f in eventlog.verify(session).faults] == [2]


def test_erasing_row_and_salt_leaves_the_chain_clean(given: Given, clock: FixedClock) -> None:
    school = given.school()
    perform(rename, actor=system_actor("test", school.id), title="personal")
    with given.runtime.database.session() as session:
        eventlog.seal_pending(session, school.id, clock.now)
        session.execute(delete(EventPersonal))
        found = eventlog.verify(session)
    assert found.is_clean
    assert found.erased == 1


def test_a_rewritten_fact_is_found_even_when_the_triggers_are_taken_off(
    given: Given, clock: FixedClock
) -> None:
    school = given.school()
    perform(rename, actor=system_actor("test", school.id), title="x")
    with given.runtime.database.session() as session:
        eventlog.seal_pending(session, school.id, clock.now)
        sqlite = given.runtime.database.is_sqlite
        for drop in (
            ["DROP TRIGGER event_no_update"]
            if sqlite
            else ["DROP TRIGGER event_append_only ON event"]
        ):
            session.execute(text(drop))
        session.execute(text("UPDATE event SET about_id = 8"))
        assert not eventlog.verify(session).is_clean


def test_news_of_an_act_reach_another_process_listener(given: Given) -> None:
    school = given.school()
    other = Runtime(database=performing.Database(given.runtime.database.url, pool_size=2))
    heard: list[News] = []
    arrived = threading.Event()

    def tell(news: object) -> None:
        heard.extend(news)  # type: ignore[arg-type]
        arrived.set()

    wire = Newswire(other, tell)
    wire.start()
    threading.Event().wait(0.5)
    perform(rename, actor=system_actor("test", school.id), title="x")
    assert arrived.wait(3)
    wire.stop()
    other.database.dispose()
    assert [(n.school_id, n.about_id) for n in heard] == [(school.id, 7)]
