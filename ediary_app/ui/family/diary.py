"""The diary week (неделя дневника) of a child."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial

import reflex as rx

from ediary_app.journal import diary as diaries
from ediary_app.journal import news as newses
from ediary_app.journal import tasks
from ediary_app.ui.components.frame import FAMILY_ROLES
from ediary_app.ui.family.children import (
    ChildrenState,
    no_children,
    once_ready,
    paper_head,
    switcher,
)
from ediary_app.ui.family.mark_sheet import MarkState, mark_sheet
from ediary_app.ui.family.parts import SeenAfterALook, WeekPager, awake
from ediary_app.ui.page import page
from ediary_app.ui.session import SessionState
from ediary_app.ui.text import day
from ediary_app.ui.views.diary_week import diary_week, week_skeleton
from ediary_app.ui.views.news import news_card

WEEK = timedelta(days=7)


class DiaryState(SessionState):
    """One week of one child's diary, the weeks beside it, and what is new."""

    week: diaries.DiaryWeek = diaries.DiaryWeek()
    before: diaries.DiaryWeek = diaries.DiaryWeek()
    after: diaries.DiaryWeek = diaries.DiaryWeek()
    news: newses.News = newses.NO_NEWS
    is_ready: bool = False
    is_news_shown: bool = True
    at: str = ""
    _read_at: datetime | None = None

    @rx.event
    async def load(self):
        """Show this week, or the one the address asks for; what was seen is news no more."""
        (await self.get_state(ChildrenState))._begin_visit()
        asked = _day_in(self.router.page.params.get("on", ""))
        await self._show(asked)
        self.at = str(asked or "")
        self.is_ready = self.is_news_shown = True

    @rx.event
    async def refresh(self):
        """Something of this child or of its groups changed."""
        await self._show(self.week.monday)

    @rx.event
    async def choose(self, child_id: int):
        """Open another child's diary on the same week."""
        (await self.get_state(ChildrenState))._open(child_id)
        await self._show(self.week.monday)
        self.is_news_shown = True

    @rx.event
    async def move(self, on: str):
        """Show the week of a date; without one this week."""
        await self._show(date.fromisoformat(on) if on else None, with_news=False)

    @rx.event
    async def bring_neighbours(self):
        """The weeks beside the one that is read, so that leafing to them is instant."""
        child, monday = self.week.student_id, self.week.monday
        if child and monday:
            week = partial(self._perform, diaries.diary_week, student_id=child)
            self.before = await week(on=monday - WEEK)
            self.after = await week(on=monday + WEEK)

    @rx.event
    async def tick(self, homework_id: int, done: bool):
        """A pupil's own "done"."""
        task = {"homework_id": homework_id, "student_id": self.week.student_id, "done": done}
        await self._perform(tasks.tick_homework, **task)
        await self._show(self.week.monday, with_news=False)

    @rx.event
    async def see(self):
        """The news stood before the reader's eyes."""
        which = {"student_id": self.week.student_id, "seen_at": self._read_at}
        await self._perform(newses.mark_seen, **which)
        (await self.get_state(ChildrenState))._note_seen(self.week.student_id)

    @rx.event
    async def put_news_away(self):
        """Close the card of news."""
        self.is_news_shown = False

    async def _show(self, on: date | None, with_news: bool = True) -> None:
        family = await self.get_state(ChildrenState)
        child = family.child.id
        which = {"child_id": child, "on": on, "since": family._since_of_visit(child)}
        found = await self._perform(diaries.open_diary, with_news=with_news, **which)
        if found.week.student_id != self.week.student_id:
            self.before = self.after = diaries.DiaryWeek()
            (await self.get_state(MarkState))._close()
        family._take(found.family)
        family._keep_since(family.child.id, found.news.since)
        self.week, self._read_at = found.week, found.read_at
        self.news = found.news if with_news else self.news
        groups = [f"everyone-in:{group}" for group in found.week.group_ids]
        self._watch(f"student:{found.week.student_id}", *groups)


def _day_in(address: str) -> date | None:
    """The day that an address asks for (`/diary?on=2026-11-18`); anything else asks for none."""
    try:
        return date.fromisoformat(address)
    except ValueError:
        return None


@page(
    route="/diary",
    title="Diary",
    roles=FAMILY_ROLES,
    on_load=DiaryState.load,
    header=lambda: switcher(DiaryState.choose),
)
def diary() -> rx.Component:
    """The diary week."""
    week = DiaryState.week
    return rx.el.div(
        paper_head(day(week.monday), " – ", day(week.sunday)),
        once_ready(
            DiaryState.is_ready,
            rx.cond(week.student_id == 0, no_children(), _weeks()),
            week_skeleton(),
            DiaryState.load,
        ),
        mark_sheet(),
        awake(DiaryState.refresh),
        class_name="with-sheet",
    )


def _weeks() -> rx.Component:
    news = DiaryState.news
    is_due = news.is_first | (news.things.length() > 0)
    return rx.el.div(
        rx.cond(
            DiaryState.is_news_shown & (news.things.length() > 0),
            news_card(news, MarkState.show, DiaryState.put_news_away),
        ),
        WeekPager.create(
            rx.foreach(_three_weeks(), _week),
            monday=DiaryState.week.monday.to(str),
            is_this_week=DiaryState.week.is_this_week,
            at=DiaryState.at,
            start_at_today=news.things.length() == 0,
            on_move=DiaryState.move,
            on_idle=DiaryState.bring_neighbours,
        ),
        SeenAfterALook.create(due=rx.cond(is_due, news.to_string(), ""), on_seen=DiaryState.see),
        class_name="stack",
    )


def _three_weeks() -> rx.Var[list[diaries.DiaryWeek]]:
    """The week that is read between the two beside it."""
    shown = rx.Var.create([DiaryState.before, DiaryState.week, DiaryState.after])
    return shown.to(list[diaries.DiaryWeek])


def _week(week: rx.Var[diaries.DiaryWeek], place: rx.Var[int]) -> rx.Component:
    return diary_week(
        week,
        place=rx.cond(place == 1, "now", "near"),
        may_tick=SessionState.me.role == "student",
        on_tick=DiaryState.tick,
        on_mark=MarkState.show,
    )
