"""Several processes are one school: news, load, a killed process, https under a made-up name."""

from __future__ import annotations

import asyncio
import re

from playwright.sync_api import Page, expect
from sqlalchemy import text

from tests import sockets
from tests.deep import school as schools
from tests.deep.conftest import sign_in
from tests.deep.school import PASSWORD, PUPILS, TEACHERS, School, Tablet
from tests.deep.standing import Standing, ask, until
from tests.living import Served

KILL_AFTER = 40
RECONNECT_SECONDS = 5.0


async def save_all(standing: Standing, school: School, first: int, last: int) -> None:
    """Every teacher marks pupils of these numbers, one after the other."""

    async def one(tablet: Tablet) -> None:
        for pupil in tablet.desk.pupils[first:last]:
            await tablet.save(pupil)
        await tablet.close()

    await asyncio.gather(*[one(Tablet(standing, desk)) for desk in school.desks])


async def save_while_one_is_killed(standing: Standing, school: School) -> int:
    """All save; the busiest web process is killed in the middle; returns its number."""
    saving = asyncio.create_task(save_all(standing, school, 1, PUPILS))
    while len(schools.acknowledged(school)) < KILL_AFTER:
        await asyncio.sleep(0.01)
    killed = await asyncio.to_thread(standing.kill_one)
    await saving
    return killed


async def save_first(standing: Standing, school: School, number: int) -> None:
    """One teacher marks the first pupil."""
    tablet = Tablet(standing, school.desks[number])
    await tablet.save(school.child_id)
    await tablet.close()


def news_of(page: Page, subject: str) -> None:
    """The open page of the family shows the new mark of a subject."""
    shown = page.get_by_role("button", name=re.compile(f"^{subject},"))
    expect(shown.first).to_be_visible(timeout=RECONNECT_SECONDS * 1000)


def test_a_killed_process_takes_nothing_with_it(
    standing: Standing, school: School, phone: Page
) -> None:
    sign_in(phone, standing, school)
    phone.goto("/diary")
    expect(phone.get_by_role("main")).to_contain_text("Предмет 0")
    sockets.run(lambda: save_first(standing, school, 0))
    news_of(phone, school.desks[0].subject)

    killed = sockets.run(lambda: save_while_one_is_killed(standing, school))
    pauses = [pause for desk in school.desks for pause in desk.pauses]
    assert pauses, "the killed process held no page"
    assert max(pauses) <= RECONNECT_SECONDS, pauses
    assert schools.acknowledged(school) <= schools.marks_there(standing.runtime)
    assert len(schools.marks_there(standing.runtime)) == TEACHERS * (PUPILS - 1) + 1
    sockets.run(lambda: save_first(standing, school, 1))
    news_of(phone, school.desks[1].subject)

    standing.wait_for_successor(killed)
    until(lambda: standing.ask("/api/ready").status == 200, 20)
    assert not phone.get_by_text("Нет связи").is_visible()
    verified = standing.served.command("verify", "--seal")
    assert verified.returncode == 0, verified.stdout


def test_https_under_a_made_up_name_is_kept_to(
    standing: Standing, school: School, phone: Page
) -> None:
    body = {"name": school.parent_login, "password": PASSWORD}
    answer = standing.ask("/api/session", body, [("X-Forwarded-For", "203.0.113.9")])
    assert answer.status == 200, answer.body
    cookie = next(line for line in answer.cookies if line.startswith("ediary_session="))
    assert "secure" in cookie.lower()
    assert "httponly" in cookie.lower()
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert "203.0.113.9" not in addresses(standing)
    foreign = standing.ask("/api/session", body, [("Origin", "https://elsewhere.example")])
    assert foreign.status == 403

    phone.goto("/sign-in")
    phone.get_by_label("Логин").first.fill(school.parent_login)
    phone.get_by_label("Пароль", exact=True).fill(PASSWORD)
    phone.get_by_role("button", name="Войти", exact=True).click()
    expect(phone.get_by_role("navigation")).to_be_visible()
    assert phone.url.startswith(f"{standing.url}/")
    kept = {c["name"]: c for c in phone.context.cookies()}["ediary_session"]
    assert kept["secure"]
    assert kept["httpOnly"]
    assert phone.evaluate("window.isSecureContext")


def test_a_stranger_who_claims_to_be_a_proxy_is_not_believed(
    standing: Standing, school: School
) -> None:
    plain = Served(standing.postgres.url, standing.folder, shift=standing.served.shift)
    plain.more = {"EDIARY_WITH_WORKER": "false", "EDIARY_TRUSTED_PROXIES": "192.0.2.1"}
    plain.start()
    claims = [("X-Forwarded-For", "203.0.113.9"), ("X-Forwarded-Proto", "https")]
    body = {"name": school.parent_login, "password": PASSWORD}
    answer = ask(f"{plain.url}/api/session", None, body, claims)
    plain.stop()
    assert answer.status == 200
    assert "strict-transport-security" not in answer.headers
    assert not any("secure" in line.lower() for line in answer.cookies)
    assert "203.0.113.9" not in addresses(standing)
    assert "127.0.0.1" in addresses(standing)


def addresses(standing: Standing) -> set[str]:
    """The network addresses that sign-ins were noted under."""
    with standing.runtime.database.session(writes=False) as session:
        return set(session.scalars(text("SELECT address FROM sign_in_session")))
