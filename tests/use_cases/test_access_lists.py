"""Accounts, roles and other systems in the portal; lists that the rules fix; the curriculum."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from ediary_app import wiring
from ediary_app.access.context import Actor
from ediary_app.access.credentials import token_digest
from ediary_app.access.models import ApiClient
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.kernel import errors
from ediary_app.lowcode import catalogue
from ediary_app.lowcode.acts import act
from ediary_app.lowcode.fixed import FIXED
from ediary_app.school.models import School
from tests.given import TODAY, Given

assert wiring.LISTS
UNTIL = (TODAY + timedelta(days=365)).isoformat()


@pytest.fixture
def school(given: Given) -> School:
    return given.school()


@pytest.fixture
def chief(given: Given, school: School) -> Actor:
    actor = given.actor(given.person(school, "Яковлева"), Role.ADMINISTRATOR)
    return replace(actor, language="ru")


def do(actor: Actor, of_list: str, name: str, **said: Any) -> Any:
    return perform(act(of_list, name), actor=actor, **said)


def account_of(given: Given, school: School, family: str, role: Role) -> int:
    return int(given.actor(given.person(school, family), role).account_id or 0)


def cells_of(actor: Actor, of_list: str, row: int) -> tuple[str, ...]:
    return next(one.cells for one in do(actor, of_list, "browse").rows if one.id == row)


def test_an_account_is_blocked_and_that_is_undone(
    given: Given, school: School, chief: Actor
) -> None:
    other = account_of(given, school, "Конева", Role.REGISTRAR)
    done = do(chief, "accounts", "block", ids=(other,), said={})
    assert cells_of(chief, "accounts", other)[2] == ""
    do(chief, "accounts", "block_undo", done_id=done.id)
    assert cells_of(chief, "accounts", other)[2] == "да"
    told = [line.act for line in do(chief, "accounts", "history", row_id=other)]
    assert told[:2] == ["снова открыта", "заблокирована"]
    with pytest.raises(errors.Conflict):
        do(chief, "accounts", "block", ids=(chief.account_id,), said={})


def test_a_code_for_an_account_is_shown_once_on_a_paper(
    given: Given, school: School, chief: Actor
) -> None:
    other = account_of(given, school, "Конева", Role.REGISTRAR)
    (paper,) = do(chief, "accounts", "code", ids=(other,), said={}).papers
    assert [line.label for line in paper.lines] == ["Логин", "Код"]
    assert paper.lines[1].text not in str(do(chief, "accounts", "history", row_id=other))


def test_a_role_is_given_and_taken_with_its_reason_and_the_last_administrator_stays(
    given: Given, school: School, chief: Actor
) -> None:
    other = account_of(given, school, "Конева", Role.REGISTRAR)
    said = {"role": "deputy_head", "reason": "Приказ 15 от 01.11"}
    with pytest.raises(errors.Invalid) as refusal:
        do(chief, "accounts", "give-role", ids=(other,), said={**said, "reason": ""})
    assert set(refusal.value.fields) == {"reason"}
    do(chief, "accounts", "give-role", ids=(other,), said=said)
    chosen = {"role": "deputy_head", "is_active": "true"}
    (held,) = do(chief, "roles", "browse", chosen=chosen).rows
    told = do(chief, "accounts", "history", row_id=other)[0].told
    assert [t.after for t in told] == [held.cells[0], "Приказ 15 от 01.11"]
    do(chief, "roles", "take", ids=(held.id,), said={"reason": "По просьбе"})
    assert do(chief, "roles", "browse", chosen=chosen).total == 0
    last = do(chief, "roles", "browse", chosen={"role": "administrator"}).rows[0].id
    with pytest.raises(errors.Conflict):
        do(chief, "roles", "take", ids=(last,), said={"reason": "Ошибка"})


def test_a_client_has_its_secret_shown_once_and_kept_as_a_digest(
    given: Given, chief: Actor
) -> None:
    said = {"name": "Столовая", "roster": "true", "expires_on": UNTIL}
    assert do(chief, "api-clients", "make_foresee", said=said).is_seen
    (paper,) = do(chief, "api-clients", "make", said=said).papers
    secret = paper.lines[1].text
    row = do(chief, "api-clients", "browse").rows[0]
    assert row.cells[:3] == ("Столовая", "roster.read", secret[:8])
    with given.runtime.database.session(writes=False) as session:
        kept = session.scalars(select(ApiClient)).one()
    assert kept.secret_digest == token_digest(secret)
    assert secret not in str(kept)
    with pytest.raises(errors.Invalid) as refusal:
        do(chief, "api-clients", "make", said={**said, "expires_on": "2036-01-01"})
    assert set(refusal.value.fields) == {"expires_on"}
    with pytest.raises(errors.Invalid) as refusal:
        do(chief, "api-clients", "make", said={**said, "name": "Другая", "roster": ""})
    assert set(refusal.value.fields) == {"roster"}


def test_a_client_gets_a_new_secret_and_is_revoked(given: Given, chief: Actor) -> None:
    said = {"name": "Столовая", "results": "true", "expires_on": UNTIL}
    (first,) = do(chief, "api-clients", "make", said=said).papers
    row = do(chief, "api-clients", "browse").rows[0].id
    (second,) = do(chief, "api-clients", "renew", ids=(row,), said={"expires_on": UNTIL}).papers
    assert first.lines[1].text != second.lines[1].text
    do(chief, "api-clients", "revoke", ids=(row,), said={})
    assert do(chief, "api-clients", "browse").rows[0].cells[-1] == "да"
    told = [line.act for line in do(chief, "api-clients", "history", row_id=row)]
    assert told[:2] == ["доступ отозван", "выдан новый секрет"]
    stranger = given.actor(given.person(given.school("Лицей")), Role.ADMINISTRATOR)
    with pytest.raises(errors.NotFound):
        do(stranger, "api-clients", "revoke", ids=(row,), said={})


def test_registers_of_access_are_the_administrators_alone(
    given: Given, school: School, chief: Actor
) -> None:
    for role in (Role.REGISTRAR, Role.DEPUTY_HEAD, Role.TEACHER):
        actor = given.actor(given.person(school), role)
        for of_list in ("accounts", "roles", "api-clients"):
            with pytest.raises(errors.Denied):
                do(actor, of_list, "browse")


def test_what_the_rules_fix_is_read_and_printed_and_not_changed(chief: Actor) -> None:
    codes = do(chief, "attendance-codes", "browse")
    assert [row.cells[0] for row in codes.rows] == ["Н", "Б", "УП", "НП", "ОП", "ОСВ"]
    assert (codes.may_write, codes.is_fixed) == (False, True)
    assert do(chief, "attendance-codes", "browse", query="ОСВ").total == 1
    assert len(do(chief, "attendance-codes", "export").rows) == 6
    assert do(chief, "mark-scales", "card", row_id=1).sections[0].fields[1].shown == "5"
    for of_list in FIXED:
        with pytest.raises(errors.NotFound):
            act(of_list, "save")
    titles = [one.name for area in perform(catalogue.index, actor=chief) for one in area.lists]
    assert set(FIXED) <= set(titles)


def test_the_curriculum_says_hours_by_level_subject_and_year(
    given: Given, school: School, chief: Actor
) -> None:
    area = do(chief, "subject-areas", "save", said={"name": "Математика", "position": "1"}).id
    said = {"name": "Алгебра", "area_id": str(area), "color": "0"}
    subject = do(chief, "subjects", "save", said=said).id
    line = {"year_id": str(given.year_of(school).id), "level": "7", "subject_id": str(subject),
            "part": "mandatory", "hours_a_week": "2,5"}  # fmt: skip
    do(chief, "curriculum", "save", said=line)
    (row,) = do(chief, "curriculum", "browse", query="алгебра").rows
    assert row.cells[:4] == ("7", "Алгебра", "обязательная часть", "2,5")
    with pytest.raises(errors.Invalid):
        do(chief, "curriculum", "save", said=line)
    assert do(chief, "subjects", "remove", row_id=subject) == "archived"
