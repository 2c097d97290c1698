"""Long work tells its owner that it has ended (весть о задании), on any page of the staff."""

from __future__ import annotations

from typing import Any

import reflex as rx

from ediary_app.jobs import news
from ediary_app.ui.components.controls import icon_button
from ediary_app.ui.components.icons import icon
from ediary_app.ui.family.parts import awake
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import t


class JobNewsState(SessionState):
    """The work of one's own that has ended and was not put away yet."""

    news: tuple[news.JobNews, ...] = ()

    @rx.event
    async def look(self):
        """Learn what has ended, and be told of what ends from now on."""
        await self.refresh()
        self._watch(f"jobs:{self.me.school_id}")

    @rx.event
    async def refresh(self):
        """Some work of the school has ended: perhaps one's own."""
        self.news = await self._perform(news.my_news)

    @rx.event
    async def put_away(self, job_id: int):
        """Hear no more of it."""
        await self._perform(news.put_news_away, job_id=job_id)
        self.news = tuple(one for one in self.news if one.id != job_id)


def job_news() -> rx.Component:
    """What has ended, in the corner of the page, with the way to what it made."""
    return rx.el.div(
        awake(JobNewsState.look),
        rx.foreach(JobNewsState.news, _one),
        class_name="job-news no-print",
        role="status",
        custom_attrs={"aria-live": "polite"},
    )


def _one(one: Any) -> rx.Component:
    fetch = rx.el.a(t("Take it"), href=one.result, class_name="button",
                    on_click=JobNewsState.put_away(one.id))  # fmt: skip
    return rx.el.div(
        rx.cond(one.is_done, icon("check", 18), icon("warn", 18)),
        rx.el.div(rx.el.b(one.title), rx.el.small(one.state_name), class_name="job-news-words"),
        rx.cond(one.result != "", fetch),
        icon_button("close", t("Close the message"), on_click=JobNewsState.put_away(one.id)),
        class_name="job-news-line",
    )
