"""The network goes in a lesson: work goes on, leaves once and in order, and is nobody else's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from ediary_app.access import signin
from ediary_app.access.credentials import SessionToken, Stranger
from ediary_app.access.opening import SignedIn
from ediary_app.access.performing import Runtime, perform
from ediary_app.journal import attendance, marks
from ediary_app.journal import sheet as sheets
from ediary_app.journal.models import Mark
from ediary_app.journal.values import JournalEvent
from ediary_app.kernel.events import Event
from tests.e2e import cast
from tests.e2e.cast import Meeting
from tests.e2e.looking import PASSWORD
from tests.e2e.pages.lesson import LessonPage
from tests.e2e.tablets import Tablet
from tests.e2e.words import ru, ru_n
from tests.living import Served


@pytest.fixture
def mortal(living: Served, tmp_path: Path) -> Iterator[Served]:
    """A copy of the living school whose server may go away."""
    served = living.copy_to(tmp_path)
    yield served.start()
    served.stop()


@pytest.fixture
def tablet(chromium: Browser, mortal: Served, tmp_path: Path) -> Iterator[Tablet]:
    """The tablet of the room."""
    made = Tablet(chromium, mortal, tmp_path / "profile")
    yield made
    made.close()


@dataclass
class Class:
    """A lesson with many pupils, its teacher, and another teacher of the school."""

    lesson_id: int
    teacher: str
    other: str
    meetings: list[Meeting]

    @property
    def pupils(self) -> list[str]:
        """Their names."""
        return [m.pupil for m in self.meetings]


@pytest.fixture
def lesson(mortal: Served) -> Class:
    """The fullest lesson of today."""
    by_lesson: dict[int, dict[int, Meeting]] = defaultdict(dict)
    for meeting in cast.meetings(mortal):  # each pupil once, though two parents sign in
        by_lesson[meeting.lesson_id][meeting.student_id] = meeting
    found = [list(pupils.values()) for pupils in by_lesson.values()]
    fullest = max(found, key=len)
    others = [rows[0].teacher for rows in found if rows[0].teacher != fullest[0].teacher]
    assert len(fullest) >= 14
    return Class(fullest[0].lesson_id, fullest[0].teacher, others[0], fullest)


def elsewhere(mortal: Served, login: str) -> tuple[Runtime, SessionToken]:
    """The same person at another device, straight at the database."""
    runtime = mortal.beside()
    opened = perform(signin.sign_in, actor=Stranger("ru"), name=login, password=PASSWORD)
    assert isinstance(opened, SignedIn)
    return runtime, SessionToken(opened.token)


def work_marked(office: SessionToken, lesson_id: int) -> dict[str, int]:
    """The work that the tablet marks first in this lesson: one of it, or the first kind."""
    sheet = perform(sheets.lesson_sheet, actor=office, lesson_id=lesson_id)
    kind_id, number = sheet.works[0][1:] if sheet.works else (sheet.kinds[0][0], 1)
    return {"lesson_id": lesson_id, "kind_id": kind_id, "number": number}


def values_of(runtime: Runtime, lesson: Class) -> dict[int, list[str]]:
    """The marks of each pupil in this lesson."""
    found: dict[int, list[str]] = defaultdict(list)
    with runtime.database.session(writes=False) as session:
        rows = session.execute(
            select(Mark.student_id, Mark.value).where(
                Mark.lesson_id == lesson.lesson_id, Mark.value.is_not(None)
            )  # type: ignore[call-overload,attr-defined,arg-type,union-attr]
        )
        for row in rows:
            found[row.student_id].append(row.value)
    return found


def marked_in_order(runtime: Runtime, lesson: Class, after: int) -> list[int]:
    """Whose marks were set since an event, in the order of the history."""
    with runtime.database.session(writes=False) as session:
        rows = session.scalars(
            select(Event.about_id)  # type: ignore[call-overload]
            .where(
                Event.kind == JournalEvent.MARK_SET,
                Event.lesson_id == lesson.lesson_id,
                Event.id > after,
            )  # type: ignore[arg-type,operator]
            .order_by(Event.id)
        )
        return list(rows)


def last_event(runtime: Runtime) -> int:
    """The newest event there is."""
    with runtime.database.session(writes=False) as session:
        return int(session.scalars(select(Event.id).order_by(Event.id.desc()).limit(1)).one())  # type: ignore[call-overload,union-attr]


def kept_here(n: int) -> str:
    """What the page says of entries that wait."""
    one, many = "No connection: {n} entry is kept here", "No connection: {n} entries are kept here"
    return ru_n(one, many, n)


def test_a_lesson_outlives_network_and_restart_and_leaves_once_and_in_order(
    tablet: Tablet, mortal: Served, lesson: Class
) -> None:
    tablet.sign_in(lesson.teacher, PASSWORD)
    tablet.set_pin()
    sheet = tablet.open_lesson(lesson.lesson_id)
    tablet.cut()
    marked, absent = lesson.meetings[:10], lesson.meetings[12]
    for number, one in enumerate(marked):
        sheet.set_mark(one.pupil, "54"[number % 2])
    sheet.roll_call(absent.pupil)
    n_kept = kept_here(12)
    expect(tablet.page.get_by_text(n_kept)).to_be_visible()
    tablet.page.reload()
    expect(tablet.page.get_by_text(n_kept)).to_be_visible()

    tablet.restart()
    tablet.context.set_offline(True)
    tablet.page.goto("/")
    expect(
        tablet.page.get_by_text(ru("Open what is kept on this device with its PIN."))
    ).to_be_visible()
    assert not any(name in tablet.page.content() for name in lesson.pupils)
    tablet.give_pin("000001")
    expect(
        tablet.page.get_by_text(re.compile(re.escape(ru("The PIN is not right."))))
    ).to_be_visible()
    tablet.give_pin()
    expect(tablet.page.get_by_role("list", name=ru("Lessons of the day"))).to_be_visible()
    sheet = LessonPage(tablet.page).open(lesson.lesson_id)
    expect(tablet.page.get_by_text(n_kept)).to_be_visible()
    said = re.compile(f"{marked[0].pupil}.*{ru('Mark {value}', value='5')}")
    expect(sheet.pupil(marked[0].pupil)).to_have_accessible_name(said)

    runtime, office = elsewhere(mortal, lesson.teacher)
    about = work_marked(office, lesson.lesson_id)
    conflicted, refused = marked[3], marked[4]
    perform(marks.set_mark, actor=office, student_id=conflicted.student_id, value="3", **about)
    perform(
        attendance.set_attendance,
        actor=office,
        lesson_id=lesson.lesson_id,
        student_id=refused.student_id,
        code="Н",
    )
    before = last_event(runtime)

    tablet.mend()
    expect(
        tablet.page.get_by_text(ru_n("{n} entry was refused", "{n} entries were refused", 2))
    ).to_be_visible(timeout=30_000)
    entered = {m.student_id: "54"[n % 2] for n, m in enumerate(marked)}
    saved = [m.student_id for m in marked if m not in (conflicted, refused)]
    assert marked_in_order(runtime, lesson, before) == saved
    row = tablet.page.get_by_role("listitem").filter(has_text=conflicted.pupil)
    expect(row.get_by_role("alert")).to_contain_text(ru("Now there"))
    expect(row.get_by_role("alert")).to_contain_text(ru("Your entry"))
    row.get_by_role("button", name=ru("Put mine")).click()
    row = tablet.page.get_by_role("listitem").filter(has_text=refused.pupil)
    row.get_by_role("textbox", name=ru("What the mark is for")).fill("за проект")
    row.get_by_role("button", name=ru("Set the mark")).click()
    sheet.saved()
    values = values_of(runtime, lesson)
    assert all(entered[student] in values[student] for student in entered)
    assert marked_in_order(runtime, lesson, before)[: len(saved)] == saved
    assert len(marked_in_order(runtime, lesson, before)) <= len(saved) + 2


def test_another_teacher_on_the_tablet_sees_nothing_and_the_rest_leaves_at_the_next_sign_in(
    tablet: Tablet, mortal: Served, lesson: Class
) -> None:
    tablet.sign_in(lesson.teacher, PASSWORD)
    tablet.set_pin()
    sheet = tablet.open_lesson(lesson.lesson_id)
    tablet.page.get_by_role("link", name=ru("More")).click()
    sign_out = tablet.page.get_by_role("button", name=ru("Sign out"), exact=True)
    expect(sign_out).to_be_visible()
    tablet.page.go_back()
    expect(sheet.pupils).to_be_visible()
    one, canary = lesson.meetings[0], "Тема без сети"
    tablet.cut()
    sheet.set_mark(one.pupil, "5").set_topic(canary)
    assert [name for name in (*lesson.pupils, canary) if name in tablet.in_clear()] == []
    tablet.page.get_by_role("link", name=ru("More")).click()
    sign_out.click()
    left = tablet.page.get_by_role("alertdialog")
    expect(left).to_contain_text(
        ru_n("{n} entry could not be sent.", "{n} entries could not be sent.", 2)
    )
    left.get_by_role("button", name=ru("Sign out all the same")).click()
    expect(tablet.page.get_by_role("heading", name=ru("Sign in to the diary"))).to_be_visible()
    tablet.page.goto("/today")
    expect(tablet.page.get_by_role("heading", name=ru("No connection"))).to_be_visible()
    expect(tablet.page.get_by_label(ru("PIN of this device"))).to_have_count(0)

    tablet.mend()
    tablet.page.goto("/today")
    expect(tablet.page).to_have_url(f"{mortal.url}/sign-in")
    tablet.sign_in(lesson.other, PASSWORD)
    tablet.page.goto(f"/lesson/{lesson.lesson_id}")
    expect(tablet.page.get_by_text(ru("There is no such lesson here"))).to_be_visible()
    assert [name for name in (one.pupil, canary) if name in tablet.page.content()] == []
    assert [name for name in (*lesson.pupils, canary) if name in tablet.in_clear()] == []
    runtime = mortal.beside()
    assert one.student_id not in values_of(runtime, lesson)
    tablet.page.goto("/account")
    sign_out.click()
    expect(tablet.page).to_have_url(f"{mortal.url}/sign-in")

    tablet.sign_in(lesson.teacher, PASSWORD)
    sheet = tablet.open_lesson(lesson.lesson_id).saved()
    said = re.compile(f"{one.pupil}.*{ru('Mark {value}', value='5')}")
    expect(sheet.pupil(one.pupil)).to_have_accessible_name(said)
    assert values_of(runtime, lesson)[one.student_id] == ["5"]


def test_a_second_tab_shows_the_same_queue_and_all_is_saved_once(
    tablet: Tablet, mortal: Served, lesson: Class
) -> None:
    tablet.sign_in(lesson.teacher, PASSWORD)
    sheet = tablet.open_lesson(lesson.lesson_id)
    one, two = lesson.meetings[:2]
    tablet.cut()
    sheet.set_mark(one.pupil, "5")
    second = LessonPage(tablet.context.new_page()).open(lesson.lesson_id)
    expect(second.page.get_by_text(kept_here(1))).to_be_visible()
    second.set_mark(two.pupil, "4")
    for page in (tablet.page, second.page):
        expect(page.get_by_text(kept_here(2))).to_be_visible()
    runtime = mortal.beside()
    before = last_event(runtime)
    tablet.mend()
    for each in (sheet, second):
        expect(each.page.get_by_text(ru("Everything is saved"))).to_be_visible(timeout=30_000)
    assert marked_in_order(runtime, lesson, before) == [one.student_id, two.student_id]


def test_the_service_worker_keeps_shells_only(tablet: Tablet, lesson: Class) -> None:
    tablet.sign_in(lesson.teacher, PASSWORD)
    tablet.open_lesson(lesson.lesson_id)
    kept = tablet.shells()
    assert "/" in kept
    assert [p for p in kept if p.startswith(("/api", "/_event", "/lesson", "/today"))] == []
