"""The chain is made while people work: no event is sealed twice or forgotten."""

from __future__ import annotations

import threading
from collections.abc import Callable

from ediary_app.access.context import Context, system_actor
from ediary_app.access.performing import perform
from ediary_app.access.usecase import use_case
from ediary_app.access.values import Permission
from ediary_app.audit import sealing
from ediary_app.kernel import eventlog
from tests.given import Given

WRITERS, ACTS, SEALERS = 4, 12, 2


@use_case(requires=Permission.SCHOOL_MANAGE)
def note(ctx: Context, *, number: int, events: int = 1) -> int:
    """Something of the test happens, once or several times in one act."""
    for turn in range(events):
        values = {"title": f"{number}/{turn}"} if turn % 2 == 0 else {}
        ctx.record("test.noted", ("note", number), about=number, values=values)
    return number


def run(*works: Callable[[], object]) -> None:
    """Do several things at once, until all are done; a failure of one is a failure."""
    failures: list[BaseException] = []

    def guarded(work: Callable[[], object]) -> None:
        try:
            work()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=guarded, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_two_sealers_and_many_writers_leave_one_whole_chain(given: Given) -> None:
    schools = [given.school().id for _ in range(2)]
    done = threading.Event()

    def write(writer: int) -> None:
        for number in range(ACTS):
            actor = system_actor("test", schools[writer % 2])
            perform(note, actor=actor, number=writer * 1000 + number, events=1 + number % 3)

    def seal() -> None:
        while not done.is_set():
            sealing.seal_all(given.runtime)

    def verify() -> None:
        while not done.is_set():
            with given.runtime.database.session(writes=False) as session:
                assert eventlog.verify(session).faults == ()

    def all_writers() -> None:
        try:
            run(*(lambda w=w: write(w) for w in range(WRITERS)))  # type: ignore[misc]
        finally:
            done.set()

    run(all_writers, verify, *[seal] * SEALERS)
    sealing.seal_all(given.runtime)
    with given.runtime.database.session(writes=False) as session:
        found = eventlog.verify(session)
    assert found.faults == ()
    assert (found.sealed, found.unsealed) == (WRITERS * ACTS * 2, 0)


def test_one_act_of_many_events_keeps_their_order_and_their_values(given: Given) -> None:
    school = given.school()
    perform(note, actor=system_actor("test", school.id), number=5, events=7)
    sealing.seal_all(given.runtime)
    with given.runtime.database.session(writes=False) as session:
        assert eventlog.verify(session).sealed == 7
        rows = session.execute(
            eventlog.personal_table.select().order_by(eventlog.personal_table.c.event_id)
        ).all()
    assert [row.personal_values["title"] for row in rows] == ["5/0", "5/2", "5/4", "5/6"]
    assert {row.about_id for row in rows} == {5}
