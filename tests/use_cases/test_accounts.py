"""Accounts in the administrator's hands: roles, blocking, lost telephones, the last one."""

from __future__ import annotations

import pytest

from ediary_app.access import accounts, models, sessions, totp, totp_policy
from ediary_app.access.context import system_actor
from ediary_app.access.performing import perform
from ediary_app.access.values import Role
from ediary_app.access.whoami import whoami
from ediary_app.kernel import errors
from ediary_app.school import accounts as lists
from ediary_app.school import roles
from ediary_app.school.accounts import AccountState
from tests.given import Given


def test_the_list_is_searched_and_filtered(given: Given) -> None:
    school = given.school()
    orlova = given.account(given.teacher(school), Role.TEACHER, Role.DEPUTY_HEAD)
    given.account(given.teacher(school, "Ёжикова"), Role.TEACHER)
    given.account(given.teacher(given.school("Школа № 2"), "Орлова"), Role.TEACHER)
    me = given.actor(None, Role.ADMINISTRATOR, school.id)
    found = perform(lists.listed, actor=me, query="орлова")
    assert [row.id for row in found.rows] == [orlova.id]
    assert {held.role for held in found.rows[0].roles} == {"teacher", "deputy_head"}
    assert perform(lists.listed, actor=me, role_name=Role.TEACHER).total == 2
    assert perform(lists.listed, actor=me, state=AccountState.NEVER).total == 3
    assert perform(lists.listed, actor=me, query=orlova.login).total == 1
    perform(accounts.block, actor=me, account_id=orlova.id)
    blocked = perform(lists.listed, actor=me, state=AccountState.BLOCKED)
    assert [row.is_active for row in blocked.rows] == [False]


def test_blocking_ends_every_session_at_once(given: Given) -> None:
    school = given.school()
    teacher = given.signed_in(given.teacher(school), Role.TEACHER)
    account_id = perform(whoami, actor=teacher).account_id
    me = given.actor(None, Role.ADMINISTRATOR, school.id)
    perform(accounts.block, actor=me, account_id=account_id)
    with pytest.raises(errors.SignInNeeded):
        perform(whoami, actor=teacher)
    perform(accounts.unblock, actor=me, account_id=account_id)
    assert perform(lists.one, actor=me, account_id=account_id).is_active
    with pytest.raises(errors.SignInNeeded):
        perform(whoami, actor=teacher)


def test_the_last_administrator_can_be_neither_removed_nor_blocked(given: Given) -> None:
    school = given.school()
    first = given.account(None, Role.ADMINISTRATOR, school_id=school.id)
    second = given.actor(None, Role.ADMINISTRATOR, school.id)
    perform(accounts.block, actor=second, account_id=first.id)
    third = given.actor(None, Role.ADMINISTRATOR, school.id)
    row = perform(lists.one, actor=third, account_id=second.account_id)
    perform(accounts.take_role, actor=third, role_id=row.roles[0].id)
    machine = system_actor("test", school.id)
    with pytest.raises(errors.Conflict):
        perform(accounts.block, actor=machine, account_id=third.account_id)
    mine = perform(lists.one, actor=third, account_id=third.account_id).roles[0]
    with pytest.raises(errors.Conflict):
        perform(accounts.take_role, actor=machine, role_id=mine.id)


def test_nobody_raises_locks_out_or_disarms_themselves(given: Given) -> None:
    school = given.school()
    me = given.actor(None, Role.ADMINISTRATOR, school.id)
    given.actor(None, Role.ADMINISTRATOR, school.id)
    with pytest.raises(errors.Conflict):
        perform(accounts.give_role, actor=me, account_id=me.account_id, role=Role.DIRECTOR)
    for act in (accounts.block, accounts.reset_second_step):
        with pytest.raises(errors.Conflict):
            perform(act, actor=me, account_id=me.account_id)


def test_a_role_is_given_taken_and_given_again(given: Given) -> None:
    school = given.school()
    account = given.account(given.teacher(school), Role.TEACHER)
    me = given.actor(None, Role.ADMINISTRATOR, school.id)
    for _round in range(2):
        perform(accounts.give_role, actor=me, account_id=account.id, role=Role.DEPUTY_HEAD)
        held = perform(lists.one, actor=me, account_id=account.id).roles
        assert [r.role for r in held] == ["teacher", "deputy_head"]
        perform(accounts.take_role, actor=me, role_id=held[1].id)
    assert len(perform(lists.one, actor=me, account_id=account.id).roles) == 1


def test_a_role_taken_away_is_gone_at_the_next_event(given: Given) -> None:
    school = given.school()
    teacher = given.signed_in(given.teacher(school), Role.TEACHER)
    me = given.actor(None, Role.ADMINISTRATOR, school.id)
    account_id = perform(whoami, actor=teacher).account_id
    held = perform(lists.one, actor=me, account_id=account_id).roles[0]
    perform(accounts.take_role, actor=me, role_id=held.id)
    assert perform(whoami, actor=teacher).role == ""
    assert perform(roles.my_roles, actor=teacher) == ()


def test_roles_of_families_and_teachers_without_a_person_are_refused(given: Given) -> None:
    school = given.school()
    account = given.account(None, Role.GOVERNANCE, school_id=school.id)
    me = given.actor(None, Role.ADMINISTRATOR, school.id)
    for role in (Role.PARENT, Role.STUDENT, Role.EXTERNAL_SYSTEM, Role.TEACHER):
        with pytest.raises(errors.Invalid) as refusal:
            perform(accounts.give_role, actor=me, account_id=account.id, role=role)
        assert list(refusal.value.fields) == ["role"]


def test_another_school_s_accounts_do_not_exist_here(given: Given) -> None:
    here, there = given.school(), given.school("Школа № 2")
    account = given.account(given.teacher(there), Role.TEACHER)
    me = given.actor(None, Role.ADMINISTRATOR, here.id)
    acts = (accounts.block, accounts.unblock, accounts.sign_out_everywhere,
            accounts.reset_second_step, lists.one)  # fmt: skip
    for act in acts:
        with pytest.raises(errors.NotFound):
            perform(act, actor=me, account_id=account.id)
    with pytest.raises(errors.NotFound):
        perform(accounts.give_role, actor=me, account_id=account.id, role=Role.DIRECTOR)


def test_an_account_is_made_for_somebody_of_the_lists_or_beside_them(given: Given) -> None:
    school = given.school()
    orlova = given.teacher(school)
    me = given.actor(None, Role.ADMINISTRATOR, school.id)
    meant = perform(lists.without_account, actor=me, query="орл")
    assert [s.id for s in meant] == [orlova.id]
    asked = {"name": "", "role_name": Role.DEPUTY_HEAD}
    slip = perform(lists.make_account, actor=me, person_id=orlova.id, **asked)
    assert (slip.login, len(slip.code)) == ("orlova.v", 9)
    assert perform(lists.without_account, actor=me, query="орл") == ()
    with pytest.raises(errors.Conflict):
        perform(lists.make_account, actor=me, person_id=orlova.id, **asked)
    beside = {"name": "Горкин Пётр", "role_name": Role.GOVERNANCE}
    assert perform(lists.make_account, actor=me, **beside).login == "gorkin.p"
    with pytest.raises(errors.Invalid) as refusal:
        perform(lists.make_account, actor=me, **asked)
    assert list(refusal.value.fields) == ["name"]


def test_a_lost_telephone_is_forgotten_by_the_administrator(given: Given) -> None:
    school = given.school()
    account = given.account(given.teacher(school), Role.TEACHER)
    now = given.runtime.clock()
    with given.runtime.database.session() as session:
        kept = session.get_one(models.Account, account.id)
        kept.totp_secret, kept.totp_confirmed_at = b"sealed", now
    me = given.actor(None, Role.ADMINISTRATOR, school.id)
    assert perform(lists.one, actor=me, account_id=account.id).has_second_step
    perform(accounts.reset_second_step, actor=me, account_id=account.id)
    assert not perform(lists.one, actor=me, account_id=account.id).has_second_step


def test_a_school_chooses_where_the_second_step_is_demanded(given: Given) -> None:
    school = given.school()
    teacher = given.signed_in(given.teacher(school), Role.TEACHER)
    me = given.actor(None, Role.ADMINISTRATOR, school.id)
    for _twice in range(2):
        perform(totp_policy.demand, actor=me, role=Role.TEACHER, is_required=True)
    asked = [d.role for d in perform(totp_policy.demands, actor=me) if d.is_required]
    assert asked == ["teacher"]
    assert perform(totp.my_second_step, actor=teacher).is_required
    perform(totp_policy.demand, actor=me, role=Role.TEACHER, is_required=False)
    assert not perform(totp.my_second_step, actor=teacher).is_required
    with pytest.raises(errors.Invalid):
        perform(totp_policy.demand, actor=me, role=Role.PARENT, is_required=True)


def test_the_machine_makes_an_administrator_and_nobody_else_can(given: Given) -> None:
    school = given.school()
    asked = {"school_code": school.code, "login": "Zavhoz"}
    slip = perform(lists.make_administrator, actor=system_actor("admin"), **asked)
    again = perform(lists.make_administrator, actor=system_actor("admin"), **asked)
    assert (slip.login, again.login) == ("zavhoz", "zavhoz")
    assert slip.code != again.code
    me = given.actor(None, Role.ADMINISTRATOR, school.id)
    assert perform(lists.listed, actor=me, role_name=Role.ADMINISTRATOR).total == 2
    with pytest.raises(errors.Denied):
        perform(lists.make_administrator, actor=me, **asked)


def test_one_chooses_among_one_s_own_roles_only(given: Given) -> None:
    here, there = given.school(), given.school("Школа № 2")
    me = given.signed_in(given.teacher(here), Role.TEACHER)
    account_id = perform(whoami, actor=me).account_id
    far = given.teacher(there)
    common = {"account_id": account_id, "school_id": there.id, "person_id": far.id}
    mine = given.save(models.AccountRole(**common, role=Role.DIRECTOR))
    given.account(given.teacher(here), Role.DIRECTOR)
    shown = perform(roles.my_roles, actor=me)
    assert [(r.title, r.school, r.is_chosen) for r in shown] == [
        ("Teacher", "Школа № 5", True), ("Director", "Школа № 2", False),
    ]  # fmt: skip
    assert perform(sessions.choose_role, actor=me, role_id=mine.id) == "director"
    assert perform(whoami, actor=me).role == "director"
    with pytest.raises(errors.NotFound):
        perform(sessions.choose_role, actor=me, role_id=mine.id + 1)
