"""The class teacher follows the class: suggestions, the living day, calls, reasons, undo."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from ediary_app.access import models as access
from ediary_app.journal import models as journal
from ediary_app.school import models as school
from ediary_app.timetable import models as timetable
from tests.e2e.browsing import DESKTOP, PHONE, TABLET, Street, Window
from tests.e2e.looking import PASSWORD
from tests.e2e.words import ru
from tests.given import TODAY
from tests.living import Served

account, role = access.Account.__table__, access.AccountRole.__table__  # type: ignore[attr-defined]
person, member = school.Person.__table__, school.GroupMember.__table__  # type: ignore[attr-defined]
lesson, seen = timetable.Lesson.__table__, journal.Attendance.__table__  # type: ignore[attr-defined]

enrolment, school_class = school.Enrolment.__table__, school.SchoolClass.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Away:
    """A pupil who is not there today, and a later lesson whose roll is not called, by whom."""

    pupil: str
    lesson_id: int
    teacher: str


@pytest.fixture
def away(living: Served) -> Away:
    """Found in the demo: the pupil of the class teacher's class who is away today."""
    held, own, leader = lesson.alias("held"), role.alias("own"), account.alias("leader")
    led = (
        select(enrolment.c.student_id)
        .join(school_class, school_class.c.id == enrolment.c.class_id)
        .join(own, own.c.person_id == school_class.c.class_teacher_id)
        .join(leader, leader.c.id == own.c.account_id)
        .where(leader.c.login == "class_teacher", enrolment.c.ends_on.is_(None))
    )
    wanted = (
        select(person.c.family_name, person.c.given_name, lesson.c.id, account.c.login)
        .select_from(seen)
        .join(held, held.c.id == seen.c.lesson_id)
        .join(person, person.c.id == seen.c.student_id)
        .join(member, member.c.student_id == person.c.id)
        .join(lesson, lesson.c.group_id == member.c.group_id)
        .join(role, role.c.person_id == lesson.c.teacher_id)
        .join(account, account.c.id == role.c.account_id)
        .where(
            seen.c.student_id.in_(led), held.c.date == TODAY, seen.c.code == "Н",
            lesson.c.date == TODAY,
            lesson.c.slot > held.c.slot, lesson.c.roll_called_at.is_(None),
            role.c.role == "teacher", member.c.ends_on.is_(None),
        )
        .order_by(lesson.c.slot)
    )  # fmt: skip
    with living.beside().database.session(writes=False) as session:
        row = session.execute(wanted).first()
    assert row is not None, "nobody of the demo is away today"
    return Away(f"{row.family_name} {row.given_name}", row.id, row.login)


def opened(street: Street, login: str, path: str, size: dict[str, object] = DESKTOP) -> Window:
    window = street.window(size)
    window.sign_in(login, PASSWORD)
    window.open(path)
    return window


def test_one_tap_accepts_a_suggestion_and_the_class_teachers_page_hears_of_it(
    street: Street, away: Away
) -> None:
    own = opened(street, "class_teacher", "/class").page
    line = own.get_by_role("row").filter(has_text=away.pupil)
    before = line.get_by_text("Н", exact=True).count()
    page = opened(street, away.teacher, f"/lesson/{away.lesson_id}", TABLET).page
    suggested = page.get_by_role("region", name=ru("Suggestions for the roll-call"))
    pupil = page.locator(".pupils").get_by_role("button", name=re.compile(away.pupil)).first
    expect(pupil).not_to_have_accessible_name(re.compile(ru("absent, reason not known yet")))
    suggested.get_by_role("button", name=re.compile(f"{away.pupil}: .*, принять")).tap()
    expect(pupil).to_have_accessible_name(re.compile(ru("absent, reason not known yet")))
    expect(line.get_by_text("Н", exact=True)).to_have_count(before + 1)


def test_a_call_is_noted_by_one_tap_with_who_and_when(street: Street, away: Away) -> None:
    page = opened(street, "class_teacher", "/class", PHONE).page
    call = page.get_by_role("listitem").filter(has_text=away.pupil).first
    expect(call.get_by_role("link", name=re.compile(r"\+7"))).not_to_have_count(0)
    call.get_by_role("button", name=ru("Nobody answered")).tap()
    expect(call.locator(".call-answer")).to_contain_text(ru("Nobody answered"))
    expect(call.locator(".call-answer .hint")).to_contain_text("ноября")


def test_a_reason_is_foreseen_written_and_taken_back_by_keys_alone(
    street: Street, away: Away
) -> None:
    page = opened(street, "class_teacher", "/class/reasons").page
    waiting = page.get_by_role("button", name=ru("Reason: {name}", name=away.pupil)).first
    waiting.press("Enter")
    page.get_by_role("combobox", name=ru("Why")).press("ArrowDown")
    page.get_by_label(ru("Its number")).press_sequentially("№ 15")
    page.get_by_label(ru("Its date")).fill(f"{TODAY:%Y-%m-%d}")
    page.get_by_role("button", name=ru("What will change")).press("Enter")
    expect(page.locator(".foreseen-changes")).to_contain_text("Н → Б")
    page.get_by_role("button", name=ru("Yes, write it down")).press("Enter")
    written = page.get_by_role("listitem").filter(has_text=ru("Medical certificate"))
    expect(written).to_contain_text(away.pupil)
    expect(waiting).to_have_count(0)
    written.get_by_role("button", name=ru("Take back")).press("Enter")
    expect(written).to_contain_text(ru("Taken back"))
    expect(waiting).to_be_visible()


def test_the_month_is_downloaded_and_is_closed_to_a_teacher(street: Street) -> None:
    own = opened(street, "class_teacher", "/class/month").page
    with own.expect_download() as kept:
        own.get_by_role("button", name=ru("Download {format}", format="XLSX")).click()
    assert kept.value.suggested_filename.endswith("2026-11.xlsx")
    other = opened(street, "teacher", "/class/month").page
    expect(other.get_by_role("heading", name=ru("This page is not for your role"))).to_be_visible()
