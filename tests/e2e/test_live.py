"""What a teacher does is on the family's open page within a second, and on nobody else's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from ediary_app.access.context import system_actor
from ediary_app.access.performing import perform
from ediary_app.journal import marks
from ediary_app.journal import models as journal
from tests.e2e import cast
from tests.e2e.browsing import PHONE, TABLET, Street, Window
from tests.e2e.cast import Meeting
from tests.e2e.looking import PASSWORD
from tests.e2e.pages.diary import DiaryPage
from tests.e2e.pages.lesson import LessonPage
from tests.living import Served

A_SECOND = 1_000


@pytest.fixture(scope="session")
def meetings(living: Served) -> list[Meeting]:
    """Today's meetings of a teacher with a pupil whose parent has no other child there."""
    found = cast.only_children(cast.meetings(living))
    assert len(found) > 20
    return found


@pytest.fixture
def of_teacher(street: Street) -> Callable[[Meeting], Window]:
    """The teacher's tablet on the lesson of a meeting."""

    def open_lesson(meeting: Meeting) -> Window:
        window = street.window(TABLET)
        window.sign_in(meeting.teacher, PASSWORD)
        LessonPage(window.page).open(meeting.lesson_id)
        return window

    return open_lesson


@pytest.fixture
def of_parent(street: Street) -> Callable[[Meeting], Window]:
    """The parent's phone on the diary of a meeting's pupil."""

    def open_diary(meeting: Meeting) -> Window:
        window = street.window(PHONE)
        window.sign_in(meeting.parent, PASSWORD)
        DiaryPage(window.page).open()
        return window

    return open_diary


def test_a_mark_is_on_the_open_page_of_the_family_within_a_second(
    meetings: list[Meeting],
    of_teacher: Callable[[Meeting], Window],
    of_parent: Callable[[Meeting], Window],
) -> None:
    meeting = meetings[0]
    diary = DiaryPage(of_parent(meeting).page)
    lesson = LessonPage(of_teacher(meeting).page)
    lesson.set_mark(meeting.pupil, "5")
    expect(diary.mark(meeting.subject, "5")).to_be_visible(timeout=A_SECOND)
    lesson.saved()


def test_topic_absence_and_homework_are_there_within_a_second_too(
    meetings: list[Meeting],
    of_teacher: Callable[[Meeting], Window],
    of_parent: Callable[[Meeting], Window],
) -> None:
    meeting = next(m for m in meetings if m.lesson_id != meetings[0].lesson_id)
    diary = DiaryPage(of_parent(meeting).page)
    tasks = of_parent(meeting)
    tasks.open("/homework")
    lesson = LessonPage(of_teacher(meeting).page)
    lesson.set_topic("Звуки зимнего леса")
    expect(diary.lesson(meeting.subject)).to_contain_text("Звуки зимнего леса", timeout=A_SECOND)
    lesson.give_homework("Послушать лес и записать")
    expect(tasks.page.get_by_text("Послушать лес и записать")).to_be_visible(timeout=A_SECOND)
    lesson.saved()


def test_the_parent_of_another_child_sees_nothing_of_it(
    meetings: list[Meeting],
    of_teacher: Callable[[Meeting], Window],
    of_parent: Callable[[Meeting], Window],
) -> None:
    meeting = next(m for m in meetings if m.student_id != meetings[0].student_id)
    other = next(m for m in reversed(meetings) if m.student_id != meeting.student_id)
    theirs = of_parent(other).page.get_by_role("main")
    before = theirs.inner_text()
    own = DiaryPage(of_parent(meeting).page)
    LessonPage(of_teacher(meeting).page).set_mark(meeting.pupil, "4").saved()
    expect(own.mark(meeting.subject, "4")).to_be_visible()
    assert theirs.inner_text() == before


def test_a_mark_set_in_another_process_reaches_the_open_page(
    living: Served, meetings: list[Meeting], of_parent: Callable[[Meeting], Window]
) -> None:
    meeting = next(m for m in reversed(meetings) if m.lesson_id != meetings[0].lesson_id)
    diary = DiaryPage(of_parent(meeting).page)
    runtime = living.beside()
    with runtime.database.session(writes=False) as session:
        kind = session.query(journal.WorkKind).first()
        lesson = {"lesson_id": meeting.lesson_id, "student_id": meeting.student_id}
        actor = system_actor("another process", kind.school_id)
    perform(marks.set_mark, actor=actor, **lesson, kind_id=kind.id, value="3")
    expect(diary.mark(meeting.subject, "3")).to_be_visible(timeout=A_SECOND)
