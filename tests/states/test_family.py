"""The family's pages: what they ask for, what they show, what they listen to."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
import reflex as rx

from ediary_app.access.performing import News
from ediary_app.access.values import Role
from ediary_app.journal import (
    absences,
    children,
    diary,
    evenings,
    family_day,
    mark_card,
    news,
    periods,
    progress,
    seeking,
    subject_marks,
    words,
)
from ediary_app.ui import live, screens
from ediary_app.ui.components.frame import FAMILY_ROLES
from ediary_app.ui.family.attendance import AttendanceState
from ediary_app.ui.family.children import ChildrenState
from ediary_app.ui.family.day import FamilyDayState
from ediary_app.ui.family.diary import DiaryState
from ediary_app.ui.family.homework import HomeworkState
from ediary_app.ui.family.mark_sheet import MarkState
from ediary_app.ui.family.marks import MarksState
from ediary_app.ui.family.search import SearchState
from ediary_app.ui.family.subject import SubjectState
from ediary_app.ui.family.words import WordsState
from ediary_app.ui.page import PAGES
from ediary_app.ui.session import SessionState

MONDAY = date(2026, 11, 16)
MOMENT = datetime(2026, 11, 18, 5, tzinfo=UTC)
IVAN = children.Child(7, "Иван Петров", "ИП", "7А", 7, "Школа № 5", 1, 1)
MARIA = children.Child(8, "Мария Петрова", "МП", "3Б", 3, "Школа № 2", 2, 2)
BOTH = children.Family((IVAN, MARIA), 7)


class Stage:
    """A tree of States whose use cases answer from a table, with everything asked and watched."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        assert screens.ALL
        self.root = rx.State(_reflex_internal_init=True)  # type: ignore[call-arg]
        self.answers: dict[Any, Any] = {}
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.watched: dict[str, tuple[str, ...]] = {}
        stage = self

        async def answer(_state: Any, function: Any, /, **arguments: Any) -> Any:
            stage.asked.append((function.__name__, arguments))
            return stage.answers.get(function)

        def watch(state: Any, *topics: str) -> None:
            stage.watched[type(state).__name__] = topics

        monkeypatch.setattr(SessionState, "_perform", answer)
        monkeypatch.setattr(SessionState, "_watch", watch)

    async def state(self, kind: type[Any]) -> Any:
        return await self.root.get_state(kind)

    async def run(self, kind: type[Any], handler: str, *arguments: Any) -> Any:
        state = await self.state(kind)
        return await getattr(kind, handler).fn(state, *arguments)


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Stage:
    return Stage(monkeypatch)


def opened(child: children.Child = IVAN, *things: news.NewsItem) -> diary.OpenDiary:
    week = diary.DiaryWeek(student_id=child.id, monday=MONDAY, group_ids=(3, 4))
    told = news.News(since=MOMENT, things=things)
    return diary.OpenDiary(children.Family((IVAN, MARIA), child.id), week, told, MOMENT)


async def test_the_diary_shows_the_child_and_listens_to_it_and_its_groups(stage: Stage) -> None:
    stage.answers[diary.open_diary] = opened()
    await stage.run(DiaryState, "load")
    state, family = await stage.state(DiaryState), await stage.state(ChildrenState)
    assert (state.is_ready, state.week.student_id, family.child.name) == (True, 7, "Иван Петров")
    assert stage.watched["DiaryState"] == ("student:7", "everyone-in:3", "everyone-in:4")


async def test_a_change_is_read_for_the_week_that_is_open_and_since_the_visit_began(
    stage: Stage,
) -> None:
    stage.answers[diary.open_diary] = opened()
    await stage.run(DiaryState, "load")
    await stage.run(DiaryState, "refresh")
    _name, asked = stage.asked[-1]
    assert (asked["child_id"], asked["on"], asked["since"]) == (7, MONDAY, MOMENT)


async def test_leafing_keeps_the_news_and_asks_for_the_date(stage: Stage) -> None:
    thing = news.NewsItem("mark", 1, "Алгебра", "5", MONDAY)
    stage.answers[diary.open_diary] = opened(IVAN, thing)
    await stage.run(DiaryState, "load")
    stage.answers[diary.open_diary] = opened()
    await stage.run(DiaryState, "move", "2026-11-09")
    state = await stage.state(DiaryState)
    assert stage.asked[-1][1]["on"] == date(2026, 11, 9)
    assert state.news.things == (thing,)


async def test_the_weeks_beside_are_brought_for_the_same_child(stage: Stage) -> None:
    stage.answers[diary.open_diary] = opened()
    await stage.run(DiaryState, "load")
    stage.answers[diary.diary_week] = diary.DiaryWeek(student_id=7)
    await stage.run(DiaryState, "bring_neighbours")
    near = [arguments["on"] for name, arguments in stage.asked if name == "diary_week"]
    assert near == [date(2026, 11, 9), date(2026, 11, 23)]


async def test_what_was_seen_is_told_once_and_the_next_visit_begins_anew(stage: Stage) -> None:
    stage.answers[diary.open_diary] = opened()
    await stage.run(DiaryState, "load")
    await stage.run(DiaryState, "see")
    assert stage.asked[-1] == ("mark_seen", {"student_id": 7, "seen_at": MOMENT})
    await stage.run(DiaryState, "load")
    assert stage.asked[-1][1]["since"] is None


async def test_a_child_that_is_hidden_leaves_nothing_on_the_page(stage: Stage) -> None:
    stage.answers[diary.open_diary] = opened()
    stage.answers[mark_card.mark_card] = mark_card.MarkCard(id=5, value="5")
    stage.answers[diary.diary_week] = diary.DiaryWeek(student_id=7)
    await stage.run(DiaryState, "load")
    await stage.run(DiaryState, "bring_neighbours")
    await stage.run(MarkState, "show", 5)
    stage.answers[diary.open_diary] = diary.OpenDiary()
    await stage.run(DiaryState, "refresh")
    state, family = await stage.state(DiaryState), await stage.state(ChildrenState)
    assert (state.week, state.before, state.after) == (diary.DiaryWeek(),) * 3
    assert (family.children, family.child.id) == ((), 0)
    assert (await stage.state(MarkState)).card.id == 0


async def test_an_open_sheet_follows_its_mark_and_a_closed_one_asks_nothing(stage: Stage) -> None:
    stage.answers[mark_card.mark_card] = mark_card.MarkCard(id=5, value="4")
    await stage.run(MarkState, "show", 5)
    stage.answers[mark_card.mark_card] = mark_card.MarkCard(id=5, value="5")
    await stage.run(MarkState, "refresh")
    assert (await stage.state(MarkState)).card.value == "5"
    await stage.run(MarkState, "hide")
    before = len(stage.asked)
    await stage.run(MarkState, "refresh")
    assert (len(stage.asked), stage.watched["MarkState"]) == (before, ())


@pytest.mark.parametrize(
    ("kind", "function", "answer"),
    [
        (MarksState, progress.open_marks, progress.OpenMarks(BOTH, progress.Progress(7))),
        (HomeworkState, evenings.open_homework, evenings.OpenHomework(BOTH)),
        (SubjectState, subject_marks.open_subject, subject_marks.OpenSubject(BOTH)),
        (AttendanceState, absences.open_attendance, absences.OpenAttendance(BOTH)),
        (WordsState, words.open_words, words.OpenWords(BOTH)),
        (SearchState, seeking.search_diary, seeking.OpenSearch(BOTH)),
        (DiaryState, diary.open_diary, opened()),
    ],
)
async def test_another_child_is_asked_for_by_its_id_and_a_foreign_one_is_not(
    stage: Stage, kind: type[Any], function: Any, answer: Any
) -> None:
    stage.answers[function] = answer
    await stage.run(kind, "load")
    await stage.run(kind, "choose", 8)
    assert stage.asked[-1][1]["child_id"] == 8
    await stage.run(kind, "choose", 999)
    assert stage.asked[-1][1]["child_id"] != 999


async def test_a_tick_is_made_for_the_open_child(stage: Stage) -> None:
    page = evenings.HomeworkPage(group_ids=(3,))
    stage.answers[evenings.open_homework] = evenings.OpenHomework(BOTH, page)
    await stage.run(HomeworkState, "load")
    await stage.run(HomeworkState, "tick", 12, True)
    expected = {"homework_id": 12, "student_id": 7, "done": True}
    assert ("tick_homework", expected) in stage.asked
    assert stage.watched["HomeworkState"] == ("student:7", "everyone-in:3")


async def test_the_day_of_all_children_listens_to_each_and_leads_to_a_diary(stage: Stage) -> None:
    days = tuple(
        family_day.ChildDay(child, None, True, (), 0, (), None, 0, 0, 0, 150)
        for child in (IVAN, MARIA)
    )
    stage.answers[family_day.family_day] = family_day.FamilyDay(MONDAY, days, (3,))
    await stage.run(FamilyDayState, "load")
    await stage.run(FamilyDayState, "open_diary", 8)
    assert stage.watched["FamilyDayState"] == ("student:7", "student:8", "everyone-in:3")
    assert (await stage.state(ChildrenState)).child.id == 8


def test_a_mark_wakes_its_pupil_and_homework_wakes_the_group() -> None:
    mark = News("journal.mark_set", 1, about_id=7, group_id=3, lesson_id=9)
    homework = News("journal.homework_set", 1, about_id=None, group_id=3, lesson_id=9)
    assert "everyone-in:3" not in live.topics_of(mark)
    assert "student:7" in live.topics_of(mark)
    assert "everyone-in:3" in live.topics_of(homework)


def test_what_happens_to_an_account_wakes_no_page_of_a_pupil() -> None:
    signed_in = News("access.signed_in", 1, about_id=7, group_id=None, lesson_id=None)
    assert live.topics_of(signed_in) == []


async def test_homework_keeps_what_is_looked_at_while_something_changes(stage: Stage) -> None:
    shown = evenings.HomeworkPage(view=evenings.HomeworkView.OVERDUE, subject_id=5)
    stage.answers[evenings.open_homework] = evenings.OpenHomework(BOTH, shown)
    await stage.run(HomeworkState, "load")
    await stage.run(HomeworkState, "search", "дроби")
    await stage.run(HomeworkState, "refresh")
    asked = stage.asked[-1][1]
    assert (asked["view"], asked["subject_id"], asked["search"]) == ("overdue", 5, "дроби")
    await stage.run(HomeworkState, "choose_subject", "0")
    assert stage.asked[-1][1]["subject_id"] in ("0", 0)


async def test_a_subject_opens_on_the_period_that_the_marks_stood_on(stage: Stage) -> None:
    shown = progress.Progress(7, term_id=periods.WHOLE_YEAR)
    stage.answers[progress.open_marks] = progress.OpenMarks(BOTH, shown)
    stage.answers[subject_marks.open_subject] = subject_marks.OpenSubject(BOTH)
    await stage.run(MarksState, "load")
    await stage.run(SubjectState, "load")
    assert stage.asked[-1][1]["term_id"] == periods.WHOLE_YEAR


async def test_words_of_one_kind_are_looked_at_alone_and_once_more_all(stage: Stage) -> None:
    praise = words.WordsOfTeachers(7, term_id=3, kind="praise")
    stage.answers[words.open_words] = words.OpenWords(BOTH, praise)
    await stage.run(WordsState, "load")
    assert stage.asked[-1][1]["kind"] is None
    await stage.run(WordsState, "look_at", "remark")
    assert (stage.asked[-1][1]["kind"], stage.asked[-1][1]["term_id"]) == ("remark", 3)
    await stage.run(WordsState, "look_at", "praise")
    assert stage.asked[-1][1]["kind"] is None


async def test_a_search_begins_on_the_first_page_and_goes_on_with_the_same_words(
    stage: Stage,
) -> None:
    stage.answers[seeking.search_diary] = seeking.OpenSearch(BOTH)
    await stage.run(SearchState, "load")
    await stage.run(SearchState, "search", "дроби")
    assert stage.watched["SearchState"] == ("student:7",)
    await stage.run(SearchState, "open_page", 3)
    assert stage.asked[-1][1] == {"child_id": 7, "search": "дроби", "page": 3}


FAMILY_PAGES = [route for route, page in PAGES.items() if set(page.roles) <= set(FAMILY_ROLES)]


@pytest.mark.parametrize("route", [route for route in FAMILY_PAGES if PAGES[route].roles])
def test_every_page_of_the_family_is_built_and_for_the_family_alone(route: str) -> None:
    page = PAGES[route]
    assert set(page.roles) <= {Role.PARENT, Role.STUDENT}
    assert page.build().render()
    assert page.header is None or page.header().render()
