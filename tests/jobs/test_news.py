"""Long work tells its owner that it has ended, once, and nobody else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from ediary_app.access.context import Actor
from ediary_app.access.performing import News, perform
from ediary_app.access.values import Role
from ediary_app.jobs import news, queries, service
from ediary_app.jobs.values import JobEvent
from ediary_app.kernel import errors
from ediary_app.ui import live
from tests.conftest import FixedClock
from tests.given import Given
from tests.jobs import probe
from tests.jobs.test_jobs import work_off


@pytest.fixture
def registrar(given: Given) -> Actor:
    probe.prepare(given.runtime.database)
    school = given.school()
    return given.actor(given.person(school, "Конева"), Role.REGISTRAR)


def test_the_owner_is_told_when_the_work_has_ended_until_it_is_put_away(registrar: Actor) -> None:
    number = perform(probe.begin, actor=registrar, count=3)
    assert perform(news.my_news, actor=registrar) == ()
    work_off()
    (told,) = perform(news.my_news, actor=registrar)
    assert (told.id, told.is_done, told.result) == (number, True, "")
    perform(news.put_news_away, actor=registrar, job_id=number)
    assert perform(news.my_news, actor=registrar) == ()


def test_failed_work_is_told_and_told_anew_when_it_was_repeated(registrar: Actor) -> None:
    number = perform(probe.begin, actor=registrar, kind=probe.SHY, count=4)
    work_off()
    (told,) = perform(news.my_news, actor=registrar)
    assert told.is_done is False
    perform(news.put_news_away, actor=registrar, job_id=number)
    perform(service.retry_job, actor=registrar, job_id=number)
    work_off()
    assert len(perform(news.my_news, actor=registrar)) == 1


def test_it_is_news_for_a_day_and_for_its_owner_alone(
    given: Given, registrar: Actor, clock: FixedClock
) -> None:
    number = perform(probe.begin, actor=registrar, count=1)
    work_off()
    other = given.actor(None, Role.ADMINISTRATOR, registrar.school_id)
    assert perform(news.my_news, actor=other) == ()
    with pytest.raises(errors.NotFound):
        perform(news.put_news_away, actor=other, job_id=number)
    clock.now += timedelta(hours=25)
    assert perform(news.my_news, actor=registrar) == ()


def test_one_sees_ones_own_work_and_who_manages_work_the_schools(
    given: Given, registrar: Actor
) -> None:
    perform(probe.begin, actor=registrar, count=1)
    chief = given.actor(None, Role.ADMINISTRATOR, registrar.school_id)
    perform(probe.begin, actor=chief, count=1)
    assert len(perform(queries.shown_jobs, actor=registrar).lines) == 1
    assert len(perform(queries.shown_jobs, actor=chief).lines) == 2
    work_off()
    assert len(perform(queries.shown_jobs, actor=registrar, state="done").lines) == 1


def test_open_pages_of_the_school_are_told_of_the_end_and_of_nothing_else() -> None:
    ended = News(JobEvent.FINISHED, 3, None, None, None)
    assert live.topics_of(ended) == ["jobs:3"]
    assert live.topics_of(News(JobEvent.STARTED, 3, None, None, None)) == []
