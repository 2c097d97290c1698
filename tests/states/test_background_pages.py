"""Background work and outgoing letters: the pages build, the States pass on what was pressed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ediary_app.access.values import Role
from ediary_app.jobs import news
from ediary_app.jobs import queries as jobs
from ediary_app.post import queries as post
from ediary_app.ui.admin.job_news import JobNewsState
from ediary_app.ui.admin.jobs import JobsState
from ediary_app.ui.admin.outbox import OutboxState
from ediary_app.ui.page import PAGES, _guarded

Call = tuple[str, dict[str, Any]]


def opened(state: type, **answers: Any) -> tuple[Any, list[Call]]:
    """A State of its own, and what it asks the school for."""
    made, calls = state(_reflex_internal_init=True), []

    async def perform(function: Callable[..., Any], /, **arguments: Any) -> Any:
        calls.append((function.__name__, arguments))
        return answers.get(function.__name__)

    object.__setattr__(made, "_perform", perform)
    return made, calls


def pressed(state: Any, name: str, *arguments: Any) -> Any:
    return type(state).event_handlers[name].fn(state, *arguments)


@pytest.mark.parametrize("route", ["/admin/jobs", "/admin/outbox"])
def test_the_pages_build_and_are_the_offices(route: str) -> None:
    office = {Role.ADMINISTRATOR, Role.REGISTRAR, Role.DEPUTY_HEAD, Role.DIRECTOR}
    assert set(PAGES[route].roles) == (office if route == "/admin/jobs" else {Role.ADMINISTRATOR})
    assert "jobs" in str(PAGES[route].build())


async def test_ended_work_is_shown_and_put_away() -> None:
    ended = news.JobNews(7, "Выгрузка", "Готово", True, "/api/data/jobs/7/file")
    state, calls = opened(JobNewsState, my_news=(ended,))
    await pressed(state, "refresh")
    assert state.news == (ended,)
    await pressed(state, "put_away", 7)
    assert (state.news, calls[-1]) == ((), ("put_news_away", {"job_id": 7}))


def test_every_page_of_the_staff_tells_of_ended_work_and_no_familys_does() -> None:
    for route, told in (("/today", True), ("/admin/data", True), ("/diary", False)):
        assert ("job-news" in str(_guarded(PAGES[route])())) is told


async def test_a_job_is_cancelled_only_after_the_question() -> None:
    state, calls = opened(JobsState, shown_jobs=jobs.JobList())
    await pressed(state, "ask", 7)
    assert (state.asked, calls) == (7, [])
    await pressed(state, "cancel")
    assert calls[0] == ("cancel_job", {"job_id": 7})
    assert state.asked == 0


async def test_the_list_is_narrowed_and_turned() -> None:
    state, calls = opened(JobsState, shown_jobs=jobs.JobList())
    await pressed(state, "choose", "failed")
    await pressed(state, "turn", 40)
    assert [arguments for _name, arguments in calls] == [
        {"state": "failed", "before_id": 0},
        {"state": "failed", "before_id": 40},
    ]


async def test_what_is_left_of_a_job_is_repeated_and_shown() -> None:
    state, calls = opened(JobsState, shown_jobs=jobs.JobList())
    await pressed(state, "retry", 9)
    assert [name for name, _arguments in calls] == ["retry_job", "shown_jobs"]


async def test_a_letter_is_opened_and_put_away() -> None:
    letter = post.LetterText(3, "olga@example.ru", "Вход", "Здравствуйте")
    state, calls = opened(OutboxState, outbox=post.Outbox(), letter=letter)
    await pressed(state, "open", 3)
    assert state.opened == letter
    await pressed(state, "shut")
    assert state.opened.id == 0
    await pressed(state, "send_again", 3)
    assert calls[1] == ("send_again", {"letter_id": 3})
